// tidy: the SDK's documented AchievementsManager
import type { Clock } from '../clock.ts';
import type { Achievement, ProgressState, Report } from '../wire.ts';
import { EventQueue } from './event-queue.ts';
import { percentOf } from './known-achievements.ts';
import { type KeptReport, LocalPlayer, type LocalUser } from './local-player.ts';
import { refuseManaged } from './manager-error.ts';
import { type SortField, type SortOrder, sorted } from './sorting.ts';

/** Which title the manager looks after. */
export type ManagerOptions = {
  readonly scid: string;
  readonly titleId: number;
  readonly clock?: Clock | undefined;
};

/** What happened to a local player. Source: wire contract §12. */
export type ManagerEvent =
  | { readonly kind: 'LocalUserInitialStateSynced'; readonly xuid: string }
  | {
      readonly kind: 'AchievementUnlocked' | 'AchievementProgressUpdated';
      readonly xuid: string;
      /** As it is after the event. */
      readonly achievement: Achievement;
    };

/**
 * What became of a report. `kept` lies in the outbox and is delivered when it can be; `failed` is
 * lost unless the title reports again.
 */
export type ReportOutcome =
  | { readonly result: 'advanced' | 'unchanged' | 'kept' }
  | { readonly result: 'failed'; readonly error: unknown };

/**
 * Knows the achievements of the players on this device, as the service has them, and tells what
 * changes. A game with a loop calls `doWork()` each frame; everyone else iterates over the manager.
 *
 * What is known changes only when the service says so, never by a report alone.
 *
 * Source: wire contract §12 [X].
 */
export class AchievementsManager {
  readonly #options: ManagerOptions;
  readonly #players = new Map<string, LocalPlayer>();
  readonly #events = new EventQueue<ManagerEvent>();

  constructor(options: ManagerOptions) {
    this.#options = options;
  }

  /**
   * Begins to look after a player: `LocalUserInitialStateSynced` follows, also when the list could
   * not be read; then it follows once more when it could.
   *
   * @throws {ManagerError} `unexpected` if the player was added before
   */
  addLocalUser(user: LocalUser): void {
    const { xuid } = user.client;
    if (this.#players.has(xuid)) refuseManaged('unexpected', `player ${xuid} was added before`);
    const player = new LocalPlayer(user, {
      ...this.#options,
      onSynced: () => this.#events.push({ kind: 'LocalUserInitialStateSynced', xuid }),
      onChange: (change) => this.#events.push({ ...change, xuid }),
    });
    this.#players.set(xuid, player);
    player.start();
  }

  /** Forgets a player. No event follows. @throws {ManagerError} `bounds` for one who is not here */
  removeLocalUser(xuid: string): void {
    this.#player(xuid).stop();
    this.#players.delete(xuid);
  }

  /**
   * Whether the first state of a player is known: `true`, or it throws.
   *
   * @throws {ManagerError} `invalid_argument` for a player who is not here, `fail` while it is not
   */
  isUserInitialized(xuid: string): true {
    const player = this.#players.get(xuid);
    if (player === undefined) refuseManaged('invalid_argument', `player ${xuid} was not added`);
    if (!player.isInitialized) refuseManaged('fail', `player ${xuid} is not initialized yet`);
    return true;
  }

  /**
   * One achievement as it is known.
   *
   * @throws {ManagerError} `bounds` for a player or an id that is not here, `unexpected` before
   *   the first state is known
   */
  getAchievement(xuid: string, id: string): Achievement {
    const found = this.#initialized(xuid).achievements.get(id);
    return found ?? refuseManaged('bounds', `the title has no achievement "${id.slice(0, 80)}"`);
  }

  /**
   * All achievements of a player.
   *
   * @throws {ManagerError} as `getAchievement`, `unexpected` for a title without any, and
   *   `invalid_argument` for an order that does not fit its field
   */
  getAchievements(
    xuid: string,
    sortField: SortField = 'DefaultOrder',
    sortOrder: SortOrder = 'Unsorted',
  ): readonly Achievement[] {
    const all = [...this.#initialized(xuid).achievements.values()];
    const list = sorted(all, sortField, sortOrder);
    if (list.length === 0) refuseManaged('unexpected', 'the title has no achievements');
    return list;
  }

  /** Those of one state, perhaps none. @throws {ManagerError} as `getAchievements` */
  getAchievementsByState(
    xuid: string,
    state: ProgressState,
    { sortField, sortOrder }: { sortField?: SortField; sortOrder?: SortOrder } = {},
  ): readonly Achievement[] {
    const all = this.getAchievements(xuid, sortField, sortOrder);
    return all.filter(({ progressState }) => progressState === state);
  }

  /**
   * Reports progress. What can be seen to be needless or wrong is refused at once; before the
   * first state is known, everything is taken. The local state changes when the service says so.
   *
   * @param percent a whole number from 0; above 100 counts as 100
   * @returns what became of it; it never rejects, so a game may let go of it
   * @throws {ManagerError} `bounds`, `already_unlocked`, `not_supported` or `invalid_argument`
   */
  updateAchievement(xuid: string, id: string, percent: number): Promise<ReportOutcome> {
    const player = this.#player(xuid);
    if (!Number.isInteger(percent) || percent < 0) {
      refuseManaged(
        'invalid_argument',
        `percent must be a whole number of 0 or more; got ${percent}`,
      );
    }
    const percentComplete = Math.min(percent, 100);
    if (player.isInitialized) refuseNeedless(this.getAchievement(xuid, id), percentComplete);
    return this.#report(player, { id, percentComplete });
  }

  /** Reads every player's list anew; events follow for what rose. */
  refresh(): void {
    for (const player of this.#players.values()) player.refresh();
  }

  /** @returns the events since the last call, in order; the array is the caller's */
  doWork(): readonly ManagerEvent[] {
    return this.#events.drain();
  }

  /** Events from now on, until `close()`. Does not take them from `doWork()`. */
  [Symbol.asyncIterator](): AsyncGenerator<ManagerEvent, void> {
    return this.#events.read();
  }

  /** Forgets every player, and ends those who iterate. */
  close(): void {
    for (const player of this.#players.values()) player.stop();
    this.#players.clear();
    this.#events.close();
  }

  async #report(
    player: LocalPlayer,
    report: Pick<Report, 'id' | 'percentComplete'>,
  ): Promise<ReportOutcome> {
    try {
      const outcome = await this.#deliver(player.user, report);
      if (outcome.result === 'advanced') player.hearTaken();
      return outcome;
    } catch (error) {
      return { result: 'failed', error };
    }
  }

  async #deliver(
    { client, outbox }: LocalUser,
    report: Pick<Report, 'id' | 'percentComplete'>,
  ): Promise<ReportOutcome> {
    const { scid, titleId } = this.#options;
    if (outbox === undefined) {
      const { result } = await client.update({ scid, titleId }, report);
      return { result };
    }
    const { xuid } = client;
    const [kept] = await outbox.submit({ xuid, scid, titleId, ...report });
    return outcomeOf(kept);
  }

  #player(xuid: string): LocalPlayer {
    const player = this.#players.get(xuid);
    return player ?? refuseManaged('bounds', `player ${xuid} was not added`);
  }

  #initialized(xuid: string): LocalPlayer {
    const player = this.#player(xuid);
    if (player.isInitialized) return player;
    return refuseManaged('unexpected', `player ${xuid} is not initialized yet`);
  }
}

/** A report that a higher one made needless is as good as delivered. */
function outcomeOf(report: KeptReport | undefined): ReportOutcome {
  if (report?.state === 'Rejected') return { result: 'failed', error: report.reason };
  if (report?.state === 'Superseded') return { result: 'unchanged' };
  return { result: report?.result ?? 'kept' };
}

function refuseNeedless(achievement: Achievement, percent: number): void {
  const { id, progressState, progression } = achievement;
  const { requirements } = progression;
  if (progressState === 'Achieved') {
    refuseManaged('already_unlocked', `achievement ${id} is unlocked already`);
  }
  if (requirements.length > 1 || requirements.some(({ target }) => target !== '100')) {
    refuseManaged('not_supported', `achievement ${id} is unlocked by events, not by its title`);
  }
  const recorded = percentOf(achievement);
  if (recorded >= percent) {
    refuseManaged(
      'invalid_argument',
      `achievement ${id} is at ${recorded} already; got ${percent}`,
    );
  }
}
