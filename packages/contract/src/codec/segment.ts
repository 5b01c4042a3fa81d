import { splitList, textOf } from './text.ts';

/** The player a path names: by id, by name, or the caller. */
export type UserSegment =
  | { readonly kind: 'me' }
  | { readonly kind: 'xuid'; readonly xuid: string }
  | { readonly kind: 'gamertag'; readonly gamertag: string };

const xuidMax = 2n ** 64n - 1n;

/** @returns whether the text is 1 to 2^64-1 in decimal digits without leading zeros */
export function isXuidText(text: string): boolean {
  return /^[1-9][0-9]{0,19}$/.test(text) && (text.length < 20 || BigInt(text) <= xuidMax);
}

function parseUser(text: string): UserSegment | undefined {
  if (text.toLowerCase() === 'me') return { kind: 'me' };
  const [, form = '', value = ''] = /^(xuid|gt)\((.{1,64})\)$/i.exec(text) ?? [];
  if (form.toLowerCase() === 'gt') return { kind: 'gamertag', gamertag: value };
  return form !== '' && isXuidText(value) ? { kind: 'xuid', xuid: value } : undefined;
}

/** `xuid(2533…)`, `gt(name)` or `me`; the words match in any case. Source: wire contract §2.2. */
export const UserSegment = textOf(parseUser, {
  rule: 'must be xuid(digits), gt(gamertag) or me',
  examples: ['xuid(2533274800000001)', 'me'],
});

/** An xuid as decimal text. */
export const XuidText = textOf((text) => (isXuidText(text) ? text : undefined), {
  rule: 'must be an xuid: 1 to 2^64-1 in decimal digits',
  examples: ['2533274800000001'],
});

/** A GUID in any case; gives lower case. Source: wire contract, rule 7. */
export const ScidText = textOf(
  (text) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined,
  { rule: 'must be a GUID', examples: ['00000000-0000-0000-0000-00006e756f71'] },
);

/** An achievement's id; leading zeros of a number go. Source: wire contract §2.2 [I]. */
export const AchievementIdText = textOf(
  (text) => (/^[A-Za-z0-9_.-]{1,64}$/.test(text) ? text.replace(/^0+(?=[0-9]+$)/, '') : undefined),
  { rule: 'must be an achievement id', examples: ['1'] },
);

/** A sandbox's name, such as `RETAIL` or `ACME.7`; case-sensitive. */
export const SandboxText = textOf(
  (text) => (/^[A-Za-z0-9]{1,16}(\.[0-9]{1,5})?$/.test(text) ? text : undefined),
  { rule: 'must be a sandbox name such as RETAIL or ACME.7', examples: ['RETAIL'] },
);

function parseTitleId(text: string): number | undefined {
  const number = /^[0-9]{1,10}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 0xffffffff ? number : undefined;
}

/** A title's id as decimal text. */
export const TitleIdText = textOf(parseTitleId, {
  rule: 'must be a title id: 1 to 4294967295 in decimal digits',
  examples: ['1853190001'],
});

/** Title ids separated by commas, at most 1000. Source: "GET achievements", titleId [D]. */
export const TitleIdList = textOf(
  (text): readonly number[] | undefined => {
    const ids = splitList(text).map(parseTitleId);
    const isGood = ids.length > 0 && ids.length <= 1000 && ids.every((id) => id !== undefined);
    return isGood ? (ids as number[]) : undefined;
  },
  { rule: 'must be decimal title ids separated by commas', examples: ['1853190001'] },
);
