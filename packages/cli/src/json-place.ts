/** A place in a text file, both from 1. */
export type Place = { readonly line: number; readonly column: number };

/**
 * Finds where a value stands in JSON text.
 *
 * @param text valid JSON
 * @param path the members from the top, each after a slash, as in `/achievements/3/name`
 * @returns the value's place; where there is no such member, that of the nearest value around it
 */
export function placeOf(text: string, path: string): Place {
  const parts = path.split('/').slice(1);
  let at = skipSpace(text, 0);
  for (const part of parts) {
    const member = findMember(text, at, part);
    if (member === undefined) break;
    at = member;
  }
  return placeAt(text, at);
}

/** @param offset in characters from the start */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** The offset of a member's value in the object or list that begins at an offset. */
function findMember(text: string, start: number, name: string): number | undefined {
  const open = text[start];
  if (open !== '{' && open !== '[') return undefined;
  let at = skipSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    let key = String(index);
    if (open === '{') {
      const end = skipValue(text, at);
      key = JSON.parse(text.slice(at, end));
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (key === name) return at;
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return undefined;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at += 1;
  return at;
}

/** @returns the offset behind the value that begins at `start` */
function skipValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') at = skipText(text, at);
    else if (character === '{' || character === '[') {
      depth += 1;
      at += 1;
    } else if (character === '}' || character === ']') {
      if (depth === 0) return at;
      depth -= 1;
      at += 1;
    } else if (depth === 0 && /[,\s]/.test(character ?? '')) return at;
    else at += 1;
    if (depth === 0 && /["}\]]/.test(character ?? '')) return at;
  }
  return at;
}

function skipText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
