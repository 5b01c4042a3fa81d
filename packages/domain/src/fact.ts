import type { AchievementId } from './ids.ts';
import type { Instant } from './instant.ts';

/** Who made a fact true. */
export type FactSource = 'Title' | 'TitleServer' | 'Event' | 'Support' | 'Import';

/**
 * Something that became true about one player's achievement and was committed with the record.
 * Facts are the ledger; whatever is told to others is read from them.
 */
export type Fact = {
  readonly kind: 'Progressed' | 'Unlocked' | 'Granted' | 'Revoked' | 'Restored' | 'Reset';
  /** `null` only for a reset of the whole title. */
  readonly achievementId: AchievementId | null;
  readonly percent: number;
  /** When the player did it. */
  readonly earnedAt: Instant;
  /** When this instance was told. */
  readonly receivedAt: Instant;
  readonly source: FactSource;
  /** The version of the title's configuration that decided it. */
  readonly titleVersion: number;
  /** Why, in support's words. */
  readonly reason?: string;
};

/** Why the ledger holds an unlock that a change of rules made for what was done long before. */
export const backfillReason = 'backfill';

/**
 * Whether the player made an unlock by playing, here or elsewhere: support did not give it, nor a
 * change of rules. Only such unlocks are in feeds.
 */
export function isPlayed({
  kind,
  source,
  reason,
}: Pick<Fact, 'kind' | 'source' | 'reason'>): boolean {
  return kind === 'Unlocked' && source !== 'Support' && reason !== backfillReason;
}

/**
 * Whether a fact is announced to the player: an unlock that was made here. What was taken over from
 * elsewhere belongs to the player's history and is no news.
 */
export function isNews({ kind, source }: Pick<Fact, 'kind' | 'source'>): boolean {
  return kind === 'Unlocked' && source !== 'Support' && source !== 'Import';
}
