/** A name this many edits away, or more, is no misspelling. */
const editsMax = 8;

/** @returns the candidate that takes the fewest edits, `undefined` where none is near */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editDistance(name.slice(0, 80), candidate);
    if (best === undefined || edits < best.edits) best = { candidate, edits };
  }
  const isNear = best !== undefined && best.edits <= Math.min(editsMax, name.length / 2);
  return isNear ? best?.candidate : undefined;
}

/** Insertions, deletions and replacements that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
