import { schema } from '@laurel/contract';
import type { Sandbox, TitleId } from '@laurel/domain';
import type { Command } from 'commander';
import type { z } from 'zod';
import { defineCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import type { ManagementClient } from '../management-client.ts';
import { readSandbox, readTitleId } from '../read-option.ts';
import { xuidOf } from '../rule-pages.ts';
import { managementOf, type ServerOptions, withManagerOptions } from '../server-address.ts';
import type { Shell } from '../shell.ts';
import { printable, table } from '../table.ts';

type Options = ServerOptions & {
  readonly player: string;
  readonly title?: TitleId;
  readonly achievement: string;
  readonly sandbox: Sandbox;
};

type Explanation = z.output<typeof schema.Explanation>;

/** `laurel explain`: why an achievement did not unlock. */
export function explainCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'explain',
    summary: 'say why an achievement did not unlock for a player',
    description: `Shows each requirement of an achievement with what it reads, the event that
last moved it, and the events that were refused lately and why. The title may be left out where the
player has played one only, or only one is published.`,
    examples: [
      ['laurel explain --player Player1 --achievement 3', 'of the title that the player plays'],
      ['laurel explain --player Player1 --title 1700100002 --achievement 3', 'of one of several'],
      [
        'laurel explain --player 2533274800000001 --title 1700100002 --achievement 3 --json',
        'for a script',
      ],
    ],
    build: (command) =>
      withManagerOptions(command)
        .requiredOption('--player <name>', 'the player, by gamertag or xuid (required)')
        .option('--title <id>', 'the title', readTitleId)
        .requiredOption('--achievement <id>', 'the achievement (required)')
        .option('--sandbox <name>', 'where', readSandbox, 'RETAIL' as Sandbox),
    run: async ({ options }) => {
      const client = managementOf(shell, options);
      const { achievement, sandbox } = options;
      const xuid = await xuidOf(client, options.player);
      const title = options.title ?? (await onlyTitle(client, { xuid, sandbox }));
      const explained = await client.call({
        method: 'GET',
        path: `/players/${xuid}/explanations/${encodeURIComponent(achievement)}?titleId=${title}&sandbox=${encodeURIComponent(sandbox)}`,
        answer: schema.Explanation,
      });
      return {
        json: { xuid, titleId: title, sandbox, ...explained },
        text: explanationText(printable(options.player), explained),
      };
    },
  });
}

/** The title that must be meant. @throws {Failure} by the result, where there are several */
async function onlyTitle(
  client: ManagementClient,
  { xuid, sandbox }: { xuid: string; sandbox: Sandbox },
): Promise<number> {
  const played = await client.call({
    method: 'GET',
    path: `/players/${xuid}/titles?sandbox=${encodeURIComponent(sandbox)}`,
    answer: schema.PlayerTitles,
  });
  const known = await client.call({
    method: 'GET',
    path: '/titles',
    answer: schema.TitleSummaries,
  });
  const published = known.titles.filter((title) =>
    title.published.some((version) => version.sandbox === sandbox),
  );
  const scids = new Set(played.titles.map(({ scid }) => scid));
  const playedOnes = published.filter(({ scid }) => scids.has(scid));
  const [first, ...others] = playedOnes.length > 0 ? playedOnes : published;
  if (first !== undefined && others.length === 0) return first.titleId;
  const names = [first, ...others].flatMap((one) => (one ? [`${one.titleId} ${one.name}`] : []));
  throw new Failure('which-title', 'say which title is meant with --title', { details: names });
}

function explanationText(player: string, explained: Explanation): string {
  const { achievementId, state, percent, reasons, requirements, refused } = explained;
  const how = state === 'InProgress' ? `in progress, ${percent} %` : wordsOf[state];
  const lines = [
    `achievement ${achievementId} is ${how} for ${player}\n`,
    ...reasons.map(({ code, message }) => `  ${printable(message)} [${code}]\n`),
  ];
  const onStats = requirements.filter(({ stat }) => stat !== null);
  if (onStats.length > 0) lines.push('\n', requirementTable(onStats));
  if (refused.length > 0) lines.push('\nrefused lately:\n', refusedTable(refused));
  return lines.join('');
}

const wordsOf = { NotStarted: 'not started', Achieved: 'unlocked' } as const;

function requirementTable(requirements: Explanation['requirements']): string {
  return table(
    ['STAT', 'IS', 'TARGET', 'HOLDS', 'LAST MOVED', 'BY EVENT'],
    requirements.map(({ stat, current, target, operation, holds, movedBy }) => [
      stat ?? '',
      current ?? '–',
      operation === 'Minimum' ? `≤ ${target}` : `≥ ${target}`,
      holds ? 'yes' : 'no',
      movedBy?.at ?? '–',
      printable(movedBy?.eventId ?? '–'),
    ]),
  );
}

function refusedTable(refused: Explanation['refused']): string {
  return table(
    ['RECEIVED', 'EVENT', 'ID', 'WHY', 'STAT'],
    refused.map(({ receivedAt, name, eventId, code, stat }) => [
      receivedAt,
      printable(name),
      printable(eventId),
      code,
      stat ?? 'all',
    ]),
  );
}
