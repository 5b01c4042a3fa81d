import { deepEqual, equal } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type Xuid, xuid } from '@laurel/domain';
import fc from 'fast-check';
import { samplePlayer } from '../services/sample-world.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { type SampleClient, SampleRealtime, uris } from './sample-realtime.ts';

let room: SampleRealtime;

before(async () => {
  room = await SampleRealtime.open(openSqliteStore);
});

after(() => room[Symbol.asyncDispose]());

/** What devices do while their players unlock something; nothing waits for anything. */
type Deed =
  | { readonly what: 'connect'; readonly who: 0 | 1 }
  | { readonly what: 'drop'; readonly who: 0 | 1 }
  | { readonly what: 'unlock'; readonly who: 0 | 1; readonly id: string }
  | { readonly what: 'turns'; readonly count: number };

const who = fc.constantFrom(0 as const, 1 as const);
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant('connect' as const), who }),
    fc.record({ what: fc.constant('drop' as const), who }),
    fc.record({ what: fc.constant('unlock' as const), who, id: fc.constantFrom('1', '2', '3') }),
    fc.record({ what: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 6 }) }),
  ),
  { minLength: 4, maxLength: 24 },
);

/** How often is looked whether an announcement has come. */
const looksMax = 200;

class Device {
  readonly who: Xuid;
  readonly #client: SampleClient;
  readonly #heard: string[] = [];

  constructor(who: Xuid) {
    this.who = who;
    this.#client = room.connect(who);
    this.#client.say([1, 1, uris.notify(who)]);
  }

  drop(): void {
    this.heard();
    this.#client.taken.closed();
  }

  /** Ids of what was announced to it so far. */
  heard(): readonly string[] {
    for (const message of this.#client.heard()) {
      const [kind, , data] = Array.isArray(message) ? message : [];
      if (kind === 3) this.#heard.push(`${this.who} ${data.achievementId}`);
    }
    return this.#heard;
  }
}

describe('while devices come and go', () => {
  test('an unlock reaches some device, and none of them twice', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, async (all) => {
        const players = [await newPlayer(), await newPlayer()] as const;
        const { devices, unlocked } = await perform(all, players);
        for (const player of players) devices.push(new Device(player));
        const hear = () => devices.map((device) => device.heard());
        const isDone = () => new Set(hear().flat()).size === unlocked.size;
        for (let looks = 0; looks < looksMax && !isDone(); looks += 1) await room.settled();
        const heard = hear();
        for (const ids of heard) equal(new Set(ids).size, ids.length);
        deepEqual(new Set(heard.flat()), unlocked);
        for (const device of devices) device.drop();
        deepEqual(room.failures, []);
      }),
      { numRuns: 80 },
    );
  });
});

let created = 0;

async function newPlayer(): Promise<Xuid> {
  created += 1;
  const player = xuid(String(2_533_274_900_000_000 + created));
  await room.store.players.create(samplePlayer(player));
  return player;
}

async function perform(all: readonly Deed[], players: readonly [Xuid, Xuid]) {
  const devices: Device[] = [];
  const open = new Map<0 | 1, Device[]>();
  const unlocked = new Set<string>();
  const reports: Promise<void>[] = [];
  for (const deed of all) {
    if (deed.what === 'connect') {
      const device = new Device(players[deed.who]);
      devices.push(device);
      open.set(deed.who, [...(open.get(deed.who) ?? []), device]);
    } else if (deed.what === 'drop') {
      open.get(deed.who)?.shift()?.drop();
    } else if (deed.what === 'unlock') {
      unlocked.add(`${players[deed.who]} ${deed.id}`);
      reports.push(room.report(players[deed.who], [deed.id, 100]));
    } else if (deed.what === 'turns') {
      for (let turn = 0; turn < deed.count; turn += 1) await setImmediate();
    }
  }
  await Promise.all(reports);
  await room.settled();
  return { devices, unlocked };
}
