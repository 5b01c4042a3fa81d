/** The longest gamertag made from a claim. Source: [I], the length of a classic gamertag. */
const lengthMax = 15;

/** The form of any gamertag: 1 to 32 characters, no control character, bracket or slash. */
const gamertagForm = /^[^\p{C}()/]{1,32}$/u;

/** @returns the gamertag without blanks around it, `undefined` for text that can't be one */
export function parseGamertag(text: string): string | undefined {
  const trimmed = text.normalize('NFC').trim();
  return gamertagForm.test(trimmed) ? trimmed : undefined;
}

/**
 * Makes a gamertag of a name from elsewhere: letters, digits, blanks, `_` and `-`, at most 15.
 *
 * @returns `Player` where nothing is left of the name
 */
export function gamertagFrom(name: string): string {
  const kept = name
    .normalize('NFC')
    .replace(/@.*$/u, '')
    .replace(/[^\p{L}\p{M}\p{N} _-]/gu, '')
    .replace(/ +/g, ' ')
    .trim();
  const made = firstCharacters(kept, lengthMax);
  return made === '' ? 'Player' : made;
}

/** The same gamertag with a number behind it, still at most 15 characters. */
export function numberedGamertag(gamertag: string, number: number): string {
  const suffix = String(number);
  return firstCharacters(gamertag, lengthMax - suffix.length) + suffix;
}

function firstCharacters(text: string, count: number): string {
  return [...text].slice(0, count).join('').trim();
}
