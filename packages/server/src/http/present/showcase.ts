import {
  type Achievement,
  type Languages,
  localesOf,
  localize,
  preferredLocales,
  type Title,
  withholdSecret,
} from '@laurel/domain';
import { secretIconPath } from './achievement.ts';

/** What a development instance shows of its titles to whoever opens its start page. */
export type Showcase = {
  readonly titles: readonly ShownTitle[];
};

type ShownTitle = {
  readonly titleId: number;
  readonly name: string;
  readonly picture: string | null;
  /** An achievement that can be reported; `null` where events unlock them. */
  readonly achievementId: string | null;
  readonly locales: readonly string[];
  readonly achievements: readonly ShownAchievement[];
};

type ShownAchievement = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly picture: string | null;
  readonly gamerscore: number;
  readonly set: string;
  readonly isSecret: boolean;
};

/** Shows titles as someone sees them who has unlocked nothing: what is secret stays so. */
export function presentShowcase(titles: readonly Title[], languages: Languages): Showcase {
  return { titles: titles.filter(({ retired }) => !retired).map((one) => shown(one, languages)) };
}

function shown(title: Title, languages: Languages): ShownTitle {
  const offered = localesOf(title);
  const locales = preferredLocales(languages, { offered, fallback: title.defaultLocale });
  const inPlay = title.achievements.filter(({ archived }) => !archived);
  const isReported = title.system === 'TitleManaged' && title.generation === 'Modern';
  return {
    titleId: title.titleId,
    name: localize(title.name, locales),
    picture: title.displayImage,
    achievementId: isReported ? (inPlay[0]?.id ?? null) : null,
    locales: offered,
    achievements: inPlay.map((one) => shownAchievement(one, { languages, locales })),
  };
}

function shownAchievement(
  achievement: Achievement,
  { languages, locales }: { languages: Languages; locales: readonly string[] },
): ShownAchievement {
  const { id, gamerscore, set, secret } = achievement;
  const seen = secret
    ? withholdSecret(achievement, { languages, placeholderUrl: secretIconPath })
    : achievement;
  return {
    id,
    name: localize(seen.name, locales),
    description: localize(seen.lockedDescription, locales),
    picture: seen.mediaAssets.find(({ type }) => type === 'Icon')?.url ?? null,
    gamerscore,
    set,
    isSecret: secret,
  };
}
