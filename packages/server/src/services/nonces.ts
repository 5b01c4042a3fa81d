import type { Caller } from '../asker.ts';
import type { Clock } from '../clock.ts';

/** What a nonce opens: something once, or a stream that may break off and come back. */
export type NonceUse = 'Once' | 'Stream';

/** Nonces stand for a token where a browser can't send one. */
export type Nonces = {
  /** @returns 44 characters of base64 */
  give(caller: Caller): string;
  /**
   * Whom a nonce stands for. It is used up by that, but for a stream: the same nonce opens it
   * again for a while, and nothing else.
   *
   * @param nonce as it came; a plus sign that a query turned into a blank is read back
   * @returns `null` for one that was never given, is used up or too old
   */
  take(nonce: string, use: NonceUse): Caller | null;
};

/** How long a nonce waits to be used. Source: [I]. */
const unusedMs = 5 * 60_000;

/** How long a stream may come back: as long as a connection lives. Source: [I]. */
const streamMs = 2 * 3_600_000;

/** Beyond this many, at about 200 bytes each, the oldest is dropped. */
export const noncesMax = 20_000;

type Given = { readonly caller: Caller; readonly untilMs: number; readonly isStream: boolean };

/** @param draw gives that many random bytes */
export function createNonces({
  clock,
  draw,
}: {
  clock: Clock;
  draw: (bytes: number) => Buffer;
}): Nonces {
  const given = new Map<string, Given>();

  function keep(nonce: string, what: Given): void {
    const [oldest] = given.size >= noncesMax ? given.keys() : [];
    if (oldest !== undefined) given.delete(oldest);
    given.set(nonce, what);
  }

  return {
    give(caller) {
      const nonce = draw(32).toString('base64');
      keep(nonce, { caller, untilMs: clock.milliseconds() + unusedMs, isStream: false });
      return nonce;
    },
    take(sent, use) {
      const nonce = sent.replaceAll(' ', '+');
      const found = given.get(nonce);
      if (found === undefined || (found.isStream && use === 'Once')) return null;
      if (clock.milliseconds() >= found.untilMs) {
        given.delete(nonce);
        return null;
      }
      if (use === 'Once') given.delete(nonce);
      else if (!found.isStream) {
        given.delete(nonce);
        keep(nonce, { ...found, isStream: true, untilMs: clock.milliseconds() + streamMs });
      }
      return found.caller;
    },
  };
}
