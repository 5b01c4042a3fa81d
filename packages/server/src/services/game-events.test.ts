import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  achievementId,
  eventAgeDaysMax,
  eventAheadHoursMax,
  type GameEvent,
  type Instant,
  instant,
  instantFromMilliseconds,
  millisecondsOf,
  ownStatKey,
  type Requirement,
  retail,
  type StatDefinition,
  type StatRule,
  unguarded,
  type Xuid,
  xuid,
} from '@laurel/domain';
import { onStat } from '@laurel/domain/sample-title';
import fc from 'fast-check';
import { createTestClock } from '../clock.ts';
import { newSqlitePlace, type SqlitePlace } from '../store/sqlite/sqlite-place.ts';
import { type Store, StoreFailure } from '../store/store.ts';
import { createGameEvents } from './game-events.ts';
import { createRefusedEvents } from './refused-events.ts';
import { callerOf, noon, sampleAchievement, sampleTitle, sampleTitles } from './sample-world.ts';

const window = {
  start: instant('2026-02-20T00:00:00Z'),
  end: instant('2026-03-01T06:00:00Z'),
};

function stat(name: string, type: StatDefinition['type'], rule: Partial<StatRule>): StatDefinition {
  const whole: StatRule = {
    event: 'Fought',
    fold: 'Sum',
    field: 'Kills',
    where: [],
    per: [],
    guard: unguarded,
    ...rule,
  };
  return { name, type, rule: whole };
}

function needs(id: string, ...requirements: readonly Requirement[]) {
  return sampleAchievement(id, { requirements });
}

const own = ownStatKey('Kills', '5');

const arena = sampleTitle({
  system: 'EventBased',
  events: [
    {
      name: 'Fought',
      fields: [
        { name: 'Kills', type: 'Integer' },
        { name: 'Meters', type: 'Double' },
        { name: 'Weapon', type: 'String' },
        { name: 'Won', type: 'Boolean' },
      ],
    },
  ],
  stats: [
    stat('Kills', 'Integer', {}),
    stat('Far', 'Double', { field: 'Meters' }),
    stat('Best', 'Integer', { fold: 'Maximum' }),
    stat('Worst', 'Integer', { fold: 'Minimum' }),
    stat('Weapon', 'String', { fold: 'Last', field: 'Weapon' }),
    stat('Fights', 'Integer', { fold: 'Count', field: null }),
    stat('Wins', 'Integer', { fold: 'Count', field: null, where: [{ field: 'Won', in: [true] }] }),
    stat('KillsWith', 'Integer', { per: ['Weapon'] }),
  ],
  achievements: [
    needs('1', onStat('Kills', { target: '30' })),
    needs('2', onStat('Far', { target: '5.5' })),
    needs('3', onStat('Best', { target: '9' }), onStat('Fights', { target: '5' })),
    needs('4', onStat('Worst', { target: '0', operation: 'Minimum' })),
    {
      ...needs('5', { ...onStat('Kills', { target: '10' }), on: { stat: 'Kills', key: own } }),
      timeWindow: window,
    },
    needs('6', onStat('KillsWith.Bow', { target: '8' }), onStat('Wins', { target: '2' })),
  ],
});

const hourMs = 3_600_000;

/** An event of a device, whose clock may be wrong by days. */
const anyEvent = fc.record({
  kills: fc.integer({ min: 0, max: 9 }),
  meters: fc
    .oneof(
      { arbitrary: fc.integer({ min: 0, max: 30 }), weight: 8 },
      fc.integer({ min: 10 ** 12, max: 10 ** 13 }),
    )
    .map((tenths) => tenths / 10),
  weapon: fc.constantFrom('Bow', 'Sword', 'Axe'),
  won: fc.boolean(),
  hoursAgo: fc.oneof(
    { arbitrary: fc.integer({ min: -20, max: 240 }), weight: 8 },
    fc.integer({ min: -60, max: 900 }),
  ),
});

type AnyEvent = typeof anyEvent extends fc.Arbitrary<infer T> ? T : never;

function made(one: AnyEvent, index: number): GameEvent {
  return {
    id: `event-${index}`,
    name: 'Fought',
    at: instantFromMilliseconds(millisecondsOf(noon) - one.hoursAgo * hourMs),
    fields: { Kills: one.kills, Meters: one.meters, Weapon: one.weapon, Won: one.won },
  };
}

/**
 * What several devices send: each event in a batch of one of them, batches repeated and mixed, a
 * few at once, time going on between.
 */
const anyStream = fc
  .array(anyEvent, { minLength: 1, maxLength: 60 })
  .chain((events) => {
    const places = fc.nat(events.length - 1);
    const batch = fc.array(places, { minLength: 1, maxLength: 12 });
    const whole = fc.shuffledSubarray(
      events.map((_, index) => index),
      {
        minLength: events.length,
        maxLength: events.length,
      },
    );
    const rounds = fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 30 }),
        atOnce: fc.array(batch, { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 8 },
    );
    return fc.record({ events: fc.constant(events.map(made)), whole, rounds });
  })
  .map(({ events, whole, rounds }) => ({
    events,
    // Whatever else was sent, in the end everything is.
    rounds: [...rounds, { hours: 0, atOnce: [whole] }],
  }));

/** What was counted, by the rules as they are told: no fold, no index, no memory of its own. */
function computed(counted: readonly { event: GameEvent; at: Instant }[]) {
  const number = (field: string) => counted.map(({ event }) => Number(event.fields[field]));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const kills = number('Kills');
  const inWindow = counted.filter(({ at }) => window.start <= at && at <= window.end);
  const killsIn = sum(inWindow.map(({ event }) => Number(event.fields.Kills)));
  const latest = [...counted].sort((a, b) =>
    a.at === b.at ? (a.event.id < b.event.id ? -1 : 1) : a.at < b.at ? -1 : 1,
  );
  const wins = counted.filter(({ event }) => event.fields.Won === true).length;
  const stats = new Map<string, string>();
  if (counted.length === 0) return { stats, unlocked: [] };
  const tenths = sum(number('Meters').map((meters) => Math.round(meters * 10)));
  stats.set('Kills', String(sum(kills)));
  stats.set('Far', String(tenths / 10));
  stats.set('Best', String(Math.max(...kills)));
  stats.set('Worst', String(Math.min(...kills)));
  stats.set('Weapon', String(latest.at(-1)?.event.fields.Weapon));
  stats.set('Fights', String(counted.length));
  if (wins > 0) stats.set('Wins', String(wins));
  for (const { event } of counted) {
    const key = `KillsWith.${event.fields.Weapon}`;
    stats.set(key, String(Number(stats.get(key) ?? 0) + Number(event.fields.Kills)));
  }
  if (inWindow.length > 0) stats.set(own, String(killsIn));
  const holds: readonly (readonly [string, boolean])[] = [
    ['1', sum(kills) >= 30],
    ['2', tenths >= 55],
    ['3', Math.max(...kills) >= 9 && counted.length >= 5],
    ['4', Math.min(...kills) <= 0],
    ['5', inWindow.length > 0 && killsIn >= 10],
    ['6', Number(stats.get('KillsWith.Bow') ?? 0) >= 8 && wins >= 2],
  ];
  return { stats, unlocked: holds.flatMap(([id, isHeld]) => (isHeld ? [id] : [])) };
}

describe('streams of events', () => {
  let place: SqlitePlace;
  let store: Store;
  let players = 0;

  before(async () => {
    place = await newSqlitePlace();
    store = await place.open();
  });

  after(async () => {
    await store[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });

  function newPlayer(): Xuid {
    players += 1;
    return xuid(String(2533274800000000 + players));
  }

  test('however they are repeated, mixed and dated, they come to what a direct count does', async () => {
    const property = fc.asyncProperty(anyStream, async ({ events, rounds }) => {
      const clock = createTestClock(noon);
      const { records } = store;
      const titles = sampleTitles(arena);
      const ingest = createGameEvents({
        records,
        titles,
        clock,
        players: { exists: async () => true },
        refusedEvents: createRefusedEvents(),
      });
      const owner = newPlayer();
      const counted = new Map<string, { event: GameEvent; at: Instant }>();
      for (const { hours, atOnce } of rounds) {
        clock.advance(hours * hourMs);
        const now = clock.milliseconds();
        const batches = atOnce.map((batch) => batch.flatMap((index) => events[index] ?? []));
        for (const event of batches.flat()) {
          const at = event.at ?? noon;
          const ms = millisecondsOf(at);
          const isIn =
            ms >= now - eventAgeDaysMax * 24 * hourMs && ms <= now + eventAheadHoursMax * hourMs;
          if (!isIn || counted.has(event.id)) continue;
          counted.set(event.id, { event, at: ms > now ? clock.now() : at });
        }
        const scid = arena.scid;
        const sent = (event: GameEvent) => ({ event, owner, scid, titleId: null });
        await Promise.all(batches.map((batch) => ingest.take([callerOf(owner)], batch.map(sent))));
      }
      const stored = await records.read({ sandbox: retail, xuid: owner, scid: arena.scid });
      const expected = computed([...counted.values()]);
      const stats = [...(stored?.record.stats ?? [])].sort();
      assert.deepEqual(stats, [...expected.stats].sort());
      const facts = await store.facts.ofPlayer(
        { sandbox: retail, xuid: owner },
        { before: null, limit: 1000 },
      );
      const unlocks = facts.filter(({ kind }) => kind === 'Unlocked');
      assert.deepEqual(unlocks.map(({ achievementId: id }) => id).sort(), expected.unlocked);
      const achieved = [...(stored?.record.progress ?? [])]
        .filter(([, { state }]) => state === 'Achieved')
        .map(([id]) => id);
      assert.deepEqual(achieved.sort(), expected.unlocked);
      assert.equal(stored?.totals.earned ?? 0, expected.unlocked.length);
    });
    await fc.assert(property, { numRuns: 120 });
    assert.deepEqual(await store.verify(), []);
  });

  test('a store that fails refuses the whole request, which may be sent again', async () => {
    const clock = createTestClock(noon);
    let isFailing = true;
    const records = {
      advance: (...given: Parameters<Store['records']['advance']>) =>
        isFailing
          ? Promise.reject(new StoreFailure('the disk is full'))
          : store.records.advance(...given),
    };
    const exists = async () => true;
    const titles = sampleTitles(arena);
    const ingest = createGameEvents({
      records,
      titles,
      clock,
      players: { exists },
      refusedEvents: createRefusedEvents(),
    });
    const event = made({ kills: 3, meters: 0, weapon: 'Bow', won: true, hoursAgo: 1 }, 1);
    const sent = [{ event, owner: null, scid: arena.scid, titleId: null }];
    const owner = newPlayer();
    await assert.rejects(ingest.take([callerOf(owner)], sent), StoreFailure);
    isFailing = false;
    const [result] = await ingest.take([callerOf(owner)], sent);
    assert.equal(result?.outcome, 'Counted');
  });

  test('an unlock names its achievement and the events it came from', async () => {
    const clock = createTestClock(noon);
    const titles = sampleTitles(arena);
    const { records } = store;
    const ingest = createGameEvents({
      records,
      titles,
      clock,
      players: { exists: async () => true },
      refusedEvents: createRefusedEvents(),
    });
    const owner = newPlayer();
    const event = made({ kills: 0, meters: 0, weapon: 'Bow', won: true, hoursAgo: 3 }, 1);
    const sent = [{ event, owner, scid: arena.scid, titleId: null }];
    const [result] = await ingest.take([callerOf(owner)], sent);
    assert.deepEqual(result?.unlocked, [achievementId('4')]);
    const [fact] = await store.facts.ofPlayer(
      { sandbox: retail, xuid: owner },
      { before: null, limit: 1 },
    );
    assert.deepEqual([fact?.source, fact?.earnedAt], ['Event', event.at]);
  });
});
