import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AchievementId,
  achievementId,
  emptyRecord,
  instant,
  noTotals,
  type PlayerRecord,
  type Progress,
  Refusal,
  retail,
  sandbox,
  xuid,
} from '@laurel/domain';
import {
  bob,
  type Decide,
  keeping,
  later,
  noon,
  otherScid,
  plain,
  reporting,
  revoking,
  sampleKey,
} from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const key = sampleKey();
const unlocked: Extract<Progress, { state: 'Achieved' }> = {
  state: 'Achieved',
  percent: 100,
  unlockedAt: noon,
};

/** How a record changes: `RecordStore.read` and `advance`. */
export function recordsContract(newPlace: NewPlace): void {
  describe('records', () => {
    const store = sharedStore(newPlace);
    testAdvances(store);
    testContents(store);
    testUnchanged(store);
    testRefusals(store);
    testRacingWriters(store);
    testKeys(store);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

function testAdvances(store: GetStore): void {
  test('a player who has not played has no record', async () => {
    assert.equal(await store().records.read(key), undefined);
  });

  test('the first decision is given no record and no totals', async () => {
    const given: unknown[] = [];
    await store().records.advance(key, (before, totals) => {
      given.push(before, totals);
      return keeping()(before, totals);
    });
    assert.deepEqual(given, [undefined, noTotals]);
  });

  test('an advance commits the record with its totals and its facts', async () => {
    const { records, facts } = store();
    const advanced = await records.advance(key, reporting({ 1: 40, 2: 100 }));
    assert.equal(advanced.version, 1);
    assert.deepEqual(
      advanced.facts.map(({ kind, percent }) => [kind, percent]),
      [
        ['Progressed', 40],
        ['Unlocked', 100],
      ],
    );
    const stored = await records.read(key);
    assert.ok(stored);
    assert.deepEqual(stored.key, key);
    assert.equal(stored.version, 1);
    assert.equal(stored.lastPlayedAt, noon);
    assert.deepEqual(stored.totals, { earned: 1, gamerscore: 20, lastUnlock: noon });
    assert.deepEqual(plain(stored.record), {
      progress: [
        ['1', { state: 'InProgress', percent: 40 }],
        ['2', unlocked],
      ],
      stats: [],
      revoked: [],
      lastPlayedAt: noon,
    });
    assert.equal((await facts.after(0, 10)).length, 2);
  });

  test('the next decision is given what the last one became', async () => {
    const { records } = store();
    const first = await records.advance(key, reporting({ 2: 100 }));
    const given: unknown[] = [];
    const second = await records.advance(key, (before, totals) => {
      given.push(before && plain(before), totals);
      return reporting({ 3: 100 }, later)(before, totals);
    });
    assert.deepEqual(given, [plain(first.record), { earned: 1, gamerscore: 20, lastUnlock: noon }]);
    assert.equal(second.version, 2);
    assert.equal((await records.read(key))?.totals.gamerscore, 50);
  });
}

function testContents(store: GetStore): void {
  test('stats, revoked achievements and a state of not started are kept in their order', async () => {
    const { records } = store();
    const record: PlayerRecord = {
      progress: new Map<AchievementId, Progress>([
        [achievementId('9'), { state: 'NotStarted', percent: 0 }],
        [achievementId('finale'), { ...unlocked, unlockedAt: later }],
        [achievementId('2'), unlocked],
      ]),
      stats: new Map([
        ['Kilns', '12.5'],
        ['Ämter', ''],
      ]),
      revoked: new Set([achievementId('finale'), achievementId('2')]),
      lastPlayedAt: later,
    };
    await records.advance(key, () => ({ record, facts: [], totals: noTotals }));
    const stored = await records.read(key);
    assert.deepEqual(stored && plain(stored.record), plain(record));
  });

  test('a record of a thousand long ids is kept whole', async () => {
    const { records } = store();
    const ids = Array.from({ length: 1000 }, (_, n) =>
      achievementId(`${String(n).padStart(8, 'x')}${'-'.repeat(56)}`),
    );
    const progress = new Map(ids.map((id) => [id, unlocked]));
    const record: PlayerRecord = { ...emptyRecord(noon), progress };
    await records.advance(key, () => ({ record, facts: [], totals: noTotals }));
    const stored = await records.read(key);
    assert.deepEqual(stored && plain(stored.record), plain(record));
  });

  test('a moment keeps its 100 ns digits, from the year 1 to 9999', async () => {
    const { records } = store();
    const moments = ['0001-01-01T00:00:00.0000000Z', '9999-12-31T23:59:59.9999999Z'].map(instant);
    for (const [index, at] of moments.entries()) {
      const own = sampleKey({ xuid: xuid(String(index + 1)) });
      await records.advance(own, reporting({ 1: 100 }, at));
      assert.equal((await records.read(own))?.lastPlayedAt, at);
      const progress = (await records.read(own))?.record.progress.get(achievementId('1'));
      assert.deepEqual(progress, { ...unlocked, unlockedAt: at });
    }
  });
}

function testUnchanged(store: GetStore): void {
  test('a change without facts is written', async () => {
    const { records, facts } = store();
    await records.advance(key, reporting({ 1: 10 }));
    const advanced = await records.advance(key, (before, totals) => ({
      record: { ...(before ?? emptyRecord(noon)), lastPlayedAt: later },
      facts: [],
      totals,
    }));
    assert.equal(advanced.version, 2);
    assert.equal((await records.read(key))?.lastPlayedAt, later);
    assert.equal((await facts.after(0, 10)).length, 1);
  });

  test('a record given back as it was is not written', async () => {
    const { records, facts } = store();
    await records.advance(key, reporting({ 1: 40 }));
    const advanced = await records.advance(key, reporting({ 1: 39 }));
    assert.equal(advanced.version, 1);
    assert.deepEqual(advanced.facts, []);
    assert.equal((await records.read(key))?.version, 1);
    assert.equal((await facts.after(0, 10)).length, 1);
  });

  test('a player who has nothing and is given nothing has not played', async () => {
    const { records } = store();
    assert.equal((await records.advance(key, keeping())).version, 0);
    assert.equal(await records.read(key), undefined);
  });
}

function testRefusals(store: GetStore): void {
  test('what a decision throws is thrown on, and nothing is written', async () => {
    const { records, facts } = store();
    const before = await records.advance(key, reporting({ 1: 40 }));
    const refusal = new Refusal('Conflict', 'no');
    const refuse = () => {
      throw refusal;
    };
    const isRefusal = (thrown: unknown) => thrown === refusal;
    await assert.rejects(async () => records.advance(key, refuse), isRefusal);
    const stored = await records.read(key);
    assert.deepEqual(stored && plain(stored.record), plain(before.record));
    assert.equal((await facts.after(0, 10)).length, 1);
  });

  test('a refusal for a player who has not played leaves no record', async () => {
    const { records } = store();
    await assert.rejects(async () => records.advance(key, revoking('1')), Refusal);
    assert.equal(await records.read(key), undefined);
  });

  test('what no write may hold is not written, and the record goes on', async () => {
    const { records } = store();
    const reason = 'x'.repeat(100_000);
    const tooLong: Decide = (before, totals) => {
      const verdict = reporting({ 1: 30 })(before, totals);
      return { ...verdict, facts: verdict.facts.map((fact) => ({ ...fact, reason })) };
    };
    await assert.rejects(async () => records.advance(key, tooLong), RangeError);
    assert.equal(await records.read(key), undefined);
    assert.equal((await records.advance(key, reporting({ 1: 20 }))).version, 1);
    await assert.rejects(async () => records.advance(key, tooLong), RangeError);
    assert.equal((await records.advance(key, reporting({ 1: 25 }))).version, 2);
  });

  test('a refusal among advances made at once concerns nobody else', async () => {
    const { records } = store();
    const settled = await Promise.allSettled([
      records.advance(key, reporting({ 1: 10 })),
      records.advance(key, revoking('3')),
      records.advance(key, reporting({ 1: 20 })),
      records.advance(sampleKey({ xuid: bob }), reporting({ 1: 30 })),
    ]);
    const states = settled.map(({ status }) => status);
    assert.deepEqual(states, ['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    assert.equal((await records.read(key))?.record.progress.get(achievementId('1'))?.percent, 20);
    assert.equal((await records.read(key))?.version, 2);
  });
}

function testRacingWriters(store: GetStore): void {
  test('two advances of one record at once both count', async () => {
    const { records } = store();
    const both = await Promise.all([
      records.advance(key, reporting({ 1: 100 })),
      records.advance(key, reporting({ 2: 100 })),
    ]);
    assert.deepEqual(both.map(({ version }) => version).sort(), [1, 2]);
    const stored = await records.read(key);
    assert.equal(stored?.version, 2);
    assert.deepEqual(stored?.totals, { earned: 2, gamerscore: 30, lastUnlock: noon });
  });

  test('progress never falls under racing writers, and each write has its own version', async () => {
    const { records, facts } = store();
    const percents = Array.from({ length: 300 }, (_, n) => ((n * 37) % 99) + 1);
    const answers = await Promise.all(
      percents.map((percent) => records.advance(key, reporting({ 1: percent }))),
    );
    const rises = answers.filter(({ facts: own }) => own.length > 0);
    const versions = rises.map(({ version }) => version).sort((a, b) => a - b);
    assert.deepEqual(
      versions,
      versions.map((_, index) => index + 1),
    );
    const told = (await facts.after(0, 1000)).map(({ percent }) => percent);
    assert.deepEqual(
      told,
      [...new Set(told)].sort((a, b) => a - b),
    );
    assert.equal(told.length, rises.length);
    assert.equal(told.at(-1), 99);
  });

  test('an advance is answered when it can be read, and holds its batch whole', async () => {
    const { records } = store();
    const players = Array.from({ length: 200 }, (_, n) => sampleKey({ xuid: xuid(String(n + 1)) }));
    await Promise.all(
      players.map(async (own) => {
        await records.advance(own, reporting({ 1: 100, 2: 60, 3: 70 }));
        const stored = await records.read(own);
        const percents = [...(stored?.record.progress.values() ?? [])];
        assert.deepEqual(
          percents.map(({ percent }) => percent),
          [100, 60, 70],
        );
      }),
    );
  });

  test('a report that changes nothing is answered after what it was decided on', async () => {
    const { records } = store();
    const rise = records.advance(key, reporting({ 1: 40 }));
    const same = await records.advance(key, reporting({ 1: 40 }));
    assert.deepEqual(same.facts, []);
    assert.equal(same.version, 1);
    assert.equal((await records.read(key))?.version, 1);
    await rise;
  });
}

function testKeys(store: GetStore): void {
  const neighbours = [
    ['another sandbox', sampleKey({ sandbox: sandbox('ACME.7') })],
    ['the same sandbox in another case', sampleKey({ sandbox: sandbox('Retail') })],
    ['another player', sampleKey({ xuid: bob })],
    ['another title', sampleKey({ scid: otherScid })],
  ] as const;
  for (const [what, neighbour] of neighbours) {
    test(`a record has nothing to do with ${what}`, async () => {
      const { records } = store();
      await records.advance(key, reporting({ 1: 100 }));
      assert.equal(await records.read(neighbour), undefined);
      await records.advance(neighbour, reporting({ 2: 50 }));
      assert.equal((await records.read(neighbour))?.record.progress.size, 1);
      assert.equal((await records.read(key))?.record.progress.size, 1);
    });
  }

  test('xuids that a double cannot tell apart are apart', async () => {
    const { records } = store();
    const near = ['18446744073709551615', '18446744073709551614', '9007199254740993'].map(xuid);
    const decide = (index: number): Decide => reporting({ 1: index + 1 });
    for (const [index, one] of near.entries()) {
      await records.advance(sampleKey({ xuid: one }), decide(index));
    }
    const percents = await Promise.all(
      near.map(async (one) => {
        const stored = await records.read({ sandbox: retail, xuid: one, scid: key.scid });
        return stored?.record.progress.get(achievementId('1'))?.percent;
      }),
    );
    assert.deepEqual(percents, [1, 2, 3]);
    assert.equal(await records.read(sampleKey({ xuid: xuid('9007199254740992') })), undefined);
  });
}
