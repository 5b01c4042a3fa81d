import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { retail } from '@laurel/domain';
import type { Store } from '../store.ts';
import { alice, bob, later, plain, reporting, sampleKey, title } from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const ofAlice = sampleKey();
const ofBob = sampleKey({ xuid: bob });
const ofTitle = { sandbox: retail, scid: title.scid };

/** One player brought back from a snapshot of everything: `Store.restore` with a player. */
export function playerSnapshotsContract(newPlace: NewPlace): void {
  describe('snapshots of one player', () => {
    const store = sharedStore(newPlace);
    testBringingBack(store);
    testRarity(store);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

/** Alice and Bob have played; Alice plays on after the snapshot, and so does Bob. */
async function playOn({ records, snapshot }: Store): Promise<Uint8Array> {
  await records.advance(ofAlice, reporting({ 1: 100, 2: 40 }));
  await records.advance(ofBob, reporting({ 1: 100 }));
  const taken = await snapshot();
  await records.advance(ofAlice, reporting({ 2: 100, 3: 10 }, later));
  await records.advance(ofBob, reporting({ 2: 70 }, later));
  return taken;
}

function testBringingBack(store: GetStore): void {
  test('the player has what they had, and everybody else keeps what they have', async () => {
    const { records, restore, verify } = store();
    const snapshot = await playOn(store());
    const [aliceNow, bobNow] = [await records.read(ofAlice), await records.read(ofBob)];
    assert.equal(await restore(snapshot, alice), true);
    const [aliceThen, bobThen] = [await records.read(ofAlice), await records.read(ofBob)];
    assert.equal(aliceNow?.totals.gamerscore, 30);
    assert.equal(aliceThen?.totals.gamerscore, 10);
    assert.deepEqual(bobThen && plain(bobThen.record), bobNow && plain(bobNow.record));
    assert.deepEqual(await verify(), []);
  });

  test('what the player does next goes on from there', async () => {
    const { records, restore, facts, verify } = store();
    const snapshot = await playOn(store());
    await restore(snapshot, alice);
    const advanced = await records.advance(ofAlice, reporting({ 2: 60 }, later));
    assert.equal(advanced.version, 2);
    assert.equal((await facts.ofPlayer(ofAlice, { before: null, limit: 10 })).length, 3);
    assert.deepEqual(await verify(), []);
  });

  test('a player whom the snapshot does not know has nothing', async () => {
    const { records, restore, snapshot, verify } = store();
    const before = await snapshot();
    await playOn(store());
    assert.equal(await restore(before, alice), true);
    assert.equal(await records.read(ofAlice), undefined);
    assert.ok(await records.read(ofBob));
    assert.deepEqual(await verify(), []);
  });
}

function testRarity(store: GetStore): void {
  test('rarity is counted anew, so that an unlock that is gone no longer counts', async () => {
    const { rarity, restore } = store();
    const snapshot = await playOn(store());
    await rarity.fold(100, later);
    assert.equal(await percentOf(store(), '2'), 50);
    await restore(snapshot, alice);
    await rarity.fold(100, later);
    assert.equal(await percentOf(store(), '2'), 0);
    assert.equal(await percentOf(store(), '1'), 100);
  });
}

async function percentOf({ rarity }: Store, id: string): Promise<number> {
  const figures = await rarity.of(ofTitle);
  return figures.find(({ achievementId }) => String(achievementId) === id)?.percentage ?? 0;
}
