import type { Entry } from '@laurel/client/outbox';
import { earnedAtOf, instant, latest, never } from '@laurel/domain';
import { unlockKey } from './listener.ts';
import type { LedgerFact, StoryEnd } from './play.ts';
import { unknownId } from './story-plan.ts';

/** @returns what a story's end is against the promises; nothing when all of them hold */
export function problemsOf(end: StoryEnd): readonly string[] {
  return [
    ...outboxProblems(end),
    ...end.accepted.flatMap((entry) => acceptedProblems(end, entry)),
    ...end.players.flatMap((xuid) => factProblems(end, xuid)),
  ];
}

function outboxProblems({ summary, problems }: StoryEnd): readonly string[] {
  return [
    ...(summary.pending > 0 ? [`${summary.pending} reports still wait though all is well`] : []),
    ...(summary.damaged > 0 ? [`${summary.damaged} pieces of the outbox are damaged`] : []),
    ...problems.map((problem) => `the outbox told of a problem: ${problem}`),
  ];
}

/** What was accepted is on the server, or is listed as rejected with a reason. */
function acceptedProblems(end: StoryEnd, accepted: Entry): readonly string[] {
  const entry = fateOf(end, accepted);
  const what = `${accepted.achievementId} at ${accepted.percent} % of ${accepted.xuid}`;
  if (entry === undefined) return [`${what} was accepted and is nowhere`];
  if (accepted.achievementId === unknownId) {
    const isRejected = entry.state === 'Rejected' && entry.reason?.code === 'http_404';
    return isRejected ? [] : [`${what} is ${entry.state}, though nobody has it`];
  }
  if (entry.state !== 'Delivered') {
    return [`${what} is ${entry.state}: ${entry.reason?.message ?? 'no reason'}`];
  }
  const reached = percentOn(end, accepted);
  return reached >= accepted.percent
    ? []
    : [`${what} is Delivered, but the server has ${reached} %`];
}

/** Follows what superseded it to what came of that. */
function fateOf({ entries }: StoryEnd, { id }: Entry): Entry | undefined {
  let entry = entries.find((one) => one.id === id);
  while (entry?.state === 'Superseded') {
    const { by } = entry;
    entry = entries.find((one) => one.id === by);
  }
  return entry;
}

function percentOn({ facts }: StoryEnd, { xuid, achievementId }: Entry): number {
  const own = (facts.get(xuid) ?? []).filter((fact) => fact.achievementId === achievementId);
  return Math.max(0, ...own.map(({ percent }) => percent));
}

function factProblems(end: StoryEnd, xuid: string): readonly string[] {
  const facts = end.facts.get(xuid) ?? [];
  const unlocked = facts.filter(({ kind }) => kind === 'Unlocked');
  const ids = unlocked.map(({ achievementId }) => achievementId);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...twice.map((id) => `${id} of ${xuid} was unlocked more than once`),
    ...facts.flatMap((fact) => inventedProblems(end, xuid, fact)),
    ...unlocked.flatMap((fact) => timeProblems(end, { xuid, fact, facts })),
    ...unlocked.flatMap((fact) => announcementProblems(end, xuid, fact)),
  ];
}

/** Nothing is on the server that nobody reported. */
function inventedProblems({ made }: StoryEnd, xuid: string, fact: LedgerFact): readonly string[] {
  const isMade = made.some(
    (report) =>
      report.xuid === xuid &&
      report.id === fact.achievementId &&
      report.percentComplete === fact.percent,
  );
  return isMade ? [] : [`${fact.achievementId} of ${xuid} at ${fact.percent} % was never reported`];
}

/** The unlock time is the earned time, clamped as documented. */
function timeProblems(
  { entries }: StoryEnd,
  { xuid, fact, facts }: { xuid: string; fact: LedgerFact; facts: readonly LedgerFact[] },
): readonly string[] {
  const lastKnownAt = facts
    .filter(({ recordVersion }) => recordVersion < fact.recordVersion)
    .reduce((known, { earnedAt }) => latest(known, instant(earnedAt)), never);
  const receivedAt = instant(fact.receivedAt);
  const expected = entries
    .filter((entry) => entry.xuid === xuid && entry.achievementId === fact.achievementId)
    .filter(({ percent }) => percent === 100)
    .map(({ earnedAt }) => earnedAtOf(instant(earnedAt), { receivedAt, lastKnownAt }));
  if (expected.some((earnedAt) => earnedAt === fact.earnedAt)) return [];
  return [
    `${fact.achievementId} of ${xuid} was unlocked at ${fact.earnedAt}, not ${expected.join(' or ')}`,
  ];
}

/**
 * A title is told of an unlock once, whatever was killed or cut; the announcement itself comes at
 * most once, and is missing only where its server was killed or its time has passed.
 */
function announcementProblems(
  { heard, told, mayMissAnnouncements }: StoryEnd,
  xuid: string,
  { achievementId }: LedgerFact,
): readonly string[] {
  const key = unlockKey(xuid, achievementId);
  const [announced, known] = [heard.get(key) ?? 0, told.get(key) ?? 0];
  const isAnnounced = announced === 1 || (announced === 0 && mayMissAnnouncements);
  return [
    ...(isAnnounced ? [] : [`${achievementId} of ${xuid} was announced ${announced} times`]),
    ...(known === 1 ? [] : [`a title of ${xuid} was told of ${achievementId} ${known} times`]),
  ];
}
