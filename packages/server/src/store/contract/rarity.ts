import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { achievementId, retail, sandbox, type Xuid, xuid } from '@laurel/domain';
import type { RarityFigure, Store } from '../store.ts';
import {
  alice,
  bob,
  granting,
  later,
  noon,
  reporting,
  resetting,
  revoking,
  sampleKey,
  title,
} from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const ofTitle = { sandbox: retail, scid: title.scid };

/** Rarity, folded from facts: `RarityStore`. */
export function rarityContract(newPlace: NewPlace): void {
  describe('rarity', () => {
    const store = sharedStore(newPlace);
    testCounting(store);
    testTakingBack(store);
    testImportedFigures(store);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

/** Three players, of whom one has achievement 1 and two have achievement 2. */
async function playByThree({ records }: Pick<Store, 'records'>): Promise<void> {
  const percents = [{ 1: 100, 2: 100 }, { 2: 100 }, { 1: 99 }];
  for (const [index, one] of percents.entries()) {
    await records.advance(sampleKey({ xuid: playerOf(index) }), reporting(one));
  }
}

function playerOf(index: number): Xuid {
  return xuid(String(100 + index));
}

function percentagesOf(figures: readonly RarityFigure[]): unknown {
  return Object.fromEntries(figures.map(({ achievementId: id, percentage }) => [id, percentage]));
}

function testCounting(store: GetStore): void {
  test('nothing is known of a title before anything was counted', async () => {
    await playByThree(store());
    assert.deepEqual(await store().rarity.of(ofTitle), []);
  });

  test('the share of players who unlocked is counted, with two decimals and its moment', async () => {
    const { rarity } = store();
    await playByThree(store());
    const folded = await rarity.fold(100, later);
    assert.deepEqual(folded, { facts: 3, titles: [ofTitle] });
    const figures = await rarity.of(ofTitle);
    assert.deepEqual(percentagesOf(figures), { 1: 33.33, 2: 66.67 });
    for (const { origin, asOf } of figures) assert.deepEqual([origin, asOf], ['Counted', later]);
  });

  test('facts that were counted are not counted again', async () => {
    const { rarity } = store();
    await playByThree(store());
    await rarity.fold(100, noon);
    assert.deepEqual(await rarity.fold(100, later), { facts: 0, titles: [] });
    assert.deepEqual(percentagesOf(await rarity.of(ofTitle)), { 1: 33.33, 2: 66.67 });
  });

  test('counting goes on where it was, however little is read at a time', async () => {
    const { rarity, records } = store();
    await playByThree(store());
    const read: number[] = [];
    for (const _ of [1, 2, 3]) read.push((await rarity.fold(2, noon)).facts);
    assert.deepEqual(read, [2, 1, 0]);
    await records.advance(sampleKey({ xuid: playerOf(3) }), reporting({ 1: 100 }));
    await rarity.fold(2, later);
    assert.deepEqual(percentagesOf(await rarity.of(ofTitle)), { 1: 50, 2: 50 });
  });

  test('those who count at once count each fact once', async () => {
    const { rarity } = store();
    await playByThree(store());
    const folded = await Promise.all([1, 2, 3].map(() => rarity.fold(100, noon)));
    assert.equal(
      folded.reduce((sum, { facts }) => sum + facts, 0),
      3,
    );
    assert.deepEqual(percentagesOf(await rarity.of(ofTitle)), { 1: 33.33, 2: 66.67 });
  });

  test('every sandbox is counted apart', async () => {
    const { rarity, records } = store();
    const acme = sandbox('ACME.7');
    await playByThree(store());
    await records.advance(sampleKey({ sandbox: acme }), reporting({ 3: 100 }));
    const { titles } = await rarity.fold(100, noon);
    assert.equal(titles.length, 2);
    assert.deepEqual(percentagesOf(await rarity.of({ ...ofTitle, sandbox: acme })), { 3: 100 });
    assert.deepEqual(percentagesOf(await rarity.of(ofTitle)), { 1: 33.33, 2: 66.67 });
  });
}

function testTakingBack(store: GetStore): void {
  test('what is revoked counts no more, and counts again once it is given back', async () => {
    const { rarity, records } = store();
    await records.advance(sampleKey({ xuid: bob }), reporting({ 1: 1 }));
    await records.advance(sampleKey(), reporting({ 1: 100 }));
    const shares: unknown[] = [];
    for (const decide of [revoking('1'), granting('1'), granting('2')]) {
      await rarity.fold(100, noon);
      shares.push(percentagesOf(await rarity.of(ofTitle)));
      await records.advance(sampleKey(), decide);
    }
    await rarity.fold(100, noon);
    shares.push(percentagesOf(await rarity.of(ofTitle)));
    assert.deepEqual(shares, [{ 1: 50 }, { 1: 0 }, { 1: 50 }, { 1: 50, 2: 50 }]);
  });

  for (const limit of [1, 100]) {
    test(`a reset takes back what the player had, counted ${limit} at a time`, async () => {
      const { rarity, records } = store();
      await records.advance(sampleKey({ xuid: bob }), reporting({ 1: 100, 2: 100 }));
      const decisions = [
        reporting({ 1: 100, 2: 100, 3: 100 }),
        revoking('2'),
        resetting(),
        reporting({ 3: 100 }),
      ];
      for (const decide of decisions) {
        await records.advance(sampleKey({ xuid: alice }), decide);
      }
      while ((await rarity.fold(limit, noon)).facts === limit);
      assert.deepEqual(percentagesOf(await rarity.of(ofTitle)), { 1: 50, 2: 50, 3: 50 });
    });
  }
}

function testImportedFigures(store: GetStore): void {
  const imported: readonly RarityFigure[] = [
    { achievementId: achievementId('1'), percentage: 12.34, origin: 'Imported', asOf: noon },
    { achievementId: achievementId('3'), percentage: 0, origin: 'Imported', asOf: noon },
  ];

  test('an imported figure is not recounted, and the others are', async () => {
    const { rarity } = store();
    await rarity.importFigures(ofTitle, imported);
    assert.deepEqual(await rarity.of(ofTitle), imported);
    await playByThree(store());
    await rarity.fold(100, later);
    const figures = await rarity.of(ofTitle);
    assert.deepEqual(percentagesOf(figures), { 1: 12.34, 2: 66.67, 3: 0 });
    assert.deepEqual(figures[0], imported[0]);
  });

  test('an imported figure takes the place of a counted one', async () => {
    const { rarity } = store();
    await playByThree(store());
    await rarity.fold(100, later);
    await rarity.importFigures(ofTitle, imported);
    assert.deepEqual(percentagesOf(await rarity.of(ofTitle)), { 1: 12.34, 2: 66.67, 3: 0 });
  });

  test('importing no figures changes nothing', async () => {
    await store().rarity.importFigures(ofTitle, []);
    assert.deepEqual(await store().rarity.of(ofTitle), []);
  });
}
