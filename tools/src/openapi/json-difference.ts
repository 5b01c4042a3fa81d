/** At most this many places are named; a wire that changed everywhere needs no longer list. */
const placesMax = 30;

/**
 * The places where two JSON values differ.
 *
 * @returns lines such as `paths./healthz.get is gone`, in the order of the values
 */
export function jsonDifferences(before: unknown, after: unknown): readonly string[] {
  const lines: string[] = [];
  compare(before, after, { place: '', lines });
  return lines.length <= placesMax
    ? lines
    : [...lines.slice(0, placesMax), `and ${lines.length - placesMax} more`];
}

type Comparison = { readonly place: string; readonly lines: string[] };

function compare(before: unknown, after: unknown, { place, lines }: Comparison): void {
  if (before === after) return;
  if (!isContainer(before) || !isContainer(after)) {
    lines.push(`${place} was ${shown(before)}, is ${shown(after)}`);
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const inner = place === '' ? key : `${place}.${key}`;
    if (!Object.hasOwn(after, key)) lines.push(`${inner} is gone`);
    else if (!Object.hasOwn(before, key)) lines.push(`${inner} is new`);
    else compare(Reflect.get(before, key), Reflect.get(after, key), { place: inner, lines });
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
