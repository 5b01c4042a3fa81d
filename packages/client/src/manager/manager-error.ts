/**
 * Why the manager did not do what was asked: a closed set, each with the result code of the
 * documented C functions.
 *
 * - `invalid_argument`: the call can't be meant so
 * - `unexpected`: not now, or not twice
 * - `bounds`: nobody and nothing here has that id
 * - `fail`: the first state is not known yet
 * - `not_supported`: the service counts, not the title
 * - `already_unlocked`: nothing is left to do; documented as E_NOT_VALID_STATE, answered as
 *   E_UNEXPECTED
 *
 * Source: wire contract §12; contradiction U4.
 */
export const managerResults = {
  invalid_argument: 0x80070057,
  unexpected: 0x8000ffff,
  bounds: 0x8000000b,
  fail: 0x80004005,
  not_supported: 0x80070032,
  already_unlocked: 0x8000ffff,
} as const;

/** What went wrong; stable. */
export type ManagerErrorCode = keyof typeof managerResults;

/** Every refusal of the manager. `message` is for people. */
export class ManagerError extends Error {
  readonly code: ManagerErrorCode;
  /** The same as an HRESULT, unsigned. */
  readonly hresult: number;

  constructor(code: ManagerErrorCode, message: string) {
    super(message);
    this.name = 'ManagerError';
    this.code = code;
    this.hresult = managerResults[code];
  }
}

/** @throws {ManagerError} always */
export function refuseManaged(code: ManagerErrorCode, message: string): never {
  throw new ManagerError(code, message);
}
