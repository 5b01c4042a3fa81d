import type { Achievement } from '@laurel/client';
import type { TitleId } from '@laurel/domain';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { asking, openSession, type PlayerOptions, withPlayerOptions } from '../player-session.ts';
import { withProgress } from '../progress.ts';
import { readTitleId } from '../read-option.ts';
import type { Shell } from '../shell.ts';
import { printable, table } from '../table.ts';

type Options = PlayerOptions & {
  readonly title?: TitleId;
  readonly language?: string;
  readonly unlocked?: true;
};

/** Each page is this long. */
const pageItems = 1000;

/** `laurel list`: a player's achievements. */
export function listCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'list',
    summary: "show a player's achievements",
    description: `Shows the achievements of a player as the service answers them: of one title,
or of all titles that the player has played.`,
    examples: [
      ['laurel list --player Player1 --title 1700100001', 'all of one title'],
      ['laurel list --player Player1 --unlocked', 'what Player1 has unlocked anywhere'],
      ['laurel list --player Player1 --title 1700100001 --language fr', 'in French'],
      ['laurel list --player Player1 --json', 'as the service sends them'],
    ],
    build: (command) =>
      withPlayerOptions(command)
        .option('--title <id>', 'only this title', readTitleId)
        .option('--unlocked', 'only what is unlocked')
        .option('--language <tags>', 'preferred languages, such as fr-FR,en'),
    run: async ({ options: { title, unlocked, language, ...options } }) => {
      const languages = language === undefined ? [] : language.split(',');
      const session = await openSession(shell, options, { languages });
      const query = {
        titleIds: title === undefined ? undefined : [title],
        unlockedOnly: unlocked === true,
        maxItems: pageItems,
      };
      const achievements = await withProgress(shell.err, 'listing', async (progress) => {
        const items: Achievement[] = [];
        await asking(session.url, gather(session.client.listPages(query), items, progress.at));
        return items;
      });
      const { xuid, gamertag, sandbox } = session;
      return {
        json: { xuid, gamertag, sandbox, achievements },
        text: listText(gamertag, achievements),
      };
    },
  });
}

async function gather(
  pages: AsyncIterable<{ items: readonly Achievement[]; totalRecords: number }>,
  into: Achievement[],
  tell: (done: number, total: number) => void,
): Promise<void> {
  for await (const { items, totalRecords } of pages) {
    into.push(...items);
    tell(into.length, totalRecords);
  }
}

/** One block for each title: what was earned, then a row for each achievement. */
export function listText(gamertag: string, achievements: readonly Achievement[]): string {
  if (achievements.length === 0) return `${gamertag} has no achievements here yet\n`;
  const byTitle = Map.groupBy(achievements, (one) => one.titleAssociations[0]?.id ?? 0);
  return [...byTitle]
    .map(([titleId, ofTitle]) => {
      const name = printable(ofTitle[0]?.titleAssociations[0]?.name ?? '');
      const unlocked = ofTitle.filter(({ progressState }) => progressState === 'Achieved');
      const counts = `${unlocked.length} of ${ofTitle.length} unlocked`;
      const points = `${sumOf(unlocked)} of ${sumOf(ofTitle)} G`;
      return `${name} (${titleId}): ${gamertag} has ${counts}, ${points}\n\n${rows(ofTitle)}`;
    })
    .join('\n');
}

function rows(achievements: readonly Achievement[]): string {
  return table(
    ['ID', 'PROGRESS', 'G', 'UNLOCKED', 'NAME'],
    achievements.map((one) => [
      one.id,
      progressOf(one),
      String(gamerscoreOf(one)),
      one.progressState === 'Achieved' ? minuteOf(one.progression.timeUnlocked) : '',
      printable(one.name) + (one.isSecret ? ' (secret)' : ''),
    ]),
  );
}

/** `100 %`, or how far the only requirement is. */
function progressOf({ progressState, progression: { requirements } }: Achievement): string {
  if (progressState === 'Achieved') return '100 %';
  if (progressState === 'NotStarted') return '';
  const [requirement, ...others] = requirements;
  if (requirement === undefined || others.length > 0) return 'started';
  const { id, current, target, operationType } = requirement;
  // What a title reports is a percent; it has the id of nothing.
  if (/^[0-]*$/.test(id)) return `${current ?? 0} %`;
  if (operationType.toLowerCase() === 'minimum') return `${current ?? '–'}, not yet ${target}`;
  return `${current ?? 0} of ${target}`;
}

/** To the minute, in UTC: nobody reads the seventh digit of a second. */
function minuteOf(date: string): string {
  return `${date.slice(0, 10)} ${date.slice(11, 16)}`;
}

function gamerscoreOf({ rewards }: Achievement): number {
  return Number(rewards.find(({ type }) => type === 'Gamerscore')?.value ?? 0);
}

function sumOf(achievements: readonly Achievement[]): number {
  return achievements.reduce((sum, one) => sum + gamerscoreOf(one), 0);
}
