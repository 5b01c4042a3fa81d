import { inspect } from 'node:util';

const hidden = '[hidden]';

/** A value that prints as `[hidden]` however it is printed; only `reveal` gives it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns the value itself: never for a log, a message or an answer */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}

/** Characters a management key has at least: 128 bits as hexadecimal text. */
export const keyCharactersMin = 32;

/** Different characters a management key has at least; random hexadecimal text has about 14. */
const keyVarietyMin = 8;

/** @returns whether text is long and varied enough to be a key that nobody guesses */
export function isStrongKey(text: string): boolean {
  return text.length >= keyCharactersMin && new Set(text).size >= keyVarietyMin;
}
