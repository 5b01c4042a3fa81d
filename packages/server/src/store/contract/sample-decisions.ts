import {
  type AchievementId,
  achievementId,
  emptyRecord,
  grant,
  type Instant,
  instant,
  type PlayerRecord,
  type Report,
  reportProgress,
  reset,
  retail,
  revoke,
  scid,
  type Totals,
  totalsAfter,
  totalsOf,
  xuid,
} from '@laurel/domain';
import { sampleAchievement, sampleTitle } from '@laurel/domain/sample-title';
import type { RecordKey, Verdict } from '../store.ts';

/** What `advance` asks. */
export type Decide = (before: PlayerRecord | undefined, totals: Totals) => Verdict;

export const noon = instant('2026-03-01T12:00:00.1234567Z');
export const later = instant('2026-03-01T13:00:00.0000001Z');

export const alice = xuid('2533274800000001');
export const bob = xuid('2533274800000002');
export const carol = xuid('2533274800000003');

/** Ids as numbers and as text, near and far. */
export const achievementIds = ['1', '2', '3', '70000', 'finale'].map(achievementId);

/** The title of every sample decision: its achievements are worth 10, 20, 30, 40 and 50. */
export const title = sampleTitle({
  achievements: achievementIds.map((id, index) =>
    sampleAchievement(id, { gamerscore: 10 * (index + 1) }),
  ),
});

export const otherScid = scid('11111111-2222-3333-4444-555555555555');

/** Alice's record of the title, changed where the test says. */
export function sampleKey(part: Partial<RecordKey> = {}): RecordKey {
  return { sandbox: retail, xuid: alice, scid: title.scid, ...part };
}

/** The title reports, each achievement with its percent. */
export function reporting(percents: Readonly<Record<string, number>>, at = noon): Decide {
  const reports = Object.entries(percents).map(
    ([id, percent]): Report => ({ achievementId: achievementId(id), percent }),
  );
  const occasion = { earnedAt: at, receivedAt: at, source: 'Title' } as const;
  return (before, totals) => {
    const decision = reportProgress(title, before ?? emptyRecord(at), { reports, occasion });
    return { ...decision, totals: totalsAfter(title, totals, decision.facts) };
  };
}

/** Support grants an achievement. */
export function granting(id: string, at = noon): Decide {
  return bySupport(at, (before, about) => grant(title, before, about(achievementId(id))));
}

/** Enforcement takes an achievement away; refused where it is not unlocked. */
export function revoking(id: string, at = noon): Decide {
  return bySupport(at, (before, about) => revoke(title, before, about(achievementId(id))));
}

/** Support forgets what the player has. */
export function resetting(at = noon): Decide {
  return bySupport(at, (before) =>
    reset(title, before, { earnedAt: at, receivedAt: at, source: 'Support' }),
  );
}

type About = (id: AchievementId) => Parameters<typeof grant>[2];

function bySupport(
  at: Instant,
  decide: (before: PlayerRecord, about: About) => Pick<Verdict, 'record' | 'facts'>,
): Decide {
  const about: About = (id) => ({
    achievementId: id,
    occasion: { earnedAt: at, receivedAt: at, source: 'Support', reason: 'ticket 7 – “lost”' },
  });
  return (before) => {
    const decision = decide(before ?? emptyRecord(at), about);
    return { ...decision, totals: totalsOf(title, decision.record) };
  };
}

/** Changes nothing. */
export function keeping(): Decide {
  return (before, totals) => ({ record: before ?? emptyRecord(noon), facts: [], totals });
}

/** A record as plain values, so that two can be compared whatever holds their entries. */
export function plain({ progress, stats, revoked, lastPlayedAt }: PlayerRecord): unknown {
  return { progress: [...progress], stats: [...stats], revoked: [...revoked], lastPlayedAt };
}
