import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Xuid } from '@laurel/domain';
import type { Relation, RelationKind } from '../store.ts';
import { alice, bob, carol, later, noon } from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const kinds: readonly RelationKind[] = ['People', 'Avoid', 'Mute'];
const friendsOfAlice = { xuid: alice, kind: 'People' } as const;

function relationTo(other: Xuid, part: Partial<Relation> = {}): Relation {
  return { other, isFavorite: false, since: noon, ...part };
}

/** The lists that players keep of other players. */
export function relationsContract(newPlace: NewPlace): void {
  describe('relations', () => {
    const store = sharedStore(newPlace);
    testEntries(store);
    testSides(store);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

function testEntries(store: GetStore): void {
  test('entries come in the order they were added', async () => {
    const { players } = store();
    await players.addRelation(friendsOfAlice, relationTo(carol));
    await players.addRelation(friendsOfAlice, relationTo(bob, { isFavorite: true, since: later }));
    const found = await players.relations(friendsOfAlice);
    assert.deepEqual(found, [
      relationTo(carol),
      relationTo(bob, { isFavorite: true, since: later }),
    ]);
  });

  test('an entry for the same player is replaced and keeps its place', async () => {
    const { players } = store();
    for (const other of [carol, bob]) await players.addRelation(friendsOfAlice, relationTo(other));
    await players.addRelation(friendsOfAlice, relationTo(carol, { isFavorite: true }));
    const found = await players.relations(friendsOfAlice);
    assert.deepEqual(found, [relationTo(carol, { isFavorite: true }), relationTo(bob)]);
  });

  test('an entry that was removed and added again is the last', async () => {
    const { players } = store();
    for (const other of [carol, bob]) await players.addRelation(friendsOfAlice, relationTo(other));
    await players.removeRelation({ ...friendsOfAlice, other: carol });
    assert.deepEqual(await players.relations(friendsOfAlice), [relationTo(bob)]);
    await players.addRelation(friendsOfAlice, relationTo(carol));
    const found = await players.relations(friendsOfAlice);
    assert.deepEqual(
      found.map(({ other }) => other),
      [bob, carol],
    );
  });

  test('entries added at once all stay', async () => {
    const { players } = store();
    await Promise.all(
      [alice, bob, carol].map((other) => players.addRelation(friendsOfAlice, relationTo(other))),
    );
    assert.equal((await players.relations(friendsOfAlice)).length, 3);
  });

  test('removing an entry that is not there changes nothing', async () => {
    const { players } = store();
    await players.addRelation(friendsOfAlice, relationTo(bob));
    await players.removeRelation({ ...friendsOfAlice, other: carol });
    assert.deepEqual(await players.relations(friendsOfAlice), [relationTo(bob)]);
  });
}

function testSides(store: GetStore): void {
  for (const kind of kinds) {
    test(`an entry of the list ${kind} is in no other list`, async () => {
      const { players } = store();
      await players.addRelation({ xuid: alice, kind }, relationTo(bob));
      for (const one of kinds) {
        const of = { xuid: alice, kind: one };
        const expected = one === kind ? relationTo(bob) : undefined;
        assert.deepEqual(await players.relation({ ...of, other: bob }), expected);
        assert.equal((await players.relations(of)).length, expected ? 1 : 0);
      }
    });
  }

  test('an entry says nothing about the other direction', async () => {
    const { players } = store();
    await players.addRelation(friendsOfAlice, relationTo(bob));
    const back = await players.relation({ xuid: bob, kind: 'People', other: alice });
    assert.equal(back, undefined);
  });

  test('who has a player in their People list is a follower, and nobody else', async () => {
    const { players } = store();
    await players.addRelation(friendsOfAlice, relationTo(carol));
    await players.addRelation({ xuid: bob, kind: 'People' }, relationTo(carol));
    await players.addRelation({ xuid: bob, kind: 'Mute' }, relationTo(alice));
    await players.addRelation({ xuid: carol, kind: 'People' }, relationTo(bob));
    assert.deepEqual(await Promise.all([alice, bob, carol].map(players.countFollowers)), [0, 1, 2]);
  });
}
