import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { achievementId, type Fact, unlockPercentage } from '@laurel/domain';
import fc from 'fast-check';
import type { CommittedFact, Store } from '../store.ts';
import { achievementIds, later, plain } from './sample-decisions.ts';
import { createModel, type Model, nameOf } from './simulation-model.ts';
import { type Batch, batches } from './simulation-steps.ts';
import type { NewPlace, StorePlace } from './store-place.ts';

/** What fails once fails again. */
const seed = 20_260_301;
const runs = 50;
/** Facts a reader takes at a time: no divisor of anything. */
const factsPerPage = 7;

/**
 * Random decisions, one after another and at once, held against a model that keeps everything in
 * memory and does one thing after another.
 */
export function simulationContract(newPlace: NewPlace): void {
  describe('simulation', () => {
    let place: StorePlace;
    let store: Store;

    before(async () => {
      place = await newPlace();
      store = await place.open();
    });

    after(async () => {
      await store[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    });

    test('whatever is decided, the store holds what its decisions say, in some order', async () => {
      const property = fc.asyncProperty(batches, async (list) => {
        await store.clear();
        const model = createModel();
        for (const batch of list) {
          if (batch.reopens) {
            await store[Symbol.asyncDispose]();
            store = await place.open();
          }
          await play(store, { batch, model });
        }
        await compareFacts(store, model);
        await compareLists(store, model);
        await compareRarity(store, model);
        assert.deepEqual(await store.verify(), []);
      });
      await fc.assert(property, { seed, numRuns: runs });
    });
  });
}

/** Makes the advances of one batch at once, and lets the model follow their answers. */
async function play(store: Store, { batch, model }: { batch: Batch; model: Model }): Promise<void> {
  const settled = await Promise.allSettled(
    batch.steps.map(({ key, decide }) => store.records.advance(key, decide)),
  );
  const answered = batch.steps.map((step, index) => {
    const outcome = settled[index];
    assert.ok(outcome);
    return { step, outcome };
  });
  const names = new Set(batch.steps.map(({ key }) => nameOf(key)));
  for (const name of names) {
    model.follow(
      name,
      answered.filter(({ step }) => nameOf(step.key) === name),
    );
  }
  for (const { key } of batch.steps) {
    const [stored, expected] = [await store.records.read(key), model.state(nameOf(key))];
    assert.equal(stored?.version ?? 0, expected.version);
    if (stored === undefined) continue;
    assert.deepEqual(plain(stored.record), expected.record && plain(expected.record));
    assert.deepEqual(stored.totals, expected.totals);
    assert.equal(stored.lastPlayedAt, expected.record?.lastPlayedAt);
  }
}

async function compareFacts(store: Store, model: Model): Promise<void> {
  const found: CommittedFact[] = [];
  for (let cursor = 0; ; cursor = found.at(-1)?.sequence ?? 0) {
    const page = await store.facts.after(cursor, factsPerPage);
    if (page.length === 0) break;
    found.push(...page);
  }
  for (const name of model.names()) {
    const own = found.filter(({ key }) => nameOf(key) === name);
    const bare = own.map(({ key, sequence, ...fact }): Fact & { recordVersion: number } => fact);
    assert.deepEqual(bare, model.state(name).facts);
  }
  assert.equal(new Set(found.map(({ sequence }) => sequence)).size, found.length);
}

async function compareLists(store: Store, model: Model): Promise<void> {
  for (const { sandbox, xuid } of model.players()) {
    const expected = model.recordsOf({ sandbox, xuid });
    const found = await store.records.ofPlayer({ sandbox, xuid });
    assert.deepEqual(
      found.map(({ key, version }) => [key.scid, version]),
      expected.map(({ key, version }) => [key.scid, version]),
    );
    const gamerscore = expected.reduce((sum, { totals }) => sum + totals.gamerscore, 0);
    assert.equal(await store.records.gamerscoreOf({ sandbox, xuid }), gamerscore);
  }
}

async function compareRarity(store: Store, model: Model): Promise<void> {
  while ((await store.rarity.fold(factsPerPage, later)).facts > 0);
  for (const of of model.titles()) {
    const records = model.recordsOfTitle(of);
    assert.equal(await store.records.countPlayers(of), records.length);
    const figures = await store.rarity.of(of);
    const percentages = new Map(figures.map((one) => [one.achievementId, one.percentage]));
    for (const id of achievementIds.map(achievementId)) {
      const unlocks = records.filter(
        ({ progress, revoked }) => progress.get(id)?.state === 'Achieved' && !revoked.has(id),
      ).length;
      const expected = unlockPercentage({ unlocks, players: records.length });
      assert.equal(percentages.get(id) ?? 0, expected ?? 0, `rarity of ${id}`);
    }
  }
}
