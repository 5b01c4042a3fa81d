/**
 * The same text by itself. One that was cut out of another keeps the whole of it in memory, so what
 * is remembered of a request is copied first.
 */
export function ownText(part: string): string {
  return Buffer.from(part).toString();
}
