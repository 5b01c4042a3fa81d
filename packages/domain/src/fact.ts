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

/** Whether the player made an unlock by playing, here or elsewhere; support did not give it. */
export function isPlayed({ kind, source }: Pick<Fact, 'kind' | 'source'>): boolean {
  return kind === 'Unlocked' && source !== 'Support';
}

/**
 * Whether a fact is news: an unlock that was played here. What was taken over from elsewhere
 * belongs to the player's history, and is announced to nobody.
 */
export function isNews(fact: Pick<Fact, 'kind' | 'source'>): boolean {
  return isPlayed(fact) && fact.source !== 'Import';
}
