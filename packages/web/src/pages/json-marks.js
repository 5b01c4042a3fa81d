/**
 * A piece of JSON text and what it is.
 *
 * @typedef {{
 *   readonly kind: 'key' | 'text' | 'number' | 'word' | 'plain';
 *   readonly text: string;
 * }} JsonMark
 */

const piece =
  /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/**
 * Cuts JSON text into pieces to be coloured; put together they are the text again.
 *
 * @param {string} text
 * @returns {readonly JsonMark[]}
 */
export function jsonMarks(text) {
  /** @type {JsonMark[]} */
  const marks = [];
  let end = 0;
  for (const match of text.matchAll(piece)) {
    if (match.index > end) marks.push({ kind: 'plain', text: text.slice(end, match.index) });
    marks.push(...marksOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) marks.push({ kind: 'plain', text: text.slice(end) });
  return marks;
}

/**
 * @param {RegExpMatchArray} match
 * @returns {readonly JsonMark[]}
 */
function marksOf([whole, string, colon, number]) {
  if (string !== undefined && colon !== undefined) {
    return [
      { kind: 'key', text: string },
      { kind: 'plain', text: colon },
    ];
  }
  if (string !== undefined) return [{ kind: 'text', text: string }];
  return [{ kind: number === undefined ? 'word' : 'number', text: whole }];
}
