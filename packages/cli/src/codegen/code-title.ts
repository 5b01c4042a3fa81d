import type { Achievement, LocalizedText, Title } from '@laurel/domain';

/** A title as constants tell of it: every text is safe to stand in a comment of one line. */
export type CodeTitle = {
  readonly name: string;
  readonly titleId: number;
  readonly scid: string;
  readonly achievements: readonly CodeAchievement[];
};

/** One constant. `words` are ASCII letters and digits, and unlike those of every other one. */
export type CodeAchievement = {
  /** Digits. */
  readonly id: string;
  readonly words: readonly string[];
  readonly comment: string;
};

/** Names that mean something else in one of the languages, or in the files that are made. */
const reserved: ReadonlySet<string> = new Set(
  `achievement achievements achievementid titleid scid all value equals tostring gethashcode gettype
   referenceequals finalize memberwiseclone constructor prototype proto null true false none self ok
   failed pi tau inf nan void class default new delete this super`.split(/\s+/),
);

/** Reads what constants are made of. Archived achievements have none: nobody reports them. */
export function codeTitle(title: Title): CodeTitle {
  const { defaultLocale } = title;
  const taken = new Set<string>();
  return {
    name: commentText(textIn(title.name, defaultLocale)),
    titleId: title.titleId,
    scid: title.scid,
    achievements: title.achievements
      .filter(({ archived }) => !archived)
      .map((achievement) => codeAchievement(achievement, { defaultLocale, taken })),
  };
}

function codeAchievement(
  { id, name, lockedDescription, gamerscore, secret }: Achievement,
  { defaultLocale, taken }: { defaultLocale: string; taken: Set<string> },
): CodeAchievement {
  const words = freeWords(wordsOf(name, defaultLocale), id, taken);
  const hint = secret ? 'secret' : commentText(textIn(lockedDescription, defaultLocale));
  const comment = commentText(`${textIn(name, defaultLocale)} (${gamerscore} G): ${hint}`);
  return { id, words, comment };
}

/** In the default locale; in English where that has no letters an identifier may hold. */
function wordsOf(name: LocalizedText, defaultLocale: string): readonly string[] {
  const english = Object.keys(name).filter((locale) => /^en\b/i.test(locale));
  for (const locale of [defaultLocale, ...english]) {
    const words = asciiWords(textIn(name, locale));
    if (words.length > 0 && /^[a-z]/i.test(words[0] ?? '')) return words;
    if (words.length > 0) return ['Achievement', ...words];
  }
  return [];
}

function asciiWords(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f'’]/g, '');
  return (plain.match(/[A-Za-z0-9]+/g) ?? []).slice(0, wordsMax).map((word) => word.toLowerCase());
}

/** Longer names are cut. */
const wordsMax = 8;

function freeWords(words: readonly string[], id: string, taken: Set<string>): readonly string[] {
  let free = words.length === 0 ? ['achievement', id] : words;
  while (taken.has(free.join('')) || reserved.has(free.join(''))) free = [...free, 'id', id];
  taken.add(free.join(''));
  return free.map((word) => word.toLowerCase());
}

function textIn(text: LocalizedText, locale: string): string {
  return text[locale] ?? Object.values(text)[0] ?? '';
}

/** How much of a text a comment tells. */
const commentCharactersMax = 160;

/**
 * Makes text fit for a comment of one line, whatever it holds: nothing ends the comment, goes on
 * in the next line, or turns around how the code reads.
 */
function commentText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replaceAll('\\', '/')
    .replaceAll('??/', '? ?/')
    .replace(/\s+/g, ' ')
    .slice(0, commentCharactersMax)
    .trim();
}

/** @returns `FirstLight` */
export function pascalCase(words: readonly string[]): string {
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** @returns `FIRST_LIGHT` */
export function upperCase(words: readonly string[]): string {
  return words.join('_').toUpperCase();
}
