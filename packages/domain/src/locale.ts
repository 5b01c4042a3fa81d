import type { LocalizedText, Title } from './title.ts';

/** Language tags a reader prefers, best first. */
export type Languages = readonly string[];

/** At most this many tags of a header count; a browser sends fewer than ten. */
const tagsMax = 32;

/**
 * Reads an `Accept-Language` header: best quality first, ties in the order sent. What can't be
 * understood is skipped: a malformed header never fails a call.
 *
 * Source: wire contract §8 [D][X][I].
 */
export function parseAcceptLanguage(header: string | undefined): Languages {
  if (header === undefined) return [];
  const ranked: { tag: string; quality: number }[] = [];
  for (const part of header.split(',').slice(0, tagsMax)) {
    const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const quality = qualityOf(parameters);
    if (/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) && quality > 0) {
      ranked.push({ tag, quality });
    }
  }
  return ranked.sort((a, b) => b.quality - a.quality).map(({ tag }) => tag);
}

function qualityOf(parameters: readonly string[]): number {
  const text = parameters.find((parameter) => /^q\s*=/i.test(parameter));
  if (text === undefined) return 1;
  const quality = Number(text.slice(text.indexOf('=') + 1));
  return Number.isNaN(quality) ? 0 : Math.min(1, quality);
}

/**
 * Which of the locales on offer to try, in order, for a reader: each wanted tag as it stands, then
 * with its subtags cut one by one (`zh-Hant-TW`, `zh-Hant`, `zh`), then the default. A bare
 * language also takes its regions (`en` takes `en-US`), but not another script.
 *
 * @param offered locales a text may have, in any case
 * @returns locales out of `offered`, without repeats
 *
 * Source: wire contract §8 [D][I].
 */
export function preferredLocales(
  wanted: Languages,
  { offered, fallback }: { offered: Iterable<string>; fallback: string },
): readonly string[] {
  const byLowerCase = new Map<string, string>();
  for (const locale of offered) byLowerCase.set(locale.toLowerCase(), locale);
  const preferred = new Set<string>();
  for (const tag of wanted) {
    const subtags = tag.toLowerCase().split('-');
    for (let count = subtags.length; count > 0; count -= 1) {
      const known = byLowerCase.get(subtags.slice(0, count).join('-'));
      if (known !== undefined) preferred.add(known);
    }
    if (subtags.length === 1)
      for (const locale of regionsOf(tag, byLowerCase)) preferred.add(locale);
  }
  preferred.add(fallback);
  return [...preferred];
}

function regionsOf(language: string, offered: ReadonlyMap<string, string>): readonly string[] {
  const form = new RegExp(`^${language.toLowerCase()}-([a-z]{2}|[0-9]{3})$`);
  return [...offered].filter(([lower]) => form.test(lower)).map(([, locale]) => locale);
}

/**
 * Picks one string: the first of the preferred locales that it has. Each string falls back alone.
 */
export function localize(text: LocalizedText, locales: readonly string[]): string {
  for (const locale of locales) {
    const found = text[locale];
    if (found !== undefined) return found;
  }
  return Object.values(text)[0] ?? '';
}

const offeredByTitle = new WeakMap<Title, readonly string[]>();

/** @returns every locale that any of the title's strings has */
export function localesOf(title: Title): readonly string[] {
  const known = offeredByTitle.get(title);
  if (known !== undefined) return known;
  const locales = new Set([title.defaultLocale]);
  const addAll = (text: LocalizedText | null) => {
    for (const locale of Object.keys(text ?? {})) locales.add(locale);
  };
  addAll(title.name);
  for (const { name, description, lockedDescription, rewards } of title.achievements) {
    for (const text of [name, description, lockedDescription]) addAll(text);
    for (const reward of rewards)
      for (const text of [reward.name, reward.description]) addAll(text);
  }
  offeredByTitle.set(title, [...locales]);
  return [...locales];
}
