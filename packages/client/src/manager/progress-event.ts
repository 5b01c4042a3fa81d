import { isObject } from '../json.ts';
import { stateOf, textOrNull } from '../read-answer.ts';
import type { ProgressState } from '../wire.ts';

/** How far one achievement is, as the real-time service tells it. */
export type ProgressEntry = {
  readonly id: string;
  readonly progressState: ProgressState;
  readonly requirements: readonly {
    readonly id: string;
    readonly current: string | null;
    readonly target: string | null;
  }[];
  readonly timeUnlocked: string;
};

/** More achievements in one event are not read: a title has at most half as many. */
const entriesMax = 1000;

/**
 * Reads the event of a progress subscription.
 *
 * @param value anything the network sent
 * @returns what can be understood of it, which may be nothing
 *
 * Source: wire contract §6.5 [C].
 */
export function parseProgressEvent(value: unknown): readonly ProgressEntry[] {
  const list = isObject(value) ? value.progression : undefined;
  if (!Array.isArray(list)) return [];
  return list.slice(0, entriesMax).flatMap((item) => entryOf(item) ?? []);
}

function entryOf(item: unknown): ProgressEntry | undefined {
  if (!isObject(item) || typeof item.id !== 'string') return undefined;
  const progressState = stateOf(item.progressState);
  if (progressState === 'Unknown') return undefined;
  const requirements = Array.isArray(item.requirements) ? item.requirements : [];
  return {
    id: item.id,
    progressState,
    requirements: requirements.filter(isObject).map(({ id, current, target }) => ({
      id: textOrNull(id) ?? '',
      current: textOrNull(current),
      target: textOrNull(target),
    })),
    timeUnlocked: textOrNull(item.timeUnlocked) ?? never,
  };
}

const never = '0001-01-01T00:00:00.0000000Z';
