/** Stands at the end of each line of ours. */
export const lineMark = '# laurel intercept';

/**
 * What is written behind a file's text, so that it ends in the given lines: with the line ends that
 * the file has.
 */
export function linesAfter(before: Buffer, lines: readonly string[]): Buffer {
  const text = before.toString('latin1');
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || text.endsWith('\n') ? '' : end;
  return Buffer.from(gap + lines.map((line) => line + end).join(''), 'latin1');
}

/**
 * How a file gets rid of lines of ours.
 *
 * @param before the file as it was without them
 * @param now the file as it is
 * @returns `Cut` where only ours stand behind what was there, however much of them; `Rewrite` where
 * others have changed the file since, whose changes stay
 */
export function withoutLines(
  { before, now }: { before: Buffer; now: Buffer },
  lines: readonly string[],
): { kind: 'Same' } | { kind: 'Cut'; bytes: number } | { kind: 'Rewrite'; bytes: Buffer } {
  if (now.equals(before)) return { kind: 'Same' };
  const added = now.subarray(before.length);
  const isOurs = linesAfter(before, lines).subarray(0, added.length).equals(added);
  if (isOurs && now.subarray(0, before.length).equals(before)) {
    return { kind: 'Cut', bytes: before.length };
  }
  const kept = now
    .toString('latin1')
    .split(/(?<=\n)/)
    .filter((line) => !line.trimEnd().endsWith(lineMark));
  const bytes = Buffer.from(kept.join(''), 'latin1');
  return bytes.equals(now) ? { kind: 'Same' } : { kind: 'Rewrite', bytes };
}
