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
export const resultCodes = { busy: 5, tooBig: 18, constraint: 19 } as const;

/** @returns whether the error has that primary code, whatever its extension */
export function hasCode(thrown: unknown, code: number): boolean {
  return isCode(reasonOf(thrown), code);
}

/** Whether it is what one of them would write that is wrong, and not the disk. */
export function isOfOneUnit(reason: Reason): boolean {
  const { tooBig, constraint } = resultCodes;
  return isCode(reason, tooBig) || isCode(reason, constraint);
}

function isCode({ code }: Reason, primary: number): boolean {
  return code !== null && (code & 0xff) === primary;
}
