import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  achievementId,
  emptyRecord,
  instant,
  type Languages,
  type PlayerRecord,
  type RecordedState,
  reportProgress,
  retail,
  type Title,
  totalsAfter,
  type Xuid,
} from '@laurel/domain';
import { createTestClock, type TestClock } from '../clock.ts';
import type { Outgoing, TakenOver, TakeOver } from '../http/exchange.ts';
import { createNotifications, type Notifications } from '../services/notifications.ts';
import { createPrivacy } from '../services/privacy.ts';
import {
  alice,
  bob,
  callerOf,
  carol,
  noon,
  sampleAchievement,
  samplePlayer,
  sampleTitle,
  sampleTitles,
} from '../services/sample-world.ts';
import { createSupport, type Support } from '../services/support.ts';
import type { Store } from '../store/store.ts';
import { clientFrame, serverFrames } from './client-frames.ts';
import { eventStreamLimits } from './event-stream.ts';
import { opcodes } from './frame-bytes.ts';
import { createRealtime, type Realtime } from './realtime.ts';
import { webSocketLimits } from './web-socket.ts';

/** For tests: a title-managed title whose achievements have the one requirement. */
export const kiln: Title = sampleTitle({
  achievements: ['1', '2', '3', '4'].map((id) =>
    sampleAchievement(id, {
      requirements: [
        {
          id: '00000000-0000-0000-0000-000000000000',
          on: 'Percent',
          target: '100',
          operation: 'Sum',
          valueType: 'Integer',
        },
      ],
    }),
  ),
});

/** For tests: the event of progress on the title. */
export function progressEvent(...standings: readonly (readonly [string, number])[]): unknown {
  return {
    serviceConfigId: kiln.scid,
    progression: standings.map(([id, percent]) => ({
      id,
      requirements: [
        {
          id: '00000000-0000-0000-0000-000000000000',
          current: String(percent),
          target: '100',
          operationType: 'Sum',
          valueType: 'Integer',
          ruleParticipationType: 'Individual',
        },
      ],
      progressState: percent === 100 ? 'Achieved' : 'InProgress',
      timeUnlocked: percent === 100 ? noon : '0001-01-01T00:00:00.0000000Z',
    })),
    contractVersion: 1,
  };
}

/** For tests: addresses of what can be watched of a player. */
export const uris = {
  progress: (of: Xuid) =>
    `https://achievements.xboxlive.com/users/xuid(${of})/achievements/${kiln.scid}`,
  notify: (of: Xuid) =>
    `https://notify.xboxlive.com/users/xuid(${of})/deviceId/current/titleId/${kiln.titleId}`,
  stat: (of: Xuid, name = 'EnemiesDefeated') =>
    `https://userstats.xboxlive.com/users/xuid(${of})/scids/${kiln.scid}/stats/${name}`,
  people: (of: Xuid) => `http://social.xboxlive.com/users/xuid(${of})/friends`,
} as const;

/** For tests: a small limit, so that little is too much. */
export const unreadBytesMax = 1000;

/** For tests: what opens a store in a file. */
export type OpenStore = (options: { readonly path: string }) => Promise<Store>;

/** For tests: the real-time room on a store in a file. */
export class SampleRealtime implements AsyncDisposable {
  readonly store: Store;
  readonly clock: TestClock;
  readonly support: Support;
  readonly notifications: Notifications;
  readonly failures: unknown[] = [];
  isAvailable = true;
  isDraining = false;
  live: Realtime;
  readonly #folder: string;
  readonly #calls = { underWay: 0 };

  private constructor(store: Store, folder: string) {
    this.store = counted(store, this.#calls);
    this.#folder = folder;
    this.clock = createTestClock(noon);
    const { clock } = this;
    const titles = sampleTitles(kiln);
    this.support = createSupport({ store: this.store, titles, clock, isDevelopment: true });
    this.notifications = createNotifications({ store: this.store, clock, drawId: randomUUID });
    this.live = this.#open();
  }

  /** @param openStore opens the store that the room is on */
  static async open(openStore: OpenStore): Promise<SampleRealtime> {
    const folder = mkdtempSync(join(tmpdir(), 'laurel-realtime-'));
    const store = await openStore({ path: join(folder, 'laurel.db') });
    for (const who of [alice, bob, carol]) await store.players.create(samplePlayer(who));
    return new SampleRealtime(store, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.live[Symbol.dispose]();
    await this.store[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** As after a restart of the server: nothing of it is remembered but what is stored. */
  restart(): void {
    this.live[Symbol.dispose]();
    this.live = this.#open();
  }

  /** Opens a connection of a player. */
  connect(who: Xuid = alice, languages: Languages = ['en']): SampleClient {
    const caller = callerOf(who);
    return new SampleClient(this.live.webSocket({ caller, owner: who, languages }));
  }

  /** Opens a stream of a player. */
  stream(who: Xuid = alice, behind: number | null = null): SampleClient {
    const listener = { caller: callerOf(who), owner: who, languages: ['en'] };
    return new SampleClient(this.live.eventStream(listener, { behind, scid: null }));
  }

  /** The title reports; the result is there when it is durable. */
  async report(who: Xuid, ...reports: readonly (readonly [string, number])[]): Promise<void> {
    const now = this.clock.now();
    const key = { sandbox: retail, xuid: who, scid: kiln.scid };
    await this.store.records.advance(key, (before: PlayerRecord | undefined, totals) => {
      const { record, facts } = reportProgress(kiln, before ?? emptyRecord(now), {
        reports: reports.map(([id, percent]) => ({ achievementId: achievementId(id), percent })),
        occasion: { earnedAt: now, receivedAt: now, source: 'Title' },
      });
      return { record, facts, totals: totalsAfter(kiln, totals, facts) };
    });
    await this.settled();
  }

  /** What was begun because of a commit is done, with all that it asked the store for. */
  async settled(): Promise<void> {
    do await settled();
    while (this.#calls.underWay > 0);
  }

  /** Another system recorded a stat. */
  async recordStat(who: Xuid, value: string, key = 'EnemiesDefeated'): Promise<void> {
    const state: RecordedState = {
      progress: new Map(),
      stats: new Map([[key, value]]),
      revoked: new Set(),
      lastPlayedAt: instant(noon),
    };
    await this.support.importState({ xuid: who, of: { sandbox: retail, scid: kiln.scid } }, state);
    await settled();
  }

  #open(): Realtime {
    const { store, clock, notifications } = this;
    return createRealtime({
      store,
      titles: sampleTitles(kiln),
      privacy: createPrivacy({ store }),
      notifications,
      figuresOf: () => new Map([[achievementId('1'), { category: 'Rare', percentage: 5 }]]),
      clock,
      looks: () => ({ assetBase: () => 'https://laurel.example', rarityScale: 100 }),
      isAvailable: () => this.isAvailable,
      isDraining: () => this.isDraining,
      onFailure: (cause) => this.failures.push(cause),
      webSocketLimits: { ...webSocketLimits, unreadBytesMax },
      eventStreamLimits: { ...eventStreamLimits, unreadBytesMax },
    });
  }
}

/** The same, and what was called and has no answer yet is counted. */
function counted<T extends object>(target: T, calls: { underWay: number }): T {
  return new Proxy(target, {
    get(of, name) {
      const member: unknown = Reflect.get(of, name, of);
      if (typeof member === 'object' && member !== null) return counted(member, calls);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]) => {
        const answer: unknown = Reflect.apply(member, of, given);
        if (!(answer instanceof Promise)) return answer;
        calls.underWay += 1;
        return answer.finally(() => {
          calls.underWay -= 1;
        });
      };
    },
  });
}

/** For tests: lets everything come that is on its way to a client. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** For tests: the client's end of a connection that the edge has handed over. */
export class SampleClient implements Outgoing {
  readonly taken: TakenOver;
  writableLength = 0;
  isEnded = false;
  isDestroyed = false;
  isPaused = false;
  #bytes: Buffer = Buffer.alloc(0);
  #kept: readonly unknown[] = [];

  constructor(takeOver: TakeOver) {
    this.taken = takeOver(this, 0);
  }

  /** Says something, as JSON or as it is. */
  say(message: unknown): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    this.taken.receive(clientFrame(opcodes.text, text));
  }

  /** Subscribes with the sequence number 1. @returns the id */
  async subscribe(uri: string): Promise<number> {
    this.say([1, 1, uri]);
    await settled();
    const said = this.heard();
    const reply: unknown = said.find((one) => Array.isArray(one) && one[0] === 1);
    // Something may have been announced already.
    this.#kept = said.filter((one) => one !== reply);
    if (!Array.isArray(reply) || reply[2] !== 0)
      throw new Error(`not subscribed: ${String(reply)}`);
    return Number(reply[3]);
  }

  /** What was said since the last time, read as JSON; close frames by their code. */
  heard(): readonly unknown[] {
    const kept = this.#kept;
    this.#kept = [];
    const read = this.frames().map(({ opcode, payload }) => {
      if (opcode === opcodes.text) return JSON.parse(payload.toString()) as unknown;
      if (opcode === opcodes.close) return { closed: payload.readUInt16BE(0) };
      return opcode === opcodes.ping ? 'ping' : `pong ${payload.toString()}`;
    });
    return [...kept, ...read];
  }

  /** The frames since the last time. */
  frames(): ReturnType<typeof serverFrames> {
    return serverFrames(this.#take());
  }

  /** The text since the last time, of a stream. */
  text(): string {
    return this.#take().toString();
  }

  write(bytes: Buffer | string): boolean {
    this.#bytes = Buffer.concat([this.#bytes, Buffer.from(bytes)]);
    return true;
  }

  end(): void {
    this.isEnded = true;
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  #take(): Buffer {
    const bytes = this.#bytes;
    this.#bytes = Buffer.alloc(0);
    return bytes;
  }
}
