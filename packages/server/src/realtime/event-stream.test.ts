import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { achievementId, emptyRecord, type Fact, retail } from '@laurel/domain';
import { alice, bob } from '../services/sample-world.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { eventStreamLimits } from './event-stream.ts';
import { replayedFactsMax } from './replay.ts';
import {
  kiln,
  type SampleClient,
  SampleRealtime,
  settled,
  unreadBytesMax,
} from './sample-realtime.ts';

let room: SampleRealtime;

beforeEach(async () => {
  room = await SampleRealtime.open(openSqliteStore);
});

afterEach(async () => {
  assert.deepEqual(room.failures, []);
  await room[Symbol.asyncDispose]();
});

/** The events since the last time, each as its name and, where there is one, its id. */
async function eventsOf(client: SampleClient): Promise<readonly string[]> {
  await settled();
  return client
    .text()
    .split('\n\n')
    .filter((block) => block.includes('event: '))
    .map((block) => {
      const [, id] = /^id: (\d+)$/m.exec(block) ?? [];
      const [, name = ''] = /^event: (\w+)$/m.exec(block) ?? [];
      return id === undefined ? name : `${name} ${id}`;
    });
}

describe('a stream', () => {
  test('says where it begins, and then what happens', async () => {
    await room.report(alice, ['2', 40]);
    const client = room.stream();
    assert.deepEqual(await eventsOf(client), ['ready 1']);
    await room.report(alice, ['2', 50]);
    await room.report(alice, ['1', 100], ['3', 100]);
    assert.deepEqual(await eventsOf(client), ['progress 2', 'progress', 'unlock', 'unlock 4']);
  });

  test('carries the event of the real-time connection, and the announcement', async () => {
    const client = room.stream();
    await settled();
    client.text();
    await room.report(alice, ['1', 100]);
    const text = client.text();
    assert.match(text, /event: progress\ndata: \{"serviceConfigId":/);
    assert.match(
      text,
      /id: 1\nevent: unlock\ndata: \{"service":"achievements".*"rarityPercentage":5\.0/,
    );
  });

  test('goes on behind the last event that its client knows', async () => {
    await room.report(alice, ['2', 40]);
    await room.report(alice, ['1', 100]);
    await room.report(alice, ['2', 50]);
    assert.deepEqual(await eventsOf(room.stream(alice, 1)), ['progress', 'unlock 2', 'progress 3']);
    assert.deepEqual(await eventsOf(room.stream(alice, 3)), []);
  });

  test('leaves nothing out and tells nothing twice while it goes on', async () => {
    await room.report(alice, ['2', 10]);
    const client = room.stream(alice, 0);
    const updates = [20, 30, 40].map((percent) => room.report(alice, ['2', percent]));
    await Promise.all(updates);
    await room.report(alice, ['2', 50]);
    const ids = (await eventsOf(client)).map((event) => event.split(' ')[1]);
    assert.deepEqual(ids, ['1', '2', '3', '4', '5']);
  });

  test('says that too much was missed', async () => {
    const facts = Array.from({ length: replayedFactsMax + 1 }, () => risen());
    const key = { sandbox: retail, xuid: alice, scid: kiln.scid };
    await room.store.records.advance(key, (_, totals) => {
      return { record: emptyRecord(room.clock.now()), facts, totals };
    });
    assert.deepEqual(await eventsOf(room.stream(alice, 0)), [`resync ${facts.length}`]);
  });

  test('says to look again after what no event can say', async () => {
    const client = room.stream();
    await room.report(alice, ['1', 100]);
    await eventsOf(client);
    const subject = { xuid: alice, of: { sandbox: retail, scid: kiln.scid } };
    await room.support.revoke(subject, { achievementId: achievementId('1'), reason: 'test' });
    assert.deepEqual(await eventsOf(client), ['resync']);
  });

  test('tells nothing of others', async () => {
    const client = room.stream();
    await eventsOf(client);
    await room.report(bob, ['1', 100]);
    assert.deepEqual(await eventsOf(client), []);
  });

  test('says something where nothing happens', async () => {
    const client = room.stream();
    await settled();
    client.text();
    client.taken.sweep(eventStreamLimits.quietMs - 1);
    assert.equal(client.text(), '');
    client.taken.sweep(eventStreamLimits.quietMs);
    assert.equal(client.text(), ':\n\n');
  });

  test('ends when it has lived long enough, or the server drains', async () => {
    const old = room.stream();
    await settled();
    room.clock.advance(eventStreamLimits.lifetimeMs);
    old.taken.sweep(1);
    assert.equal(old.isEnded, true);
    const young = room.stream();
    room.isDraining = true;
    young.taken.sweep(1);
    assert.equal(young.isEnded, true);
    assert.equal(room.live.counts().streams, 0);
  });

  test('ends whether its client does or not', async () => {
    const client = room.stream();
    await settled();
    client.taken.finish();
    client.taken.sweep(eventStreamLimits.goodbyeMs - 1);
    assert.equal(client.isDestroyed, false);
    client.taken.sweep(eventStreamLimits.goodbyeMs);
    assert.equal(client.isDestroyed, true);
  });

  test('that nobody reads is dropped', async () => {
    const client = room.stream();
    await settled();
    client.writableLength = unreadBytesMax + 1;
    await room.report(alice, ['2', 40]);
    assert.equal(client.isDestroyed, true);
    assert.equal(room.live.counts().dropped, 1);
    assert.equal(room.live.countOf(alice), 0);
  });
});

/** A fact, of which there may be many. */
function risen(): Fact {
  const now = room.clock.now();
  return {
    kind: 'Progressed',
    achievementId: achievementId('4'),
    percent: 40,
    earnedAt: now,
    receivedAt: now,
    source: 'Title',
    titleVersion: 1,
  };
}
