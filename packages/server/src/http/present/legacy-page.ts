import type { schema } from '@laurel/contract';
import {
  type Languages,
  type Listed,
  localesOf,
  never,
  type Page,
  preferredLocales,
  type Title,
} from '@laurel/domain';
import type { z } from 'zod';
import { presentLegacyAchievement } from './legacy-achievement.ts';
import { presentPaging } from './page.ts';
import type { RarityFigures } from './views.ts';

/**
 * Shows a page of Xbox 360 achievements. `version` is the zero date, as recorded answers have it.
 *
 * @param rarityOf figures of a title; `null` for a contract version without rarity
 *
 * Source: wire contract §2.8 [C].
 */
export function presentLegacyPage(
  page: Page<Listed>,
  {
    languages,
    rarityOf,
  }: { languages: Languages; rarityOf: ((title: Title) => RarityFigures) | null },
): z.output<typeof schema.LegacyAchievementsPage> {
  return {
    achievements: page.items.map(({ title, achievement, progress, record }) => {
      const offered = localesOf(title);
      const locales = preferredLocales(languages, { offered, fallback: title.defaultLocale });
      const view = { title, locales, rarity: rarityOf?.(title) ?? null };
      const isRevoked = record.revoked.has(achievement.id);
      return presentLegacyAchievement(view, achievement, { progress, isRevoked });
    }),
    version: never,
    pagingInfo: presentPaging(page),
  };
}
