import type { Title } from '@laurel/domain';

/** What a contract version shows. */
export type Projection = {
  /** Titles of this generation; those of the other are left out, not refused. */
  readonly generation: Title['generation'];
  readonly hasRarity: boolean;
};

/**
 * The version table of the lists: 2 and 4 show modern titles, all others Xbox 360 titles; 3 and 4
 * carry rarity. A version for the other generation looks like "no achievements", which clients
 * rely on.
 *
 * Source: wire contract §2.3 [C].
 */
export function projectionOf(contractVersion: number): Projection {
  const generation = contractVersion === 2 || contractVersion === 4 ? 'Modern' : 'Xbox360';
  return { generation, hasRarity: contractVersion === 3 || contractVersion === 4 };
}
