import { StoreFailure } from '../store.ts';

/** How much of SQLite's own words is passed on. */
const reasonCharactersMax = 200;

/** What an error of SQLite says, in a form that threads can send each other. */
export type Reason = { readonly text: string; readonly code: number | null };

/** @param thrown whatever was thrown by SQLite, or on the way to it */
export function reasonOf(thrown: unknown): Reason {
  if (!(thrown instanceof Error)) return { text: String(thrown), code: null };
  const code = 'errcode' in thrown && typeof thrown.errcode === 'number' ? thrown.errcode : null;
  return { text: thrown.message.slice(0, reasonCharactersMax), code };
}

/** @param refused what was refused, such as `the database could not be read` */
export function failureOf(refused: string, cause: unknown): StoreFailure {
  if (cause instanceof StoreFailure) return cause;
  return new StoreFailure(`${refused}: ${reasonOf(cause).text}`, { cause });
}

/** SQLite's primary result codes that are told apart here. */
export const resultCodes = { busy: 5 } as const;

/** @returns whether the error has that primary code, whatever its extension */
export function hasCode(thrown: unknown, code: number): boolean {
  const found = reasonOf(thrown).code;
  return found !== null && (found & 0xff) === code;
}
