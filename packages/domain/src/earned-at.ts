import { type Instant, instantFromMilliseconds, latest, millisecondsOf } from './instant.ts';

/** How far back a title may date what it reports: 30 days. */
export const earnedAtDaysMax = 30;

const dayMs = 86_400_000;

/**
 * When a report takes effect that says when it was earned: that moment, but no later than it was
 * received, no more than `earnedAtDaysMax` before that, and never before the player's last known
 * state in the title.
 *
 * @param said by the title, whose device may have any clock
 * @param lastKnownAt when the player last did something in the title; `never` when nothing is known
 */
export function earnedAtOf(
  said: Instant,
  { receivedAt, lastKnownAt }: { receivedAt: Instant; lastKnownAt: Instant },
): Instant {
  if (said >= receivedAt) return receivedAt;
  const firstMs = millisecondsOf(receivedAt) - earnedAtDaysMax * dayMs;
  const clamped = latest(latest(said, instantFromMilliseconds(firstMs)), lastKnownAt);
  return clamped > receivedAt ? receivedAt : clamped;
}
