import type { schema } from '@laurel/contract';
import {
  type Languages,
  localesOf,
  localize,
  never,
  type Page,
  preferredLocales,
  type Title,
} from '@laurel/domain';
import type { z } from 'zod';
import type { PlayedTitleSummary } from '../../services/title-history.ts';
import { presentPaging } from './page.ts';
import type { RarityFigures } from './views.ts';

/** Shows played titles to contract versions 2 and 4. Source: wire contract §2.7 [C]. */
export function presentHistory(
  page: Page<PlayedTitleSummary>,
  { languages }: { languages: Languages },
): z.output<typeof schema.TitleHistory> {
  return {
    titles: page.items.map(({ title, totals, possible }) => ({
      lastUnlock: totals.lastUnlock,
      titleId: title.titleId,
      titleVersion: `${title.version}.0.0.0`,
      serviceConfigId: title.scid,
      titleType: title.titleType,
      platform: title.platforms[0] ?? '',
      name: titleName(title, languages),
      earnedAchievements: totals.earned,
      currentGamerscore: totals.gamerscore,
      maxGamerscore: possible.gamerscore,
    })),
    pagingInfo: presentPaging(page),
  };
}

/**
 * Shows played titles to contract versions 0, 1, 3 and 5. A modern title, which only 3 shows, has
 * no legacy type or platforms of its own.
 *
 * @param rarityOf figures for `rareUnlocks`; `null` for a version without them
 *
 * Source: wire contract §2.7 [C].
 */
export function presentLegacyHistory(
  page: Page<PlayedTitleSummary>,
  {
    languages,
    rarityOf,
  }: { languages: Languages; rarityOf: ((title: Title) => RarityFigures) | null },
): z.output<typeof schema.LegacyTitleHistory> {
  const newest = page.items.reduce<string>(
    (at, one) => (one.lastPlayedAt > at ? one.lastPlayedAt : at),
    never,
  );
  return {
    titles: page.items.map((summary) => ({
      lastPlayed: summary.lastPlayedAt,
      currentAchievements: summary.totals.earned,
      currentGamerscore: summary.totals.gamerscore,
      sequence: summary.version,
      titleId: summary.title.titleId,
      titleType: summary.title.legacy?.titleType ?? 1,
      platforms: [...(summary.title.legacy?.platforms ?? [])],
      name: titleName(summary.title, languages),
      totalAchievements: summary.possible.achievements,
      totalGamerscore: summary.possible.gamerscore,
      ...(rarityOf && { rareUnlocks: rareUnlocksOf(summary, rarityOf(summary.title)) }),
    })),
    pagingInfo: presentPaging(page),
    version: newest,
  };
}

/** How many of each rarity the player has; `Rare` is the rarest there is. */
function rareUnlocksOf(
  { record }: PlayedTitleSummary,
  figures: RarityFigures,
): { rarityCategory: string; numUnlocks: number; isRarestCategory: boolean }[] {
  const counts = new Map<string, number>();
  for (const [id, progress] of record.progress) {
    if (progress.state !== 'Achieved' || record.revoked.has(id)) continue;
    const category = figures.get(id)?.category ?? 'Unset';
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const rarest = ['Rare', 'Common', 'Unset'].find((category) => counts.has(category));
  return [...counts].map(([rarityCategory, numUnlocks]) => ({
    rarityCategory,
    numUnlocks,
    isRarestCategory: rarityCategory === rarest,
  }));
}

function titleName(title: Title, languages: Languages): string {
  const offered = localesOf(title);
  return localize(
    title.name,
    preferredLocales(languages, { offered, fallback: title.defaultLocale }),
  );
}
