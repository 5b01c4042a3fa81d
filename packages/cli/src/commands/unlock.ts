import type { Achievement } from '@laurel/client';
import { quoted, type TitleId } from '@laurel/domain';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import {
  asking,
  openSession,
  type PlayerOptions,
  type PlayerSession,
  withPlayerOptions,
} from '../player-session.ts';
import { withProgress } from '../progress.ts';
import { readPercent, readTitleId } from '../read-option.ts';
import type { Shell } from '../shell.ts';
import { printable } from '../table.ts';

type Options = PlayerOptions & { readonly title: TitleId; readonly percent: number };

/** Every achievement of a title fits on one page. */
const pageItems = 1000;

/** `laurel unlock`: reports progress, as a game does. */
export function unlockCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'unlock',
    summary: 'report progress for a player, as a game does',
    description: `Reports how far a player has come with one achievement; 100 percent unlocks
it. Progress only rises, so a lower report changes nothing.`,
    examples: [
      ['laurel unlock --player Player1 --title 1700100001 1', 'unlock achievement 1'],
      ['laurel unlock --player Player1 --title 1700100001 2 --percent 40', 'or come closer to it'],
      ['laurel unlock --player Player1 --title 1700100001 "Safe Harbour"', 'by name'],
    ],
    build: (command) =>
      withPlayerOptions(command)
        .argument('<achievement>', 'its id, or its name')
        .requiredOption('--title <id>', 'the title (required)', readTitleId)
        .option('--percent <number>', 'how far, 0 to 100', readPercent, 100),
    run: ({ operands: [wanted = ''], options }) =>
      withProgress(shell.err, 'reporting', async () => {
        const { title, percent } = options;
        const session = await openSession(shell, options);
        const found = await findAchievement(session, title, wanted);
        const { id, name, serviceConfigId: scid } = found;
        const report = { id, percentComplete: percent };
        const update = session.client.update({ scid, titleId: title }, report);
        const { result } = await asking(session.url, update);
        const now = await asking(session.url, session.client.detail({ scid, id }));
        return {
          json: { result, xuid: session.xuid, gamertag: session.gamertag, achievement: now },
          text: `${sentence(session.gamertag, { result, name: printable(name), percent, now })}\n`,
        };
      }),
  });
}

async function findAchievement(
  { client, url, gamertag, sandbox }: PlayerSession,
  titleId: TitleId,
  wanted: string,
): Promise<Achievement> {
  const page = await asking(url, client.list({ titleIds: [titleId], maxItems: pageItems }));
  if (page.items.length === 0) {
    throw new Failure(
      'unknown-title',
      `title ${titleId} has no achievements in sandbox "${sandbox}" that ${gamertag} may see; \`laurel list\` shows those there are`,
    );
  }
  const found =
    page.items.find(({ id }) => id === wanted) ??
    page.items.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  throw new Failure(
    'unknown-achievement',
    `title ${titleId} has no achievement ${quoted(wanted)}; \`laurel list --title ${titleId}\` shows those it has`,
  );
}

type Told = { result: string; name: string; percent: number; now: Achievement };

function sentence(gamertag: string, { result, name, percent, now }: Told): string {
  const isUnlocked = now.progressState === 'Achieved';
  if (result === 'unchanged') {
    const where = isUnlocked
      ? `unlocked since ${now.progression.timeUnlocked}`
      : 'as far or farther';
    return `nothing changed: ${gamertag} has "${name}" ${where}`;
  }
  const points = now.rewards?.find(({ type }) => type === 'Gamerscore')?.value;
  const worth = points === undefined ? '' : `, ${points} G`;
  return isUnlocked
    ? `${gamertag} unlocked "${name}"${worth}`
    : `${gamertag} is ${percent} % of the way to "${name}"`;
}
