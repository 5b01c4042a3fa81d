import type { Performance } from './performance.ts';

/** The named parts of a phrase. */
export type Groups = Readonly<Partial<Record<string, string>>>;

/** One thing that prose may say of a connection. */
export type Phrase = {
  readonly form: RegExp;
  readonly act: (groups: Groups, performance: Performance) => Promise<void> | void;
};

/** A phrase's form: the whole clause, in any case, with any blanks. */
export function form(source: string): RegExp {
  return new RegExp(`^${source.replaceAll(' ', '\\s+')}$`, 'iu');
}

/** Does something with each connection; without any, one is opened. */
export async function eachConnection(
  performance: Performance,
  act: (name: string) => Promise<void>,
): Promise<void> {
  if (performance.names.length === 0) await performance.open('1', {});
  for (const name of performance.names) await act(name);
}
