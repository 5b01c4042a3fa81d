/** More events that nobody fetches are not kept: the oldest go first. */
export const eventsMax = 4096;

/** Events for whoever comes: one reader that takes them in bulk, and any number that wait. */
export class EventQueue<T> {
  #kept: T[] = [];
  readonly #readers = new Set<Reader<T>>();
  #isClosed = false;

  /** Adds an event, for everyone. */
  push(event: T): void {
    if (this.#isClosed) return;
    keep(this.#kept, event);
    for (const reader of this.#readers) {
      keep(reader.kept, event);
      reader.wake();
    }
  }

  /** @returns everything since the last time, in order */
  drain(): readonly T[] {
    const drained = this.#kept;
    this.#kept = [];
    return drained;
  }

  /** Events from now on, until the queue is closed or the reader leaves. */
  async *read(): AsyncGenerator<T, void> {
    const reader: Reader<T> = { kept: [], wake: () => {} };
    this.#readers.add(reader);
    try {
      for (;;) {
        const next = reader.kept.shift();
        if (next !== undefined) yield next;
        else if (this.#isClosed) return;
        else {
          await new Promise<void>((resolve) => {
            reader.wake = resolve;
          });
        }
      }
    } finally {
      this.#readers.delete(reader);
    }
  }

  /** Lets readers finish what they have, and end. */
  close(): void {
    this.#isClosed = true;
    for (const reader of this.#readers) reader.wake();
  }
}

type Reader<T> = { readonly kept: T[]; wake: () => void };

function keep<T>(kept: T[], event: T): void {
  if (kept.length >= eventsMax) kept.shift();
  kept.push(event);
}
