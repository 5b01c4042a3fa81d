import { type Languages, localesOf, preferredLocales, type Title } from '@laurel/domain';

/** Locales to try for each string of a title, best first. Source: wire contract §8. */
export function localesFor(title: Title, languages: Languages): readonly string[] {
  const offered = localesOf(title);
  return preferredLocales(languages, { offered, fallback: title.defaultLocale });
}
