import { ClientError } from '../client-error.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type ClientOf, deliver } from './courier.ts';
import { type Entry, isSettled } from './entry.ts';
import { createEntryMaker, type EntryMaker, type OutboxReport } from './new-entry.ts';
import {
  dueAt,
  emptyOutbox,
  type Flight,
  laneState,
  type OutboxState,
  type OutboxSummary,
  pendingMax,
  summaryOf,
} from './state.ts';
import { type OutboxEvent, step } from './step.ts';
import type { OutboxStorage } from './storage.ts';

/** What an outbox is made of. */
export type OutboxOptions = {
  readonly storage: OutboxStorage;
  /** Who sends. Give it a client with `retryWindowMs: 0`: the outbox itself waits and repeats. */
  readonly clientOf: ClientOf;
  readonly clock?: Clock | undefined;
  /** Milliseconds since 1970-01-01, for the moments that entries bear. */
  readonly today?: (() => number) | undefined;
  /** A number from 0 to 1, as `Math.random` gives it. */
  readonly random?: (() => number) | undefined;
  /** Takes what goes wrong where nobody waits for it: a listener that throws, a full disk. */
  readonly onProblem?: ((problem: unknown) => void) | undefined;
};

/** How long `submit` waits for a first attempt when nothing is said, in milliseconds. */
const patienceMsDefault = 5_000;

/** How long a leader waits that could not read the storage, in milliseconds. */
const leadAgainMs = 5_000;

/** The longest that a timer sleeps. */
const sleepMsMax = 60_000;

/**
 * Accepts reports with or without a network and delivers them when it can. What it has accepted is
 * never lost silently: it is pending, delivered, superseded or rejected, and says so.
 */
export class Outbox {
  readonly #storage: OutboxStorage;
  readonly #clientOf: ClientOf;
  readonly #clock: Clock;
  readonly #today: () => number;
  readonly #random: () => number;
  readonly #report: (problem: unknown) => void;
  readonly #make: EntryMaker;
  readonly #listeners = new Set<(changed: readonly Entry[]) => void>();
  readonly #closing = new AbortController();
  readonly #waiters = new Set<() => void>();
  #state: OutboxState = emptyOutbox;
  #damaged = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #pumping: Promise<void> | undefined;
  #cancelSleep = () => {};
  #endTurn = () => {};

  private constructor(options: OutboxOptions) {
    this.#storage = options.storage;
    this.#clientOf = options.clientOf;
    this.#clock = options.clock ?? systemClock;
    this.#today = options.today ?? Date.now;
    this.#random = options.random ?? Math.random;
    this.#report = options.onProblem ?? (() => {});
    this.#make = createEntryMaker(this.#today, this.#random);
  }

  /**
   * Opens what the storage holds and goes on where it ended.
   *
   * @throws {ClientError} `storage_failed`, `outbox_in_use`
   */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options);
    const { entries, damaged } = await options.storage.load();
    outbox.#damaged = damaged;
    const { sharing } = options.storage;
    if (sharing === undefined) outbox.#apply({ kind: 'Led', entries, at: outbox.#at() });
    else {
      outbox.#apply({ kind: 'Mirrored', entries, at: outbox.#at() });
      outbox.#share(sharing);
    }
    outbox.#pump();
    return outbox;
  }

  /**
   * Accepts reports: resolved when they are kept, whatever the network does. Waits a little for the
   * first attempt, so that with a network the entries say what came of it.
   *
   * @param patienceMs how long to wait for that, in milliseconds; 0 for not at all
   * @returns the entries as they stand, in the order of the reports
   * @throws {ClientError} `invalid_argument`, `outbox_full`, `storage_full`, `storage_failed`,
   *   `closed`: then nothing was accepted
   */
  async submit(
    reports: OutboxReport | readonly OutboxReport[],
    { patienceMs = patienceMsDefault }: { readonly patienceMs?: number } = {},
  ): Promise<readonly Entry[]> {
    this.#refuseIfClosed();
    const list: readonly OutboxReport[] = 'id' in reports ? [reports] : reports;
    const made = list.map(this.#make);
    if (summaryOf(this.#state).pending + made.length > pendingMax) {
      throw new ClientError('outbox_full', `more than ${pendingMax} reports wait to be sent`);
    }
    await this.#write({ put: made, remove: [] });
    this.#apply({ kind: 'Added', entries: made, at: this.#at() });
    this.#storage.sharing?.tell('changed');
    this.#pump();
    const current = () => made.map((entry) => this.#state.entries.get(entry.id) ?? entry);
    if (patienceMs > 0) await this.#until(() => !current().some(this.#isHoped), patienceMs);
    return current();
  }

  /**
   * Tries everything that waits, now; a service that asked to wait is not asked before its time.
   *
   * @param patienceMs how long to wait for the attempts, in milliseconds
   * @returns how things stand when every attempt has ended
   */
  async syncNow({ patienceMs = 60_000 }: { readonly patienceMs?: number } = {}) {
    this.#refuseIfClosed();
    this.#apply({ kind: 'Woken' });
    if (this.#state.phase === 'Following') {
      this.#storage.sharing?.tell('sync');
      await this.#reload('Mirrored');
    }
    this.#pump();
    await this.#until(() => ![...this.#state.entries.values()].some(this.#isHoped), patienceMs);
    return this.summary();
  }

  /** Every entry that is kept, in the order in which they were accepted. */
  entries(): readonly Entry[] {
    return [...this.#state.entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Counts; `damaged` are pieces of the storage that could not be read when it was opened. */
  summary(): OutboxSummary & { readonly damaged: number } {
    return { ...summaryOf(this.#state), damaged: this.#damaged };
  }

  /** Calls back with entries whenever they change. @returns ends that */
  subscribe(listener: (changed: readonly Entry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets settled entries, such as rejected ones that someone has read; others stay. */
  async forget(ids: readonly string[]): Promise<void> {
    this.#refuseIfClosed();
    const remove = ids.filter((id) => {
      const entry = this.#state.entries.get(id);
      return entry !== undefined && isSettled(entry);
    });
    await this.#write({ put: [], remove });
    this.#apply({ kind: 'Forgotten', ids: remove });
    this.#storage.sharing?.tell('changed');
  }

  /** Stops sending and lets the storage go; what waits is kept. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#cancelSleep();
    await this.#pumping;
    await this.#writing;
    this.#endTurn();
    for (const look of this.#waiters) look();
    await this.#storage.close();
  }

  #refuseIfClosed(): void {
    if (this.#closing.signal.aborted) throw new ClientError('closed', 'the outbox is closed');
  }

  #share(sharing: NonNullable<OutboxStorage['sharing']>): void {
    const stop = sharing.listen((word) => {
      if (word === 'sync') this.#apply({ kind: 'Woken' });
      void this.#reload('Mirrored');
    });
    const endLead = sharing.lead(() => void this.#reload('Led'));
    this.#endTurn = () => {
      stop();
      endLead();
    };
  }

  async #reload(kind: 'Mirrored' | 'Led'): Promise<void> {
    if (this.#closing.signal.aborted) return;
    try {
      const { entries } = await this.#storage.load();
      if (this.#closing.signal.aborted) return;
      this.#apply({ kind, entries, at: this.#at() });
      this.#pump();
    } catch (thrown) {
      this.#report(thrown);
      // Who has the turn must use it, or nobody sends.
      if (kind === 'Led') this.#clock.after(leadAgainMs, () => void this.#reload('Led'));
    }
  }

  /** Whether an attempt at it is under way or will be made at once. */
  readonly #isHoped = (entry: Entry): boolean => {
    if (isSettled(entry) || this.#closing.signal.aborted) return false;
    if (entry.state === 'Sending' || this.#state.phase === 'Following') return true;
    return laneState(this.#state, entry).notBefore <= this.#clock.now();
  };

  #apply(event: OutboxEvent): void {
    const { state, changed, removed } = step(this.#state, event);
    this.#state = state;
    const put = changed.filter(isSettled);
    if (state.phase !== 'Following' && put.length + removed.length > 0) {
      // What can't be written down is sent again after the next start, which does no harm.
      this.#write({ put, remove: removed }).then(
        () => this.#storage.sharing?.tell('changed'),
        this.#report,
      );
    }
    if (changed.length + removed.length > 0) this.#tell(changed);
    for (const look of this.#waiters) look();
  }

  /** Waits until something holds, or for that long; it is looked at after every event. */
  #until(holds: () => boolean, patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      let cancel = () => {};
      const look = (isLast = holds()) => {
        if (!isLast) return;
        cancel();
        this.#waiters.delete(look);
        resolve();
      };
      this.#waiters.add(look);
      cancel = this.#clock.after(patienceMs, () => look(true));
      look();
    });
  }

  #tell(changed: readonly Entry[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(changed);
      } catch (thrown) {
        this.#report(thrown);
      }
    }
  }

  /** One change after the other, in order. */
  #write(change: Parameters<OutboxStorage['write']>[0]): Promise<void> {
    const written = this.#writing.then(() => this.#storage.write(change));
    this.#writing = written.catch(() => {});
    return written;
  }

  #pump(): void {
    this.#pumping ??= this.#sendDue().finally(() => {
      this.#pumping = undefined;
      this.#sleep();
    });
  }

  async #sendDue(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      this.#apply({ kind: 'Pumped', now: this.#clock.now() });
      const { flight } = this.#state;
      if (flight === null) return;
      await this.#fly(flight);
    }
  }

  async #fly({ number: flight, lane, ids }: Flight): Promise<void> {
    const entries = ids.flatMap((id) => this.#state.entries.get(id) ?? []);
    const { signal } = this.#closing;
    const delivery = await deliver(this.#clientOf, { lane, entries, signal });
    const landed = { flight, at: this.#at(), now: this.#clock.now(), random: this.#random() };
    this.#apply({ ...landed, ...delivery });
  }

  #sleep(): void {
    this.#cancelSleep();
    const due = dueAt(this.#state);
    if (due === null || this.#closing.signal.aborted) return;
    const delayMs = Math.min(Math.max(due - this.#clock.now(), 0), sleepMsMax);
    this.#cancelSleep = this.#clock.after(delayMs, () => this.#pump());
  }

  #at(): string {
    return new Date(this.#today()).toISOString();
  }
}
