import type { AchievementsClient } from '../achievements-client.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { RealtimeConnection } from '../realtime/realtime-connection.ts';
import { resourceUri } from '../realtime/resource-uri.ts';
import type { Achievement } from '../wire.ts';
import {
  type Change,
  type Known,
  type KnownAchievements,
  withList,
  withProgress,
} from './known-achievements.ts';
import { type ProgressEntry, parseProgressEvent } from './progress-event.ts';

/** What the manager needs to look after one player. */
export type LocalUser = {
  /** Speaks for the player. */
  readonly client: Pick<AchievementsClient, 'xuid' | 'listPages' | 'update'>;
  /** Tells what happens; without it the local state changes only when the manager is refreshed. */
  readonly realtime?: Pick<RealtimeConnection, 'subscribe' | 'watch'> | undefined;
  /** Takes reports and keeps them until they are delivered; without it nothing is kept. */
  readonly outbox?: ReportKeeper | undefined;
};

/** What an outbox is to those who report: ours, or one that stands for it. */
export type ReportKeeper = {
  /** Resolved when the report is kept, and perhaps delivered. */
  submit(report: {
    readonly xuid: string;
    readonly scid: string;
    readonly titleId: number;
    readonly id: string;
    readonly percentComplete: number;
  }): Promise<readonly KeptReport[]>;
  /** Calls back when reports stand otherwise than before, anyone's. @returns ends it */
  subscribe?(listener: (changed: readonly KeptReportOf[]) => void): () => void;
};

/** A kept report, and whose it is. */
export type KeptReportOf = KeptReport & { readonly xuid: string; readonly scid: string };

/** How a report that an outbox took stands. */
export type KeptReport = {
  readonly state: 'Queued' | 'Sending' | 'Delivered' | 'Superseded' | 'Rejected';
  /** Of a delivered one. */
  readonly result: 'advanced' | 'unchanged' | null;
  /** Of a rejected one. */
  readonly reason: { readonly status: number; readonly message: string } | null;
};

/** One page of a list that is read whole. Source: client case CL-001 [X]. */
const pageItems = 100;

/** How long the first list waits for the subscription, in milliseconds. */
const subscriptionMsMax = 3_000;

/** When a list that could not be read is asked for again, in milliseconds. */
const retryMs = 30_000;

/** Which title, and who hears about it. */
export type PlayerOptions = {
  readonly scid: string;
  readonly titleId: number;
  readonly clock?: Clock | undefined;
  /** Called after the first attempt to read the list, and again if only a later one succeeds. */
  readonly onSynced: () => void;
  readonly onChange: (change: Change) => void;
};

/**
 * Knows one player's achievements: reads the list once events are subscribed to, follows the
 * events, and reads the list anew whenever events may have been missed.
 */
export class LocalPlayer {
  readonly user: LocalUser;
  readonly #options: PlayerOptions;
  readonly #clock: Clock;
  readonly #abort = new AbortController();
  readonly #leave: (() => void)[] = [];
  #achievements: KnownAchievements = new Map();
  #isInitialized = false;
  #isLive = false;
  #hasTried = false;
  /** Events that come while the list is read; `undefined` while it is not. */
  #early: ProgressEntry[] | undefined;
  #isStale = false;
  #cancelTimer = () => {};

  constructor(user: LocalUser, options: PlayerOptions) {
    this.user = user;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Whether a list has been read. */
  get isInitialized(): boolean {
    return this.#isInitialized;
  }

  /** A report has been taken: where nothing else will tell of it, the list does. */
  hearTaken(): void {
    if (!this.#isLive && this.user.outbox?.subscribe === undefined) this.refresh();
  }

  /** What is known now. */
  get achievements(): KnownAchievements {
    return this.#achievements;
  }

  /** Subscribes and reads the list. */
  start(): void {
    const { realtime, client, outbox } = this.user;
    const heed = outbox?.subscribe?.((changed) => this.#hearKept(changed));
    if (heed !== undefined) this.#leave.push(heed);
    if (realtime === undefined) {
      this.refresh();
      return;
    }
    const { scid } = this.#options;
    const uri = resourceUri.achievementProgress({ xuid: client.xuid, scid });
    // Whichever comes first: from then on nothing is missed, or nothing will come.
    this.#later(subscriptionMsMax, () => this.refresh());
    this.#leave.push(
      realtime.subscribe(uri, (notice) => {
        if (notice.kind !== 'Event') this.#isLive = notice.kind === 'Active';
        if (notice.kind === 'Event') this.#hear(parseProgressEvent(notice.value));
        else this.refresh();
      }),
      realtime.watch(({ kind }) => {
        if (kind !== 'Resync') this.#isLive = false;
        const isLost = kind === 'Disconnected' || kind === 'Closed';
        if (kind === 'Resync' || (isLost && !this.#hasTried)) this.refresh();
      }),
    );
  }

  /** Forgets the player: nothing is asked, told or heard any more. */
  stop(): void {
    this.#abort.abort();
    this.#cancelTimer();
    for (const leave of this.#leave) leave();
  }

  /** Reads the list anew, or once more if it is just being read. */
  refresh(): void {
    if (this.#early !== undefined) this.#isStale = true;
    else void this.#read();
  }

  /** What an outbox delivers, perhaps long after the report, no event may tell of. */
  #hearKept(changed: readonly KeptReportOf[]): void {
    const { scid } = this.#options;
    const { xuid } = this.user.client;
    const isOurs = (one: KeptReportOf) => one.xuid === xuid && sameScid(one.scid, scid);
    const hasRisen = changed.some((one) => one.result === 'advanced' && isOurs(one));
    if (hasRisen && !this.#isLive) this.refresh();
  }

  async #read(): Promise<void> {
    this.#cancelTimer();
    this.#early = [];
    this.#isStale = false;
    const list = await this.#list().catch(() => undefined);
    if (this.#abort.signal.aborted) return;
    const early = this.#early;
    this.#early = undefined;
    const wasInitialized = this.#isInitialized;
    if (list !== undefined) {
      this.#isInitialized = true;
      this.#accept(withList(this.#achievements, list));
    }
    if (!this.#hasTried || this.#isInitialized !== wasInitialized) this.#options.onSynced();
    this.#hasTried = true;
    this.#accept(withProgress(this.#achievements, early, { onlyRises: true }));
    if (this.#isStale) this.refresh();
    else if (list === undefined) this.#later(retryMs, () => this.refresh());
  }

  async #list(): Promise<readonly Achievement[]> {
    const { titleId } = this.#options;
    const { signal } = this.#abort;
    const list: Achievement[] = [];
    const query = { titleIds: [titleId], maxItems: pageItems, signal };
    for await (const { items } of this.user.client.listPages(query)) list.push(...items);
    return list;
  }

  #hear(entries: readonly ProgressEntry[]): void {
    if (this.#early !== undefined) this.#early.push(...entries);
    else this.#accept(withProgress(this.#achievements, entries));
  }

  #accept({ achievements, changes }: Known): void {
    this.#achievements = achievements;
    for (const change of changes) this.#options.onChange(change);
  }

  #later(delayMs: number, callback: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(delayMs, callback);
  }
}

/** A service configuration's id in any case. Source: wire contract §5.9, U6. */
function sameScid(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
