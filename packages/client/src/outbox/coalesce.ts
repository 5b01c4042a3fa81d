import { achievementKey, type Entry, stateAfter } from './entry.ts';

/**
 * Finds the reports that another one makes needless: of one achievement only the highest percent
 * goes out, and of equal ones the first. What is on its way counts, but is never overtaken itself.
 *
 * @param at the moment that they come to their end
 * @returns the superseded ones, each naming the one that stays (SPEC.md: I3, I4)
 */
export function superseded(entries: Iterable<Entry>, at: string): readonly Entry[] {
  const pending = [...entries].filter(({ state }) => state === 'Queued' || state === 'Sending');
  const best = new Map<string, Entry>();
  for (const entry of pending) {
    const key = achievementKey(entry);
    const known = best.get(key);
    best.set(key, known === undefined ? entry : better(known, entry));
  }
  return pending.flatMap((entry): readonly Entry[] => {
    const by = best.get(achievementKey(entry));
    if (by === undefined || by === entry || entry.state === 'Sending') return [];
    const state = stateAfter(entry.state, 'Overtake');
    return [{ ...entry, state, by: by.id, settledAt: at, reason: null }];
  });
}

function better(a: Entry, b: Entry): Entry {
  if (a.percent !== b.percent) return a.percent > b.percent ? a : b;
  if (a.state !== b.state) return a.state === 'Sending' ? a : b;
  return a.id < b.id ? a : b;
}
