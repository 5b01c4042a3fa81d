import { schema } from '@laurel/contract';
import type { LoggedCall } from '../calls/logged-call.ts';
import { grouped, isGood, type LintRule, runsWithin, secondsOf } from './lint-rule.ts';

const { reportsPerRequestMax } = schema;

/** How far apart calls are that one batch could have been. Source: trace analyzer, 2000 ms [T]. */
const batchGapMs = 2_000;

/** Calls that make it worth it. */
const batchCallsMin = 3;

/** What an update said. */
type Update = {
  readonly owner: string;
  readonly scid: string;
  readonly lines: readonly { readonly id: string; readonly percent: number }[];
  /** Names that the contract does not know. */
  readonly unknown: readonly string[];
};

const bodyMembers = ['action', 'serviceConfigId', 'titleId', 'userId', 'achievements'];
const lineMembers = ['id', 'percentComplete', 'count', 'earnedAt'];

/** @returns `undefined` for what is no update, or none that can be read */
function updateOf({ shown: { operation, sent, player } }: LoggedCall): Update | undefined {
  if (operation !== 'achievements.update' || sent === null) return undefined;
  const body = objectIn(sent);
  const achievements: unknown = body?.achievements;
  if (body === undefined || !Array.isArray(achievements)) return undefined;
  const lines = achievements.map(Object);
  return {
    owner: String(body.userId ?? player),
    scid: String(body.serviceConfigId).toLowerCase(),
    lines: lines.map(({ id, percentComplete }) => ({
      id: String(id),
      percent: Number(percentComplete),
    })),
    unknown: [
      ...Object.keys(body).filter((name) => !bodyMembers.includes(name)),
      ...lines.flatMap(Object.keys).filter((name) => !lineMembers.includes(name)),
    ],
  };
}

function objectIn(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Updates of one record, in order. */
function ofRecord(calls: readonly LoggedCall[]): readonly (readonly LoggedCall[])[] {
  return grouped(calls, (call) => {
    const update = updateOf(call);
    return update && `${update.owner} ${update.scid}`;
  });
}

/** Progress that was reported before. */
export const repeatedReport: LintRule = {
  id: 'repeated-report',
  severity: 'warning',
  advice:
    'Remember what was reported and answered, and report an achievement only when its progress rose; the same or a lower percent is ignored.',
  source: 'Updating Achievements: progress can only increase [D]',
  find: (calls) =>
    ofRecord(calls).flatMap((group) => {
      const known = new Map<string, number>();
      const needless: LoggedCall[] = [];
      for (const call of group) {
        const lines = updateOf(call)?.lines ?? [];
        const isKnown = lines.every(({ id, percent }) => percent <= (known.get(id) ?? -1));
        if (isKnown && isGood(call)) needless.push(call);
        if (!isGood(call)) continue;
        for (const { id, percent } of lines) {
          known.set(id, Math.max(percent, known.get(id) ?? 0));
        }
      }
      if (needless.length === 0) return [];
      const times = needless.length === 1 ? 'an update' : `${needless.length} updates`;
      return [{ message: `${times} with nothing that was not reported before`, calls: needless }];
    }),
};

/** Updates one by one. */
export const smallBatch: LintRule = {
  id: 'small-batch',
  severity: 'warning',
  advice: `Collect what happens within a second or two, and send it as one update: it takes up to ${reportsPerRequestMax} achievements and is recorded whole or not at all.`,
  source: 'trace analyzer of the SDK, batch frequency [T]; wire contract §5.1 [W]',
  find: (calls) =>
    ofRecord(calls)
      .flatMap((group) => runsWithin(group, batchGapMs))
      .filter((run) => run.length >= batchCallsMin && linesOf(run) <= reportsPerRequestMax)
      .map((run) => ({
        message: `${run.length} updates with ${linesOf(run)} achievements together within ${secondsOf(run)} s; one would do`,
        calls: run,
      })),
};

function linesOf(calls: readonly LoggedCall[]): number {
  return calls.reduce((sum, call) => sum + (updateOf(call)?.lines.length ?? 0), 0);
}

/** Steps of one achievement within a minute that are too many to be noticed by anyone. */
const stepsMin = 10;
const stepsWithinMs = 60_000;

/** Progress in tiny steps. */
export const tinySteps: LintRule = {
  id: 'tiny-steps',
  severity: 'advice',
  advice:
    'Report at steps that a player notices, such as every tenth, and when the game is paused or left. Nobody sees the ones between.',
  source: 'limits of Fine-Grained Rate Limiting [D]; the step [I]',
  find: (calls) =>
    ofRecord(calls).flatMap((group) =>
      [...byAchievement(group)].flatMap(([id, updates]) => {
        const last = updates.at(-1)?.atMs ?? 0;
        const steps = updates.filter(({ atMs }) => last - atMs <= stepsWithinMs);
        if (steps.length < stepsMin) return [];
        const message = `achievement ${id} was reported ${steps.length} times within ${secondsOf(steps)} s`;
        return [{ message, calls: steps }];
      }),
    ),
};

function byAchievement(calls: readonly LoggedCall[]): ReadonlyMap<string, LoggedCall[]> {
  const found = new Map<string, LoggedCall[]>();
  for (const call of calls) {
    for (const { id } of updateOf(call)?.lines ?? []) {
      const updates = found.get(id) ?? [];
      found.set(id, updates);
      updates.push(call);
    }
  }
  return found;
}

/** Members that nobody reads. */
export const unneededFields: LintRule = {
  id: 'unneeded-fields',
  severity: 'advice',
  advice: `Send only ${bodyMembers.join(', ')}, and for each achievement id and percentComplete; nothing else is read.`,
  source: 'body of an update, wire contract §5.1 [X]',
  find: (calls) => {
    const wordy = calls.filter((call) => (updateOf(call)?.unknown.length ?? 0) > 0);
    if (wordy.length === 0) return [];
    const names = new Set(wordy.flatMap((call) => updateOf(call)?.unknown ?? []));
    const message = `${wordy.length === 1 ? 'an update has' : `${wordy.length} updates have`} members that are not read: ${[...names].join(', ').slice(0, 200)}`;
    return [{ message, calls: wordy }];
  },
};

/** How soon after an update a list is read because of it. */
const readBackMs = 2_000;

/** Reads the list after every update. */
export const readAfterUpdate: LintRule = {
  id: 'read-after-update',
  severity: 'advice',
  advice:
    'The answer of an update says where each achievement stands, and the real-time event says it to every device; read the list at the start and after a resync.',
  source: "the client library's achievements manager [X]",
  find: (calls) =>
    grouped(calls, ({ shown }) =>
      ['achievements.update', 'achievements.list', 'achievements.detail'].includes(shown.operation)
        ? String(shown.player)
        : undefined,
    ).flatMap((group) => {
      const reads = group.filter((call, index) => {
        const before = group[index - 1];
        return (
          call.shown.method === 'GET' &&
          before?.shown.operation === 'achievements.update' &&
          isGood(before) &&
          call.atMs - before.atMs <= readBackMs
        );
      });
      if (reads.length < 3) return [];
      return [{ message: `${reads.length} reads right after an update`, calls: reads }];
    }),
};
