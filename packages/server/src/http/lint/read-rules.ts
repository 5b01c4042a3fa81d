import type { LoggedCall } from '../calls/logged-call.ts';
import { callerOf, grouped, isGood, type LintRule, runsWithin, secondsOf } from './lint-rule.ts';

/** Reads at a steady pace from which it is polling, and how steady. Source: [I] after [T]. */
const pollsMin = 4;
const pollEveryMs = { min: 1_000, max: 10 * 60_000 };
const steadiness = 0.1;

/** The same read at a steady pace. */
export const polling: LintRule = {
  id: 'polling',
  severity: 'warning',
  advice:
    'Subscribe to the real-time resource instead: progress, unlocks, stats and friends are told when they change, and a resync says when to read again.',
  source: 'trace analyzer of the SDK, polling detection [T]; wire contract §6.4 [X]',
  find: (calls) =>
    grouped(calls, sameRead).flatMap((group) => {
      const gaps = group.slice(1).map(({ atMs }, index) => atMs - (group[index]?.atMs ?? 0));
      const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
      if (group.length < pollsMin || mean < pollEveryMs.min || mean > pollEveryMs.max) return [];
      if (gaps.some((gap) => Math.abs(gap - mean) > mean * steadiness)) return [];
      const message = `${group[0]?.shown.operation} is read every ${(mean / 1000).toFixed(1).replace('.0', '')} s, ${group.length} times`;
      return [{ message, calls: group }];
    }),
};

/** What was read is good for at least this long. Source: trace analyzer, 5000 ms [T]. */
const repeatMs = 5_000;

/** The same read again, with the same answer. */
export const repeatedRead: LintRule = {
  id: 'repeated-read',
  severity: 'warning',
  advice:
    'Keep what was read for as long as it is shown, and share it between the screens; read again after an update of your own or when a real-time event says so.',
  source: 'trace analyzer of the SDK, repeated calls [T]',
  find: (calls) =>
    grouped(calls, (call) => (isGood(call) ? sameRead(call) : undefined)).flatMap((group) => {
      const again = group.filter((call, index) => {
        const before = group[index - 1];
        return (
          before !== undefined &&
          call.atMs - before.atMs < repeatMs &&
          call.answerDigest === before.answerDigest
        );
      });
      if (again.length === 0) return [];
      const times = again.length === 1 ? 'once more' : `${again.length} times more`;
      const message = `${again[0]?.shown.operation} was read ${times} within ${repeatMs / 1000} s, and nothing had changed`;
      return [{ message, calls: again }];
    }),
};

function sameRead(call: LoggedCall): string | undefined {
  const { method, host, path } = call.shown;
  if (method !== 'GET' || host === 'rta') return undefined;
  return `${callerOf(call)} ${host} ${path}`;
}

/** Operations about one thing, and what is asked for many. */
const batches: Readonly<Record<string, string>> = {
  'profile.one': 'POST /users/batch/profile/settings with many userIds',
  'userstats.some': 'POST /batch with many players and stats',
  'privacy.validate': 'POST …/permission/validate with many players and permissions',
  'achievements.detail': 'the list of the title, which holds every detail',
  'social.person': 'POST …/people/xuids with many players',
  'events.send': 'one POST with up to 1000 events',
};

/** How far apart such calls may be. Source: trace analyzer, 2000 ms [T]. */
const batchGapMs = 2_000;
const batchCallsMin = 4;

/** Many calls where one asks for all. */
export const oneByOne: LintRule = {
  id: 'one-by-one',
  severity: 'warning',
  advice: 'Ask for all of them in one call; each call costs a round trip and counts.',
  source: 'trace analyzer of the SDK, small batches [T]',
  find: (calls) =>
    grouped(calls, (call) =>
      batches[call.shown.operation] === undefined
        ? undefined
        : `${call.shown.operation} ${callerOf(call)}`,
    )
      .flatMap((group) => runsWithin(group, batchGapMs))
      .filter((run) => run.length >= batchCallsMin)
      .map((run) => {
        const operation = run[0]?.shown.operation ?? '';
        const message = `${run.length} calls of ${operation} within ${secondsOf(run)} s; one would do: ${batches[operation]}`;
        return { message, calls: run };
      }),
};

/** Pages below this are small for a whole list. Source: the client library reads 100 [X]. */
const pageMin = 100;

/** A list in many small pages. */
export const smallPages: LintRule = {
  id: 'small-pages',
  severity: 'advice',
  advice: `Ask for maxItems=${pageMin} or more; without it a page has 32.`,
  source: 'query parameters of the list [D]; the client library asks for 100 [X]',
  find: (calls) =>
    grouped(calls, (call) => {
      const { operation, path } = call.shown;
      if (operation !== 'achievements.list' || !isContinued(path)) return undefined;
      return pageSizeOf(path) < pageMin ? `${callerOf(call)} ${path.split('?')[0]}` : undefined;
    })
      .filter((group) => group.length >= 3)
      .map((group) => ({
        message: `a list was continued ${group.length} times with pages of ${pageSizeOf(group[0]?.shown.path ?? '')}`,
        calls: group,
      })),
};

function isContinued(path: string): boolean {
  return /[?&](continuationtoken|skipitems)=[^&]/i.test(path);
}

function pageSizeOf(path: string): number {
  return Number(/[?&]maxitems=(\d+)/i.exec(path)?.[1] ?? 32);
}

/** Calls to the achievements host without a version. */
export const missingVersion: LintRule = {
  id: 'missing-contract-version',
  severity: 'warning',
  advice:
    'Send x-xbl-contract-version: 2 (4 with rarity). Without it the answer is the one for Xbox 360 titles, which looks empty for others.',
  source: 'required header x-xbl-contract-version [D]; version 1 without it [C]',
  find: (calls) =>
    all(calls, ({ shown }) =>
      shown.host === 'achievements' && shown.headers['x-xbl-contract-version'] === undefined
        ? 'without x-xbl-contract-version'
        : undefined,
    ),
};

/** Operations whose answers are in a language. */
const spoken: ReadonlySet<string> = new Set([
  'achievements.list',
  'achievements.detail',
  'achievements.titleAchievements',
  'titlehub.decorated',
  'titlehub.plain',
  'titlehub.batch',
]);

/** Reads of texts without a language. */
export const missingLanguage: LintRule = {
  id: 'missing-language',
  severity: 'advice',
  advice:
    "Send Accept-Language with the player's languages; without it names and descriptions come in the token's or the title's own language.",
  source: 'header Accept-Language [D]; the title hub requires it [C]',
  find: (calls) =>
    all(calls, ({ shown }) =>
      spoken.has(shown.operation) && namesNoLanguage(shown.headers['accept-language'])
        ? 'without Accept-Language'
        : undefined,
    ),
};

/** A star names none; it is what some clients send where nobody chose one. */
function namesNoLanguage(header: string | undefined): boolean {
  return header === undefined || header.trim() === '*';
}

/** One match for all calls of an operation that lack the same. */
function all(calls: readonly LoggedCall[], lackOf: (call: LoggedCall) => string | undefined) {
  return grouped(calls, (call) => lackOf(call) && call.shown.operation).map((group) => {
    const [first] = group;
    const lack = first === undefined ? '' : lackOf(first);
    const count = group.length === 1 ? 'a call' : `${group.length} calls`;
    return { message: `${count} of ${first?.shown.operation} ${lack}`, calls: group };
  });
}
