import type { Happening, WorldEdit } from '../preparation.ts';

/** What a phrase comes to. */
export type Meaning = {
  readonly edits?: readonly WorldEdit[];
  readonly happenings?: readonly Happening[];
};

/** Named groups of a match; one that took no part is not there. */
export type Groups = Readonly<Partial<Record<string, string>>>;

/**
 * One way in which a case's prose may say something. `form` is held against a whole clause without
 * regard to case; `read` gives `null` for words that it does not know after all.
 */
export type Phrase = {
  readonly form: RegExp;
  readonly read: (groups: Groups, names: Names) => Meaning | null;
};

/** The names that prose may use. */
export type Names = {
  readonly players: ReadonlySet<string>;
  /** Keys of titles by what else names them: title id, name, service configuration. */
  readonly titles: ReadonlyMap<string, string>;
};

/** Makes a phrase's form: the source of a whole clause, any case, blanks of any width. */
export function clause(source: string): RegExp {
  const spaced = source.replaceAll(' ?', '\\s*').replaceAll(' ', '\\s+');
  return new RegExp(`^(?:${spaced})$`, 'iu');
}

/** @returns the player's name in the world's spelling */
export function playerOf(text: string | undefined, { players }: Names): string | undefined {
  const name = text?.toLowerCase();
  return name !== undefined && players.has(name) ? name : undefined;
}

/** @returns the title's key */
export function titleOf(text: string | undefined, { titles }: Names): string | undefined {
  return text === undefined ? undefined : titles.get(text.trim().toLowerCase());
}

/** @returns the instant of a date, or of a date and time, that prose names */
export function instantOf(text: string | undefined): string | undefined {
  const [, day, time = '00:00:00', fraction = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z?)?$/.exec(text ?? '') ?? [];
  if (day === undefined || Number.isNaN(Date.parse(`${day}T${time}Z`))) return undefined;
  return `${day}T${time}.${fraction.padEnd(7, '0')}Z`;
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Source of a duration such as `15.1 s`, `2 minutes`; groups `amount` and `unit`. */
export const duration =
  '(?<amount>\\d+(?:\\.\\d+)?) ?(?<unit>ms|milliseconds?|s|secs?|seconds?|min|mins|minutes?|h|hours?|days?)'.replaceAll(
    ' ',
    '\\s*',
  );

/** @returns the milliseconds of the groups of `duration` */
export function millisecondsOf({ amount, unit = 's' }: Groups): number {
  const short = unit.toLowerCase();
  const key = short === 'ms' || short.startsWith('milli') ? 'ms' : short.slice(0, 1);
  return Math.round(Number(amount) * (unitMs[key] ?? 1000));
}
