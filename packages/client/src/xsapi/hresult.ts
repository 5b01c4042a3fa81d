import { ClientError } from '../client-error.ts';
import { ManagerError } from '../manager/manager-error.ts';

/** A result code as the documented functions return it, as an unsigned number. */
export type HRESULT = number;

/**
 * The result codes these functions return. Those that begin with HTTP_E_STATUS are made by
 * `httpResult`, as there are as many as statuses.
 *
 * Source: wire contract §5.6, §12; the headers of the documented API [X].
 */
export const S_OK = 0;
/** The operation is under way. */
export const E_PENDING = 0x8000000a;
/** Nothing has that name. */
export const E_BOUNDS = 0x8000000b;
/** The operation was cancelled. */
export const E_ABORT = 0x80004004;
/** It failed, and no other code says why. */
export const E_FAIL = 0x80004005;
/** Not now, or not twice. */
export const E_UNEXPECTED = 0x8000ffff;
/** The service counts, not the title. */
export const E_NOT_SUPPORTED = 0x80070032;
/** An argument can't be meant so. */
export const E_INVALIDARG = 0x80070057;
/** The operation had no such result. */
export const E_NOT_VALID_STATE = 0x8007139f;
/** What the service answered can't be read. */
export const WEB_E_INVALID_JSON_STRING = 0x83750007;
/** No answer came. */
export const E_HC_NO_NETWORK = 0x89235006;
/** The player's token could not be had. */
export const E_XBL_AUTH_NO_TOKEN = 0x89235206;
/** `XblInitialize` was called before. */
export const E_XBL_ALREADY_INITIALIZED = 0x89235207;
/** `XblInitialize` was not called. */
export const E_XBL_NOT_INITIALIZED = 0x89235208;
/** An update that changed nothing: the service has as much or more. */
export const HTTP_E_STATUS_NOT_MODIFIED = 0x80190130;

/** @returns the result code of an answer with an error's status, such as 0x80190193 for 403 */
export function httpResult(status: number): HRESULT {
  return 0x80190000 + status;
}

/** @returns whether a result code says that it went well */
export function SUCCEEDED(result: HRESULT): boolean {
  return result < 0x80000000;
}

/** @returns whether a result code says that it did not go well */
export function FAILED(result: HRESULT): boolean {
  return !SUCCEEDED(result);
}

/** @returns the result code of anything that was thrown */
export function resultOf(thrown: unknown): HRESULT {
  if (thrown instanceof ManagerError) return thrown.hresult;
  if (!(thrown instanceof ClientError)) return E_FAIL;
  if (thrown.status > 0 && thrown.code !== 'invalid_json') return httpResult(thrown.status);
  return clientResults[thrown.code] ?? E_FAIL;
}

const clientResults: Partial<Record<ClientError['code'], HRESULT>> = {
  invalid_argument: E_INVALIDARG,
  aborted: E_ABORT,
  timeout: httpResult(408),
  network: E_HC_NO_NETWORK,
  token_failed: E_XBL_AUTH_NO_TOKEN,
  invalid_json: WEB_E_INVALID_JSON_STRING,
};
