import {
  type AchievementId,
  achievementOf,
  type Rarity as RarityOfAchievement,
  rarityOf,
  type Sandbox,
  type Scid,
  type Title,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { RarityFigure, Store } from '../store/store.ts';

/** Names one title's players in one sandbox. */
export type RarityKey = { readonly sandbox: Sandbox; readonly scid: Scid };

/** How rare each achievement of a title is; what nobody has counted is absent. */
export type Figures = ReadonlyMap<AchievementId, RarityOfAchievement>;

/** Keeps the rarity figures in memory; the store counts them in the background. */
export type Rarity = {
  /** The same object until a figure of that title changes, so that caches may key on it. */
  figuresOf(key: RarityKey): Figures;
  /** Reads all figures from the store; at start, and after the store was emptied. */
  load(): Promise<void>;
  /** Counts the facts that came since the last time. @returns how many */
  fold(): Promise<number>;
  /**
   * Takes over recorded figures; they are not recounted.
   *
   * @param figures percentages of 0 to 100; rounded to two decimals
   * @throws {Refusal} `UnknownAchievement`
   */
  importFigures(
    of: { sandbox: Sandbox; title: Title },
    figures: readonly { achievementId: AchievementId; percentage: number }[],
  ): Promise<void>;
};

/** Facts that one transaction of a fold counts at most. */
const factsPerFoldMax = 2000;

/** Transactions of one fold at most; what is left waits for the next. */
const roundsMax = 500;

const noFigures: Figures = new Map();

/** Source: wire contract §4.6b [I]. */
export function createRarity({
  store,
  clock,
}: {
  store: Pick<Store, 'rarity'> & { readonly titles: Pick<Store['titles'], 'published'> };
  clock: Clock;
}): Rarity {
  const known = new Map<string, Figures>();

  async function refresh(key: RarityKey): Promise<void> {
    const read = figuresFrom(await store.rarity.of(key));
    const name = nameOf(key);
    if (!isSame(known.get(name) ?? noFigures, read)) known.set(name, read);
  }

  return {
    figuresOf: (key) => known.get(nameOf(key)) ?? noFigures,
    async load() {
      const published = await store.titles.published();
      const names = new Set(published.map(nameOf));
      for (const name of known.keys()) if (!names.has(name)) known.delete(name);
      for (const { sandbox, scid } of published) await refresh({ sandbox, scid });
    },
    async fold() {
      let total = 0;
      for (let round = 0; round < roundsMax; round += 1) {
        const { facts, titles } = await store.rarity.fold(factsPerFoldMax, clock.now());
        for (const title of titles) await refresh(title);
        total += facts;
        if (facts < factsPerFoldMax) break;
      }
      return total;
    },
    async importFigures({ sandbox, title }, figures) {
      const asOf = clock.now();
      const recorded = figures.map(({ achievementId, percentage }): RarityFigure => {
        achievementOf(title, achievementId);
        const rounded = Math.round(percentage * 100) / 100;
        return { achievementId, percentage: rounded, origin: 'Imported', asOf };
      });
      const key = { sandbox, scid: title.scid };
      await store.rarity.importFigures(key, recorded);
      await refresh(key);
    },
  };
}

function nameOf({ sandbox, scid }: RarityKey): string {
  return `${sandbox} ${scid}`;
}

function figuresFrom(stored: readonly RarityFigure[]): Figures {
  return new Map(
    stored.map(({ achievementId, percentage }) => [achievementId, rarityOf(percentage)]),
  );
}

function isSame(a: Figures, b: Figures): boolean {
  if (a.size !== b.size) return false;
  for (const [id, { percentage }] of a) if (b.get(id)?.percentage !== percentage) return false;
  return true;
}
