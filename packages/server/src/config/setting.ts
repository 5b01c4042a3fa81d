/** How an instance runs: `serve` is production, `dev` is development. */
export type Mode = 'production' | 'development';

/** One thing that can be configured: read from text wherever it comes from. */
export type Setting<T> = {
  /** What it does, for the table in the manual. One sentence. */
  readonly meaning: string;
  /** How an error goes on after the name: "must be …". */
  readonly rule: string;
  /** @returns `undefined` for text that breaks the rule */
  readonly read: (text: string) => T | undefined;
  /** The text that stands for it where none is given, by mode. */
  readonly fallback: Readonly<Record<Mode, string>> | null;
  /** Secrets may come from a file, and are never shown. */
  readonly isSecret: boolean;
};

/** What a setting accepts. */
export type Form<T> = Pick<Setting<T>, 'rule' | 'read'>;

/** A setting that always has a value. @param fallback one text, or one for each mode */
export function setting<T>(
  form: Form<T>,
  { meaning, fallback }: { meaning: string; fallback: string | Record<Mode, string> },
): Setting<T> {
  const byMode =
    typeof fallback === 'string' ? { production: fallback, development: fallback } : fallback;
  return { ...form, meaning, fallback: byMode, isSecret: false };
}

/** A setting that is `null` where nothing is given. */
export function optional<T>(form: Form<T>, { meaning }: { meaning: string }): Setting<T | null> {
  return { ...form, meaning, fallback: null, isSecret: false };
}

/** A setting that is not shown, and `null` where nothing is given. */
export function secret<T>(form: Form<T>, { meaning }: { meaning: string }): Setting<T | null> {
  return { ...form, meaning, fallback: null, isSecret: true };
}

/** Text that is not empty, at most 1000 characters. */
export const plainText: Form<string> = {
  rule: 'must be text of 1 to 1000 characters',
  read: (text) => (text.length > 0 && text.length <= 1000 ? text : undefined),
};

/** `true` or `false`, also `1`, `0`, `on`, `off`. */
export const flag: Form<boolean> = {
  rule: 'must be true or false',
  read: (text) =>
    ({ true: true, '1': true, on: true, false: false, '0': false, off: false })[text.toLowerCase()],
};

/** A whole number within limits. */
export function whole({ min, max }: { min: number; max: number }): Form<number> {
  return {
    rule: `must be a whole number from ${min} to ${max}`,
    read(text) {
      const number = /^[0-9]{1,12}$/.test(text) ? Number(text) : Number.NaN;
      return number >= min && number <= max ? number : undefined;
    },
  };
}

/** One of several words, exactly. */
export function oneOf<const Words extends readonly string[]>(words: Words): Form<Words[number]> {
  return {
    rule: `must be one of ${words.join(', ')}`,
    read: (text) => words.find((word) => word === text),
  };
}

/** An absolute http or https URL; a trailing slash goes. */
export const webAddress: Form<string> = {
  rule: 'must be a URL that begins with http:// or https://',
  read: (text) => (isWebAddress(text) ? text.replace(/\/+$/, '') : undefined),
};

/** The same to the letter: an issuer's name is compared, so its trailing slash matters. */
export const issuerName: Form<string> = {
  rule: webAddress.rule,
  read: (text) => (isWebAddress(text) ? text : undefined),
};

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  return isWeb && url.username === '' && url.password === '';
}

/** Values separated by commas, each read by `read`; empty text is an empty list. */
export function listOf<T>(
  read: (text: string) => T | undefined,
  { rule }: { rule: string },
): Form<readonly T[]> {
  return {
    rule,
    read(text) {
      const parts = text.split(',').map((part) => part.trim());
      const found = parts.filter((part) => part !== '').map(read);
      return found.every((value) => value !== undefined) ? found : undefined;
    },
  };
}

/** `name=value` pairs separated by commas, each value read by `read`. */
export function pairs<Name extends string, T>(
  names: readonly Name[],
  { rule, read }: Form<T>,
): Form<Readonly<Partial<Record<Name, T>>>> {
  return {
    rule: `${rule}; the names are ${names.join(', ')}`,
    read(text) {
      const found: Partial<Record<Name, T>> = {};
      for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
        const [, left = '', right = ''] = /^([^=]+)=(.+)$/.exec(pair.trim()) ?? [];
        const name = names.find((known) => known === left.trim());
        const value = read(right.trim());
        if (name === undefined || value === undefined) return undefined;
        found[name] = value;
      }
      return found;
    },
  };
}
