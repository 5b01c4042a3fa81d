import { schema } from '@laurel/contract';
import type { Sandbox, TitleId } from '@laurel/domain';
import { type Command, InvalidArgumentError } from 'commander';
import { defineCommand } from '../command.ts';
import { openKeptPlace } from '../kept-place.ts';
import { withProgress } from '../progress.ts';
import { readSandbox, readTitleId, readWhole, readXuid } from '../read-option.ts';
import { affectedLines, type FoundAll, throughPages } from '../rule-pages.ts';
import { managementOf, type ServerOptions, withManagerOptions } from '../server-address.ts';
import type { Shell } from '../shell.ts';
import { counted } from '../table.ts';

type Options = ServerOptions & {
  readonly title: TitleId;
  readonly sandbox: Sandbox;
  readonly apply?: true;
  readonly announce?: true;
  readonly perSecond: number;
  readonly after?: string;
  readonly placeFile?: string;
};

/** Players of one call at most, so that a slow pace has small steps. */
const playersPerCallMax = schema.playersPerCall.default;

/** `laurel backfill`: achievements for players who did them already. */
export function backfillCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'backfill',
    summary: 'unlock new or changed achievements for players who did them already',
    description: `Shows for whom the achievements would unlock, by the stats that players have.
With --apply it unlocks them: at a pace, and from where an earlier run stopped. A run that is
repeated unlocks nothing twice. Players are told only with --announce.`,
    examples: [
      ['laurel backfill 7 8 --title 1700100002 --sandbox RETAIL', 'show who would get 7 and 8'],
      ['laurel backfill 7 --title 1700100002 --sandbox RETAIL --apply', 'give it, silently'],
      [
        'laurel backfill 7 --title 1700100002 --sandbox RETAIL --apply --announce --per-second 50',
        'slowly, and tell the players',
      ],
      [
        'laurel backfill 7 --title 1700100002 --sandbox RETAIL --apply --place-file backfill-7.json',
        'so that a run that is killed can go on',
      ],
    ],
    build: (command) =>
      withManagerOptions(command)
        .argument('<achievement...>', 'ids of achievements', readIds)
        .requiredOption('--title <id>', 'the title (required)', readTitleId)
        .requiredOption('--sandbox <name>', 'where (required)', readSandbox)
        .option('--apply', 'unlock them, and not only show for whom')
        .option('--announce', 'tell the players, as of any unlock')
        .option('--per-second <players>', 'players looked at in a second', readWhole, 500)
        .option('--after <xuid>', 'go on behind this player', readXuid)
        .option('--place-file <file>', 'keep in it where the run is, and go on there'),
    run: async ({ operands, options }) => {
      const { title, sandbox, apply = false, announce = false, perSecond } = options;
      const client = managementOf(shell, options);
      const limit = Math.min(playersPerCallMax, perSecond);
      const wish = { sandbox, achievementIds: operands, apply, announce, limit };
      const ask = (after: string | null) =>
        client.call({
          method: 'POST',
          path: `/titles/${title}/backfill`,
          body: { ...wish, ...(after !== null && { after }) },
          answer: schema.Backfilled,
        });
      const { placeFile } = options;
      const work = JSON.stringify({ title, ...wish, limit: undefined });
      const kept = placeFile === undefined ? null : await openKeptPlace(placeFile, work);
      const found = await withProgress(shell.err, 'backfilling', ({ at }) =>
        throughPages(ask, {
          after: options.after ?? kept?.after ?? null,
          perSecond,
          stop: shell.stop(),
          tell: (players) => at(players, players),
          ...(kept && { keep: kept.keep }),
        }),
      );
      if (found.stoppedAfter === null) await kept?.done();
      return {
        json: {
          titleId: title,
          sandbox,
          applied: apply,
          announced: apply && announce,
          players: found.players,
          unlocks: found.unlocks,
          stoppedAfter: found.stoppedAfter,
        },
        text: backfillText(found, apply),
      };
    },
  });
}

function readIds(text: string, before: readonly string[] = []): readonly string[] {
  if (/^[A-Za-z0-9_.-]{1,64}$/.test(text)) return [...before, text];
  throw new InvalidArgumentError('it must be an achievement id');
}

function backfillText(found: FoundAll, isApplied: boolean): string {
  const { players, unlocks, stoppedAfter } = found;
  const head = `${counted(players, 'player')} looked at\n`;
  const verb = isApplied ? 'is unlocked' : 'would unlock';
  const none = isApplied ? '  nothing was to be unlocked\n' : '  nobody has done them already\n';
  const tail = isApplied || unlocks.length === 0 ? '' : '\nunlock them with --apply\n';
  const stopped =
    stoppedAfter === null ? '' : `\nstopped before the end; go on with --after ${stoppedAfter}\n`;
  return head + (unlocks.length === 0 ? none : affectedLines(unlocks, verb)) + tail + stopped;
}
