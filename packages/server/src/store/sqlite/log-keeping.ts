import type { Keeper } from './keeper-thread.ts';
import type { Writer } from './writer-thread.ts';

/** The log is moved into the file when it is this long: 16 MB of pages of 2 KB. */
export const logPagesFrom = 8000;
/** From here the writer stops and waits for that, for the keeper is held up: 64 MB of pages. */
export const logPagesMax = 32000;

/**
 * Keeps the log short and the writer undisturbed. The keeper moves most of the log into the file
 * while the writer goes on; the writer then moves the little that came meanwhile, and starts the
 * log anew. Only a reader that takes long, a backup for instance, makes the log grow beyond its
 * bound, until it is done.
 */
export class LogKeeping implements AsyncDisposable {
  readonly #keeper: Keeper;
  readonly #writer: Writer;
  #running: Promise<void> | undefined;
  #isStopping = false;
  /** How long the log must be for the next time. */
  #next = logPagesFrom;
  #nextStop = logPagesMax;
  #checkpoints = 0;

  constructor(keeper: Keeper, writer: Writer) {
    this.#keeper = keeper;
    this.#writer = writer;
  }

  /** How often the log was moved into the file, by either thread. */
  get checkpoints(): number {
    return this.#checkpoints;
  }

  /** Told after each commit. */
  observe(logPages: number): void {
    if (logPages < logPagesFrom) {
      this.#next = logPagesFrom;
      this.#nextStop = logPagesMax;
    }
    if (logPages >= this.#nextStop) {
      // Where a reader is in the way this helps nothing, so the next time is a good deal later.
      this.#nextStop = logPages + logPagesMax;
      void this.#restart();
    }
    if (logPages < this.#next || this.#running !== undefined || this.#isStopping) return;
    this.#next = logPages + logPagesFrom;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#keeper.call({ kind: 'checkpoint' }, 'the log cannot be moved into the database');
      this.#checkpoints += 1;
    } catch {
      // The log only stays longer; what is wrong with the disk shows in the commits.
      return;
    }
    await this.#restart();
  }

  async #restart(): Promise<void> {
    try {
      await this.#writer.call({ kind: 'restartLog' });
      this.#checkpoints += 1;
    } catch {
      // As above.
    }
  }
}
