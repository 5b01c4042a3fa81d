import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { retail, sandbox, scid, type Xuid, xuid } from '@laurel/domain';
import { alice, bob, otherScid, reporting, sampleKey, title } from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const ofAlice = { sandbox: retail, xuid: alice };
const acme = sandbox('ACME.7');
const ofTitle = { sandbox: retail, scid: title.scid };

/** What is asked of many records: a player's, or a title's. */
export function recordListsContract(newPlace: NewPlace): void {
  describe('lists of records', () => {
    const store = sharedStore(newPlace);
    testOfPlayer(store);
    testOfTitle(store);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

function testOfPlayer(store: GetStore): void {
  test('a player who has not played has no titles and no Gamerscore', async () => {
    const { records } = store();
    assert.deepEqual(await records.ofPlayer(ofAlice), []);
    assert.equal(await records.gamerscoreOf(ofAlice), 0);
  });

  test("a player's records come in the order of their scid, each whole", async () => {
    const { records } = store();
    const scids = ['ffffffff', '0000000a', '99999999'].map((start) =>
      scid(`${start}-0000-0000-0000-000000000000`),
    );
    for (const [index, one] of scids.entries()) {
      await records.advance(sampleKey({ scid: one }), reporting({ 1: 100, 2: index + 1 }));
    }
    await records.advance(sampleKey({ xuid: bob }), reporting({ 1: 10 }));
    await records.advance(sampleKey({ sandbox: acme }), reporting({ 1: 10 }));
    const found = await records.ofPlayer(ofAlice);
    assert.deepEqual(
      found.map(({ key }) => key),
      [...scids].sort().map((one) => sampleKey({ scid: one })),
    );
    for (const stored of found) {
      const alone = await records.read(stored.key);
      assert.deepEqual([...stored.record.progress], [...(alone?.record.progress ?? [])]);
      assert.deepEqual(stored.totals, alone?.totals);
      assert.equal(stored.version, alone?.version);
      assert.equal(stored.lastPlayedAt, alone?.lastPlayedAt);
    }
  });

  test('Gamerscore is the sum over the titles of one sandbox', async () => {
    const { records } = store();
    await records.advance(sampleKey(), reporting({ 1: 100, 2: 100, 3: 99 }));
    await records.advance(sampleKey({ scid: otherScid }), reporting({ finale: 100 }));
    await records.advance(sampleKey({ sandbox: acme }), reporting({ 3: 100 }));
    await records.advance(sampleKey({ xuid: bob }), reporting({ 3: 100 }));
    assert.equal(await records.gamerscoreOf(ofAlice), 10 + 20 + 50);
  });
}

function testOfTitle(store: GetStore): void {
  test('a title has as many players as have a record of it in the sandbox', async () => {
    const { records } = store();
    assert.equal(await records.countPlayers(ofTitle), 0);
    for (const one of [alice, bob]) {
      await records.advance(sampleKey({ xuid: one }), reporting({ 1: 1 }));
      await records.advance(sampleKey({ xuid: one }), reporting({ 1: 2 }));
    }
    await records.advance(sampleKey({ scid: otherScid }), reporting({ 1: 1 }));
    await records.advance(sampleKey({ sandbox: acme }), reporting({ 1: 1 }));
    assert.equal(await records.countPlayers(ofTitle), 2);
  });

  test('the players of a title come in pages by xuid as text, each once', async () => {
    const { records } = store();
    const players = ['9', '10', '100', '2533274800000001', '18446744073709551615'].map(xuid);
    for (const one of players) {
      await records.advance(sampleKey({ xuid: one }), reporting({ 1: 1 }));
    }
    await records.advance(sampleKey({ xuid: bob, scid: otherScid }), reporting({ 1: 1 }));
    const found: Xuid[] = [];
    let after: Xuid | null = null;
    for (;;) {
      const page: readonly Xuid[] = await records.playersOf(ofTitle, { after, limit: 2 });
      assert.ok(page.length <= 2);
      found.push(...page);
      after = page.at(-1) ?? null;
      if (after === null) break;
      // Who comes to play behind the page that was read disturbs none of the rest.
      await records.advance(sampleKey({ xuid: xuid('1') }), reporting({ 1: 1 }));
    }
    assert.deepEqual(found, [...players].sort());
  });
}
