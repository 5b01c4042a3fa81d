let memos = 0;

/** A request, or what else has room for what is kept with its head. */
type Remembering = { readonly kept?: unknown[] | undefined };

/**
 * Remembers with the head of a request what was worked out of it alone. A head that a client sends
 * again and again is remembered by the connections, so that what is kept with it needs no key, no
 * map and no limit of its own: it is found at once, and forgotten with the head.
 */
export class HeadMemo<T> {
  readonly #place = memos++;

  /** @returns `undefined` where nothing is kept, or the head is not remembered */
  of({ kept }: Remembering): T | undefined {
    return kept?.[this.#place] as T | undefined;
  }

  keep({ kept }: Remembering, value: T): void {
    if (kept !== undefined) kept[this.#place] = value;
  }

  /** What is kept, or what is worked out now and kept. */
  orKeep<R extends Remembering>(request: R, workOut: (request: R) => T): T {
    const known = this.of(request);
    if (known !== undefined) return known;
    const value = workOut(request);
    this.keep(request, value);
    return value;
  }
}
