/** Longer ones are written sooner by the engine. */
const shortMax = 40;

/**
 * Writes a short text of ASCII, which is the same in every encoding. To have it written by the
 * engine takes longer, whatever its length: 60 ns each, of which an update has twenty.
 *
 * @returns how many bytes it takes; `undefined` where it is no such text, and is to be written by
 *   the engine
 */
export function putShort(bytes: Uint8Array, text: string, at: number): number | undefined {
  const { length } = text;
  if (length > shortMax) return undefined;
  for (let place = 0; place < length; place += 1) {
    const code = text.charCodeAt(place);
    if (code > 0x7f) return undefined;
    bytes[at + place] = code;
  }
  return length;
}
