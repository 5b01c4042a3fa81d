import {
  descriptionCharactersMax,
  rewardDescriptionCharactersMax,
  rewardNameCharactersMax,
  toastNameCharactersMax,
} from './catalog-limits.ts';
import { errorAt, type Finding, warningAt } from './finding.ts';
import { quoted } from './refusal.ts';
import type { Achievement, LocalizedText, Title } from './title.ts';

/** A string of a title and where it is. */
type Place = { readonly path: string; readonly text: LocalizedText };

/** At most this many places are named in one message. */
const placesNamedMax = 3;

/** Checks every string: its length, its default locale, and which translations are missing. */
export function checkStrings(title: Title): readonly Finding[] {
  const places = placesOf(title);
  return [
    ...title.achievements.flatMap((achievement, index) => checkLengths(achievement, index)),
    ...places.flatMap((place) => checkDefault(place, title.defaultLocale)),
    ...checkTranslations(places, title.defaultLocale),
  ];
}

function placesOf(title: Title): readonly Place[] {
  const places: Place[] = [{ path: '/name', text: title.name }];
  const add = (path: string, text: LocalizedText | null) => {
    if (text !== null) places.push({ path, text });
  };
  for (const [
    index,
    { name, description, lockedDescription, rewards },
  ] of title.achievements.entries()) {
    const at = `/achievements/${index}`;
    add(`${at}/name`, name);
    add(`${at}/description`, description);
    add(`${at}/lockedDescription`, lockedDescription);
    for (const [order, reward] of rewards.entries()) {
      add(`${at}/rewards/${order}/name`, reward.name);
      add(`${at}/rewards/${order}/description`, reward.description);
    }
  }
  return places;
}

function checkDefault({ path, text }: Place, defaultLocale: string): readonly Finding[] {
  if (text[defaultLocale] !== undefined) return [];
  const has = Object.keys(text).join(', ');
  return [
    errorAt(
      'default-locale',
      path,
      `the string has only ${quoted(has)}; every string needs the title's default locale, ${defaultLocale}`,
    ),
  ];
}

/** One warning for each locale that some strings have and others lack. */
function checkTranslations(places: readonly Place[], defaultLocale: string): readonly Finding[] {
  const locales = new Set(places.flatMap(({ text }) => Object.keys(text)));
  locales.delete(defaultLocale);
  const findings: Finding[] = [];
  for (const locale of locales) {
    const lacking = places.filter(({ text }) => text[locale] === undefined);
    const [first] = lacking;
    if (first === undefined) continue;
    const named = lacking.slice(0, placesNamedMax).map(({ path }) => path);
    const more = lacking.length > named.length ? ` and ${lacking.length - named.length} more` : '';
    const counts = `${lacking.length} of ${places.length} strings`;
    const message = `${counts} have no ${locale} text, so readers of ${locale} get another language there: ${named.join(', ')}${more}`;
    findings.push(warningAt('translations', first.path, message));
  }
  return findings;
}

/** How long the strings of one kind may be. */
type Limit = Pick<Finding, 'severity' | 'rule'> & { readonly max: number; readonly says: string };

const limits = {
  name: {
    severity: 'warning',
    rule: 'name-length',
    max: toastNameCharactersMax,
    says: `an unlock notification has room for ${toastNameCharactersMax} characters of a name`,
  },
  description: {
    severity: 'error',
    rule: 'description-length',
    max: descriptionCharactersMax,
    says: `a description may have ${descriptionCharactersMax} characters`,
  },
  rewardName: {
    severity: 'error',
    rule: 'reward-name-length',
    max: rewardNameCharactersMax,
    says: `a reward's name may have ${rewardNameCharactersMax} characters`,
  },
  rewardDescription: {
    severity: 'error',
    rule: 'reward-description-length',
    max: rewardDescriptionCharactersMax,
    says: `a reward's description may have ${rewardDescriptionCharactersMax} characters`,
  },
} as const satisfies Record<string, Limit>;

function checkLengths(achievement: Achievement, index: number): readonly Finding[] {
  const at = `/achievements/${index}`;
  const { name, description, lockedDescription, rewards } = achievement;
  return [
    ...checkLength({ path: `${at}/name`, text: name }, limits.name),
    ...checkLength({ path: `${at}/description`, text: description }, limits.description),
    ...checkLength(
      { path: `${at}/lockedDescription`, text: lockedDescription },
      limits.description,
    ),
    ...rewards.flatMap((reward, order) => [
      ...checkLength(
        { path: `${at}/rewards/${order}/name`, text: reward.name ?? {} },
        limits.rewardName,
      ),
      ...checkLength(
        { path: `${at}/rewards/${order}/description`, text: reward.description ?? {} },
        limits.rewardDescription,
      ),
    ]),
  ];
}

function checkLength({ path, text }: Place, { severity, rule, max, says }: Limit): Finding[] {
  return Object.entries(text).flatMap(([locale, string]) => {
    // Characters as most readers count them: code points.
    const count = [...string].length;
    if (count <= max) return [];
    const message = `${says}; ${quoted(string)} has ${count}`;
    return [{ severity, rule, path: `${path}/${locale}`, message }];
  });
}
