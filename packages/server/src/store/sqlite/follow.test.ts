import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import {
  achievementId,
  emptyRecord,
  instant,
  noTotals,
  type PlayerRecord,
  reportProgress,
  retail,
  scid,
  titleId,
  xuid,
} from '@laurel/domain';
import { sampleTitle } from '../../services/sample-world.ts';
import type { Change, Endpoint, RecordChange, Verdict } from '../store.ts';
import { openSqliteStore, type SqliteStore } from './open-sqlite-store.ts';

const noon = instant('2026-03-01T12:00:00Z');
const kiln = sampleTitle();
const alice = xuid('2533274800000001');
const bob = xuid('2533274800000002');
const key = { sandbox: retail, xuid: alice, scid: kiln.scid };

let folder: string;
let store: SqliteStore;
let told: Change[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'laurel-follow-'));
  store = await openSqliteStore({ path: join(folder, 'laurel.db') });
  told = [];
  store.follow((change) => told.push(change));
});

afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function rise(id: string, percent: number): (before: PlayerRecord | undefined) => Verdict {
  return (before) => {
    const decision = reportProgress(kiln, before ?? emptyRecord(noon), {
      reports: [{ achievementId: achievementId(id), percent }],
      occasion: { earnedAt: noon, receivedAt: noon, source: 'Title' },
    });
    return { ...decision, totals: noTotals };
  };
}

function records(): readonly RecordChange[] {
  return told.filter((change) => change.kind === 'Record');
}

describe('a follower', () => {
  test('is told of each write in the order of the commits, with the numbers of the ledger', async () => {
    await Promise.all(
      [10, 20, 30].map((percent) => store.records.advance(key, rise('1', percent))),
    );
    assert.deepEqual(
      records().map(({ version, facts }) => [version, facts[0]?.percent]),
      [
        [1, 10],
        [2, 20],
        [3, 30],
      ],
    );
    const ledger = await store.facts.after(0, 10);
    assert.deepEqual(
      records().flatMap(({ facts }) => facts),
      ledger,
    );
  });

  test('is not told of a write that changes nothing', async () => {
    await store.records.advance(key, rise('1', 10));
    await store.records.advance(key, rise('1', 5));
    assert.equal(records().length, 1);
  });

  test('reads what it is told of', async () => {
    const seen: Promise<number | undefined>[] = [];
    store.follow((change) => {
      if (change.kind !== 'Record') return;
      seen.push(store.records.read(change.key).then((stored) => stored?.version));
    });
    await store.records.advance(key, rise('1', 10));
    assert.deepEqual(await Promise.all(seen), [1]);
  });

  test('is told nothing after it ended', async () => {
    const late: Change[] = [];
    store.follow((change) => late.push(change))[Symbol.dispose]();
    await store.records.advance(key, rise('1', 10));
    assert.deepEqual(late, []);
  });

  test('is told who was added to a list, changed and removed', async () => {
    const of = { xuid: alice, kind: 'People' } as const;
    const entry = { other: bob, isFavorite: false, since: noon };
    await store.players.addRelation(of, entry);
    await store.players.addRelation(of, { ...entry, isFavorite: true });
    await store.players.removeRelation({ ...of, other: bob });
    await store.players.removeRelation({ ...of, other: bob });
    const changes = told.map((change) => change.kind === 'Relation' && change.change);
    assert.deepEqual(changes, ['Added', 'Changed', 'Removed']);
  });

  test('is told when everything is replaced', async () => {
    const snapshot = await store.snapshot();
    await store.clear();
    await store.restore(snapshot);
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ['Replaced', 'Replaced'],
    );
  });
});

function endpoint(id: string, part: Partial<Endpoint> = {}): Endpoint {
  return {
    id,
    xuid: alice,
    titleId: kiln.titleId,
    systemId: id,
    locale: 'en-US',
    platform: 'Win32',
    transport: 'RTA',
    wantsUnlocks: true,
    registeredAt: noon,
    ...part,
  };
}

describe('endpoints', () => {
  const of = { xuid: alice, titleId: kiln.titleId };
  const ids = async () => (await store.notifications.endpointsOf(of)).map(({ id }) => id);

  test('of one device are one, the latest', async () => {
    await store.notifications.putEndpoint(endpoint('a'), { perPlayerMax: 9 });
    await store.notifications.putEndpoint(endpoint('b', { systemId: 'a' }), { perPlayerMax: 9 });
    assert.deepEqual(await ids(), ['b']);
  });

  test('beyond the limit drop the oldest', async () => {
    for (const [at, id] of ['a', 'b', 'c'].entries()) {
      const registeredAt = instant(`2026-03-01T12:00:0${at}Z`);
      await store.notifications.putEndpoint(endpoint(id, { registeredAt }), { perPlayerMax: 2 });
    }
    assert.deepEqual(await ids(), ['c', 'b']);
  });

  test('are removed by their own player alone', async () => {
    await store.notifications.putEndpoint(endpoint('a'), { perPlayerMax: 9 });
    assert.equal(await store.notifications.removeEndpoint({ id: 'a', xuid: bob }), false);
    assert.equal(await store.notifications.removeEndpoint({ id: 'a', xuid: alice }), true);
    assert.deepEqual(await ids(), []);
  });

  test('of other titles are apart', async () => {
    await store.notifications.putEndpoint(endpoint('a', { titleId: titleId(7) }), {
      perPlayerMax: 9,
    });
    assert.deepEqual(await ids(), []);
  });
});

describe('announcements', () => {
  test('are claimed by one of several at once, and never go back', async () => {
    const claims = await Promise.all([1, 2, 3].map(() => store.notifications.announce(key, 7)));
    assert.deepEqual(claims, [true, false, false]);
    assert.equal(await store.notifications.announce(key, 6), false);
    assert.equal(await store.notifications.announcedUpTo(key), 7);
  });

  test('of other titles are apart', async () => {
    await store.notifications.announce(key, 7);
    const other = { ...key, scid: scid('8c410200-77aa-4f0e-8d21-5b6c7d8e9f02') };
    assert.equal(await store.notifications.announcedUpTo(other), 0);
  });
});
