import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Xuid } from '@laurel/domain';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createPeople, type People } from './people.ts';
import { createPrivacy } from './privacy.ts';
import { refused } from './refused.ts';
import { alice, bob, callerOf, carol, nobody, noon, samplePlayer } from './sample-world.ts';

let store: FakeStore;
let people: People;
const all = { owner: alice, view: 'All', offset: 0, maxItems: 1000 } as const;

beforeEach(async () => {
  store = createFakeStore([alice, bob, carol].map((id) => samplePlayer(id)));
  people = createPeople({ store, privacy: createPrivacy({ store }) });
  await follow(alice, bob, true);
  await follow(alice, carol);
  await follow(bob, alice);
});

function follow(xuid: Xuid, other: Xuid, isFavorite = false): Promise<void> {
  const relation = { other, isFavorite, since: noon };
  return store.players.addRelation({ xuid, kind: 'People' }, relation);
}

describe('list', () => {
  test('the owner sees whom they follow and who follows back, in the order added', async () => {
    const { total, people: listed } = await people.list(callerOf(alice), all);
    assert.equal(total, 2);
    const [first, second] = listed;
    assert.deepEqual(first, {
      xuid: bob,
      since: noon,
      isFavorite: true,
      isFollowingCaller: true,
      isFollowedByCaller: true,
    });
    assert.deepEqual([second?.xuid, second?.isFollowingCaller], [carol, false]);
  });

  test("another's list is told as the caller relates to it", async () => {
    const { people: listed } = await people.list(callerOf(carol), all);
    const relations = listed.map((one) => [one.xuid, one.isFavorite, one.isFollowedByCaller]);
    assert.deepEqual(relations, [
      [bob, false, false],
      [carol, false, false],
    ]);
  });

  test('a page is cut, and the total stays', async () => {
    const page = await people.list(callerOf(alice), { ...all, offset: 1, maxItems: 1 });
    assert.deepEqual([page.total, page.people.map(({ xuid }) => xuid)], [2, [carol]]);
  });

  test('favorites are for the owner', async () => {
    const favorites = { ...all, view: 'Favorite' } as const;
    const { people: listed } = await people.list(callerOf(alice), favorites);
    assert.deepEqual(
      listed.map(({ xuid }) => xuid),
      [bob],
    );
    await assert.rejects(people.list(callerOf(bob), favorites), refused('NotYourData'));
  });

  test('nobody is in the older network', async () => {
    const legacy = await people.list(callerOf(alice), { ...all, view: 'Legacy' });
    assert.deepEqual(legacy, { total: 0, people: [] });
  });

  test('a list that is hidden is refused', async () => {
    await store.players.update(samplePlayer(alice, { privacy: { ShareFriendList: 'Blocked' } }));
    await assert.rejects(people.list(callerOf(bob), all), refused('HiddenByPrivacy'));
  });
});

describe('some', () => {
  test('only those whom the owner follows are found, each once', async () => {
    const xuids = [carol, nobody, carol];
    const found = await people.some(callerOf(alice), { owner: alice, xuids });
    assert.deepEqual(
      found.map(({ xuid }) => xuid),
      [carol],
    );
  });
});

describe('summary', () => {
  test('counts both directions and says how the caller relates', async () => {
    assert.deepEqual(await people.summary(callerOf(bob), alice), {
      following: 2,
      followers: 1,
      isFollowingCaller: true,
      isFollowedByCaller: true,
      isFavorite: false,
    });
  });
});
