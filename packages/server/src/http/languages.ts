import { type Languages, parseAcceptLanguage } from '@laurel/domain';

/** At most this many headers are remembered as read. */
const rememberedLanguagesMax = 4096;

/** Reads `Accept-Language` once for each text; equal texts give the same object. */
export function createLanguages(): (
  header: string | undefined,
  locale: string | null,
) => Languages {
  const remembered = new Map<string, Languages>();
  return (header, locale) => {
    const key = `${header ?? ''}|${locale ?? ''}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const languages = [...parseAcceptLanguage(header), ...(locale === null ? [] : [locale])];
    if (remembered.size >= rememberedLanguagesMax) remembered.clear();
    remembered.set(key, languages);
    return languages;
  };
}
