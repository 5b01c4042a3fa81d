import { type Languages, parseAcceptLanguage } from '@laurel/domain';
import { RecentMap } from '../recent-map.ts';

/** At most this many headers are remembered as read, for each locale. */
const rememberedHeadersMax = 1024;

/** At most this many locales of tokens are remembered. */
const rememberedLocalesMax = 256;

/** Reads `Accept-Language` once for each text; equal texts give the same object. */
export function createLanguages(): (
  header: string | undefined,
  locale: string | null,
) => Languages {
  const byLocale = new RecentMap<string | null, RecentMap<string | undefined, Languages>>(
    rememberedLocalesMax,
  );
  return (header, locale) => {
    let remembered = byLocale.get(locale);
    if (remembered === undefined) {
      remembered = new RecentMap(rememberedHeadersMax);
      byLocale.set(locale, remembered);
    }
    const known = remembered.get(header);
    if (known !== undefined) return known;
    const languages = [...parseAcceptLanguage(header), ...(locale === null ? [] : [locale])];
    remembered.set(header, languages);
    return languages;
  };
}
