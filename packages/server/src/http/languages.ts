import { type Languages, parseAcceptLanguage } from '@laurel/domain';

/** At most this many headers are remembered as read, for each locale. */
const rememberedHeadersMax = 1024;

/** At most this many locales of tokens are remembered. */
const rememberedLocalesMax = 256;

/** Reads `Accept-Language` once for each text; equal texts give the same object. */
export function createLanguages(): (
  header: string | undefined,
  locale: string | null,
) => Languages {
  const byLocale = new Map<string | null, Map<string | undefined, Languages>>();
  return (header, locale) => {
    let remembered = byLocale.get(locale);
    if (remembered === undefined) {
      if (byLocale.size >= rememberedLocalesMax) byLocale.clear();
      remembered = new Map();
      byLocale.set(locale, remembered);
    }
    const known = remembered.get(header);
    if (known !== undefined) return known;
    const languages = [...parseAcceptLanguage(header), ...(locale === null ? [] : [locale])];
    if (remembered.size >= rememberedHeadersMax) remembered.clear();
    remembered.set(header, languages);
    return languages;
  };
}
