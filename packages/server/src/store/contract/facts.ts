import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Refusal, retail, sandbox } from '@laurel/domain';
import type { CommittedFact } from '../store.ts';
import {
  alice,
  bob,
  granting,
  later,
  noon,
  otherScid,
  reporting,
  resetting,
  revoking,
  sampleKey,
} from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const key = sampleKey();
const ofAlice = { sandbox: retail, xuid: alice };

/** The ledger: `FactStore`. */
export function factsContract(newPlace: NewPlace): void {
  describe('facts', () => {
    const store = sharedStore(newPlace);
    testContents(store);
    testReaders(store);
    testPagesOfPlayer(store);
    testAfterReopening(newPlace);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

function testContents(store: GetStore): void {
  test('a fact is read back as it was decided, with where it belongs', async () => {
    const { records, facts } = store();
    await records.advance(key, reporting({ 1: 100 }));
    const granted = await records.advance(key, granting('2', later));
    const reset = await records.advance(key, resetting(later));
    const [first, second, third] = await facts.after(0, 10);
    assert.deepEqual(withoutSequence(first), {
      kind: 'Unlocked',
      achievementId: '1',
      percent: 100,
      earnedAt: noon,
      receivedAt: noon,
      source: 'Title',
      titleVersion: 1,
      key,
      recordVersion: 1,
    });
    assert.deepEqual(withoutSequence(second), { ...granted.facts[0], key, recordVersion: 2 });
    assert.deepEqual(withoutSequence(third), { ...reset.facts[0], key, recordVersion: 3 });
    assert.equal(third?.achievementId, null);
    assert.equal(second?.reason, 'ticket 7 – “lost”');
  });

  test('the facts of one batch keep their order and have a number each', async () => {
    const { records, facts } = store();
    await records.advance(key, reporting({ 3: 10, 1: 20, finale: 100 }));
    const found = await facts.after(0, 10);
    assert.deepEqual(
      found.map(({ achievementId, recordVersion }) => [achievementId, recordVersion]),
      [
        ['1', 1],
        ['3', 1],
        ['finale', 1],
      ],
    );
    assertRising(found);
  });

  test('numbers rise in the order of the writes, over all players', async () => {
    const { records, facts } = store();
    const keys = [key, sampleKey({ xuid: bob }), sampleKey({ scid: otherScid })];
    const written: string[] = [];
    for (const round of [1, 2, 3]) {
      for (const one of keys) {
        await records.advance(one, reporting({ 1: round * 10, 2: round * 10 }));
        written.push(`${one.xuid} ${one.scid} ${round}`, `${one.xuid} ${one.scid} ${round}`);
      }
    }
    const found = await facts.after(0, 100);
    assertRising(found);
    const inOrder = found.map(({ key: of, percent }) => `${of.xuid} ${of.scid} ${percent / 10}`);
    assert.deepEqual(inOrder, written);
  });

  test('a refused decision leaves no fact', async () => {
    const { records, facts } = store();
    await assert.rejects(async () => records.advance(key, revoking('1')), Refusal);
    assert.deepEqual(await facts.after(0, 10), []);
  });
}

function testReaders(store: GetStore): void {
  for (const limit of [1, 2, 3, 100]) {
    test(`a reader that takes ${limit} at a time sees each fact once`, async () => {
      const { records, facts } = store();
      await records.advance(key, reporting({ 1: 10, 2: 10, 3: 10 }));
      await records.advance(key, (before, totals) => ({
        record: { ...(before as NonNullable<typeof before>), lastPlayedAt: later },
        facts: [],
        totals,
      }));
      await records.advance(key, reporting({ 1: 20 }));
      await records.advance(sampleKey({ xuid: bob }), reporting({ 1: 30, finale: 30 }));
      const all = await facts.after(0, 100);
      const found: CommittedFact[] = [];
      for (let cursor = 0; ; cursor = found.at(-1)?.sequence ?? 0) {
        const page = await facts.after(cursor, limit);
        assert.ok(page.length <= limit);
        if (page.length === 0) break;
        found.push(...page);
      }
      assert.equal(all.length, 6);
      assert.deepEqual(found, all);
    });
  }

  test('a reader at the end sees the next fact, and none before it', async () => {
    const { records, facts } = store();
    await records.advance(key, reporting({ 1: 10 }));
    const [first] = await facts.after(0, 10);
    assert.deepEqual(await facts.after(first?.sequence ?? 0, 10), []);
    await records.advance(key, reporting({ 1: 20 }));
    const next = await facts.after(first?.sequence ?? 0, 10);
    assert.deepEqual(
      next.map(({ percent }) => percent),
      [20],
    );
  });

  test('numbers go on after everything was cleared', async () => {
    const { records, facts } = store();
    await records.advance(key, reporting({ 1: 10, 2: 10 }));
    const last = (await facts.after(0, 10)).at(-1)?.sequence ?? 0;
    await store().clear();
    await records.advance(key, reporting({ 1: 20 }));
    assert.equal((await facts.after(last, 10)).length, 1);
  });
}

function testPagesOfPlayer(store: GetStore): void {
  test("a player's facts come newest first, of one sandbox, over all titles", async () => {
    const { records, facts } = store();
    await records.advance(key, reporting({ 1: 10, 2: 20 }));
    await records.advance(sampleKey({ xuid: bob }), reporting({ 1: 99 }));
    await records.advance(sampleKey({ sandbox: sandbox('ACME.7') }), reporting({ 1: 98 }));
    await records.advance(sampleKey({ scid: otherScid }), reporting({ 1: 30 }));
    const found = await facts.ofPlayer(ofAlice, { before: null, limit: 10 });
    assert.deepEqual(
      found.map(({ percent }) => percent),
      [30, 20, 10],
    );
  });

  for (const limit of [1, 2, 5]) {
    test(`pages of ${limit} go through a player's facts without a gap`, async () => {
      const { records, facts } = store();
      await records.advance(key, reporting({ 1: 1, 2: 2, 3: 3 }));
      await records.advance(key, reporting({ 1: 4, 2: 5 }));
      await records.advance(key, reporting({ finale: 6 }));
      const percents: number[] = [];
      let before: number | null = null;
      for (;;) {
        const page: readonly CommittedFact[] = await facts.ofPlayer(ofAlice, { before, limit });
        assert.ok(page.length <= limit);
        if (page.length === 0) break;
        percents.push(...page.map(({ percent }) => percent));
        before = page.at(-1)?.sequence ?? 0;
      }
      assert.deepEqual(percents, [6, 5, 4, 3, 2, 1]);
    });
  }
}

function testAfterReopening(newPlace: NewPlace): void {
  test('numbers go on where they were after the store was opened again', async () => {
    await using place = await newPlace();
    let last = 0;
    for (const percent of [10, 20, 30]) {
      await using store = await place.open();
      await store.records.advance(key, reporting({ 1: percent, 2: percent, 3: percent }));
      const found = await store.facts.after(last, 10);
      assert.deepEqual(
        found.map((fact) => fact.percent),
        [percent, percent, percent],
      );
      last = found.at(-1)?.sequence ?? 0;
    }
  });
}

function assertRising(facts: readonly CommittedFact[]): void {
  const numbers = facts.map(({ sequence }) => sequence);
  const rising = [...new Set(numbers)].sort((a, b) => a - b);
  assert.deepEqual(numbers, rising);
}

function withoutSequence(fact: CommittedFact | undefined): unknown {
  assert.ok(fact);
  const { sequence, ...rest } = fact;
  assert.ok(Number.isSafeInteger(sequence));
  return rest;
}
