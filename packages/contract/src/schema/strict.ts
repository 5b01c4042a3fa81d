import { z } from 'zod';

/**
 * An object whose members are all declared; any other is refused with the nearest declared name.
 *
 * @param what how a message calls it, with its article: "an achievement"
 */
export function strictly<Shape extends z.core.$ZodLooseShape>(what: string, shape: Shape) {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const [key = ''] = issue.keys;
      const nearest = nearestOf(key, names);
      const hint =
        nearest === undefined ? `it has ${names.join(', ')}` : `did you mean ${nearest}?`;
      return `${what} has no member ${JSON.stringify(key.slice(0, 80))}; ${hint}`;
    },
  });
}

/** At most this many single changes make one name a misspelling of another. */
const changesMax = 3;

function nearestOf(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((known) => ({ known, changes: changesBetween(name.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes);
  const [best] = ranked;
  return best !== undefined && best.changes <= changesMax ? best.known : undefined;
}

/** How many letters must be added, dropped or replaced to turn one word into the other. */
function changesBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...a.slice(0, 64)].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
