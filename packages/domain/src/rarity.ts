/** How rare an achievement is. `Unset`: nobody has counted. Source: wire contract §4.6b [X]. */
export type RarityCategory = 'Common' | 'Rare' | 'Unset';

/** How many of a title's players have an achievement. */
export type Rarity = {
  readonly category: RarityCategory;
  /** 0 to 100, two decimals. */
  readonly percentage: number;
};

/** Before anyone has counted. */
export const unknownRarity: Rarity = { category: 'Unset', percentage: 0 };

/** Rare below this many hundredths of a percent: 10.9 when rounded to one decimal. */
const commonFromHundredths = 1095;

/**
 * The rarity of an achievement that a share of the players has: `Rare` when the percentage rounded
 * to one decimal is at most 10.9.
 *
 * @param percentage 0 to 100, two decimals; `null` when it is not known
 *
 * Source: wire contract §4.6, S16 [X][C][I].
 */
export function rarityOf(percentage: number | null): Rarity {
  if (percentage === null) return unknownRarity;
  const isRare = Math.round(percentage * 100) < commonFromHundredths;
  return { category: isRare ? 'Rare' : 'Common', percentage };
}

/**
 * The share of a title's players who unlocked an achievement, rounded half up to two decimals.
 *
 * @param count whole numbers; `unlocks` above `players` count as all of them
 * @returns 0 to 100, `null` without players
 *
 * Source: wire contract §4.6b [X][I].
 */
export function unlockPercentage(count: { unlocks: number; players: number }): number | null {
  const { unlocks, players } = count;
  if (players <= 0) return null;
  const share = Math.min(unlocks, players);
  return Math.floor((share * 20_000 + players) / (players * 2)) / 100;
}
