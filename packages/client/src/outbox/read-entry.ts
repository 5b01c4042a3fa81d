import { isObject } from '../json.ts';
import type { Entry, EntryState } from './entry.ts';

const states: readonly EntryState[] = ['Queued', 'Sending', 'Delivered', 'Superseded', 'Rejected'];

/**
 * Reads an entry that a storage or another process gives.
 *
 * @returns `undefined` for anything that is none, whatever it is
 */
export function readEntry(value: unknown): Entry | undefined {
  if (!isObject(value)) return undefined;
  const { id, service, xuid, scid, titleId, achievementId, percent, state } = value;
  const { earnedAt, queuedAt, settledAt, attempts, result, by, reason } = value;
  const texts = [id, service, xuid, scid, achievementId, earnedAt, queuedAt];
  const isGood =
    texts.every((text) => typeof text === 'string' && text.length <= 2_048) &&
    Number.isInteger(percent) &&
    states.some((known) => known === state) &&
    isTextOrNull(settledAt) &&
    isTextOrNull(result) &&
    isTextOrNull(by) &&
    (titleId === null || Number.isInteger(titleId)) &&
    Number.isInteger(attempts) &&
    (reason === null || (isObject(reason) && typeof reason.code === 'string'));
  return isGood ? (value as Entry) : undefined;
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
