import type { GroupRun } from './packed-group.ts';

/** What the writer's thread shares with the thread that sends it groups. */
export type SharedMemory = {
  readonly words: Int32Array<SharedArrayBuffer>;
  /** Where a group lies. It grows to the largest that there was. */
  readonly bytes: SharedArrayBuffer;
};

/** Where the words are. */
const at = {
  /** Counts what the writer was called for. */
  rings: 0,
  /** Whether a call may wait at the writer's port. */
  call: 1,
  /** How many bytes the group takes that waits; 0 where none does. */
  group: 2,
  /** Counts the groups that ended. */
  ended: 3,
  /** Whether the last one was written whole; then the others say what else there is to say. */
  isWhole: 4,
  statements: 5,
  logPages: 6,
} as const;

const firstBytes = 256 * 1024;
/** Only reserved. More than may wait to be written, so no group is larger. */
const bytesMax = 128 * 1024 * 1024;

/** What is told of a group that was written whole. */
export type Whole = Pick<GroupRun, 'statements'> & { readonly logPages: number };

/**
 * Hands groups to the writer's thread, and back how they ended, through memory that both share.
 * Messages take longer (decision 2); calls, which are few, are messages all the same, and the
 * writer is rung for them.
 *
 * Each thread has one of these. The thread that sends uses the first half, the writer the other.
 */
export class GroupExchange {
  readonly memory: SharedMemory;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  /** What the writer has heard of the rings. */
  #heard = 0;
  #isAbandoned = false;

  /** @param memory of the other side, which passes it on; new memory without */
  constructor(memory: SharedMemory = newMemory()) {
    this.memory = memory;
    this.#words = memory.words;
    // As long as the memory is, also when that grows.
    this.#bytes = new Uint8Array(memory.bytes);
  }

  /** Tells the writer that a call waits at its port. */
  ringForCall(): void {
    Atomics.store(this.#words, at.call, 1);
    this.#ring();
  }

  /**
   * Sends a group; the next may be sent when that has ended.
   *
   * @returns what is told of it when it was written whole; else `null`, and the writer is asked
   * @throws {RangeError} by the result, for more bytes than may wait to be written
   */
  async send(group: Uint8Array): Promise<Whole | null> {
    if (this.#isAbandoned) return null;
    const { memory } = this;
    if (group.length > memory.bytes.byteLength) memory.bytes.grow(group.length);
    this.#bytes.set(group);
    const before = Atomics.load(this.#words, at.ended);
    Atomics.store(this.#words, at.isWhole, 0);
    Atomics.store(this.#words, at.group, group.length);
    this.#ring();
    await Atomics.waitAsync(this.#words, at.ended, before).value;
    if (Atomics.load(this.#words, at.isWhole) === 0) return null;
    return { statements: this.#words[at.statements] ?? 0, logPages: this.#words[at.logPages] ?? 0 };
  }

  /** Lets nobody wait for a writer that is gone. */
  abandon(): void {
    this.#isAbandoned = true;
    Atomics.add(this.#words, at.ended, 1);
    Atomics.notify(this.#words, at.ended);
  }

  /**
   * For the writer: waits for a call or a group.
   *
   * @returns what there is of them: whether its port is to be looked at, and the group, which is
   *   good until it ends
   */
  next(): { readonly isCalled: boolean; readonly group: Uint8Array | null } {
    Atomics.wait(this.#words, at.rings, this.#heard);
    this.#heard = Atomics.load(this.#words, at.rings);
    const isCalled = Atomics.exchange(this.#words, at.call, 0) === 1;
    const length = Atomics.exchange(this.#words, at.group, 0);
    return { isCalled, group: length === 0 ? null : this.#bytes.subarray(0, length) };
  }

  /** For the writer: says how its group ended. @param whole `null` where there is more to say */
  end(whole: Whole | null): void {
    if (whole !== null) {
      this.#words[at.statements] = whole.statements;
      this.#words[at.logPages] = whole.logPages;
      Atomics.store(this.#words, at.isWhole, 1);
    }
    Atomics.add(this.#words, at.ended, 1);
    Atomics.notify(this.#words, at.ended);
  }

  #ring(): void {
    Atomics.add(this.#words, at.rings, 1);
    Atomics.notify(this.#words, at.rings);
  }
}

function newMemory(): SharedMemory {
  return {
    words: new Int32Array(new SharedArrayBuffer(64)),
    bytes: new SharedArrayBuffer(firstBytes, { maxByteLength: bytesMax }),
  };
}
