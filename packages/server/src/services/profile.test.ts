import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { emptyRecord, retail, sandbox, scid } from '@laurel/domain';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createPrivacy } from './privacy.ts';
import { createProfiles, type Profiles } from './profile.ts';
import { refused } from './refused.ts';
import { alice, bob, callerOf, nobody, noon, samplePlayer } from './sample-world.ts';

let store: FakeStore;
let profiles: Profiles;

beforeEach(async () => {
  const pictureUrl = 'https://img.example/alice.png';
  store = createFakeStore([samplePlayer(alice, { pictureUrl }), samplePlayer(bob)]);
  profiles = createProfiles({ store, privacy: createPrivacy({ store }) });
  await earn('RETAIL', '1', 50);
  await earn('RETAIL', '2', 25);
  await earn('ACME.7', '1', 1000);
});

async function earn(where: string, digit: string, gamerscore: number): Promise<void> {
  const id = scid(`00000000-0000-0000-0000-00000000000${digit}`);
  const key = { sandbox: sandbox(where), xuid: alice, scid: id };
  const record = { ...emptyRecord(noon), stats: new Map([['Hits', '1']]) };
  const totals = { earned: 1, gamerscore, lastUnlock: noon };
  await store.records.advance(key, () => ({ record, facts: [], totals }));
}

describe('of', () => {
  test('settings come in the order asked, all as text', async () => {
    const [profile] = await profiles.of([alice], ['Gamerscore', 'Gamertag', 'GameDisplayPicRaw']);
    assert.deepEqual(profile, {
      xuid: alice,
      settings: [
        { id: 'Gamerscore', value: '75' },
        { id: 'Gamertag', value: 'Player1' },
        { id: 'GameDisplayPicRaw', value: 'https://img.example/alice.png' },
      ],
    });
  });

  test(`Gamerscore is the sum over ${retail} alone`, async () => {
    const [profile] = await profiles.of([alice], ['Gamerscore']);
    assert.equal(profile?.settings[0]?.value, '75');
  });

  test('a player without records has a Gamerscore of 0', async () => {
    const [profile] = await profiles.of([bob], ['Gamerscore']);
    assert.equal(profile?.settings[0]?.value, '0');
  });

  test('names match in any case, and those nobody knows are left out', async () => {
    const [profile] = await profiles.of([alice], ['gamertag', 'ShoeSize']);
    assert.deepEqual(profile?.settings, [{ id: 'Gamertag', value: 'Player1' }]);
  });

  test('without names everything is told that is for everyone', async () => {
    const [profile] = await profiles.of([alice], null);
    const ids = profile?.settings.map(({ id }) => id) ?? [];
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ['Gamertag', 'Gamerscore', 'AccountTier', 'XboxOneRep', 'RealName']) {
      assert.ok(ids.includes(id), id);
    }
  });

  test('one unknown player refuses all', async () => {
    await assert.rejects(profiles.of([alice, nobody], ['Gamertag']), refused('UnknownPlayer'));
  });

  test('one restricted setting refuses all', async () => {
    const asked = profiles.of([alice], ['Gamertag', 'firstname']);
    await assert.rejects(asked, refused('RestrictedSetting'));
  });

  test('players come in the order asked', async () => {
    const found = await profiles.of([bob, alice], ['Gamertag']);
    assert.deepEqual(
      found.map(({ xuid }) => xuid),
      [bob, alice],
    );
  });
});

describe('ofPeople', () => {
  beforeEach(async () => {
    const relation = { other: bob, isFavorite: false, since: noon };
    await store.players.addRelation({ xuid: alice, kind: 'People' }, relation);
  });

  test('gives the profiles of those whom the player follows', async () => {
    const of = { owner: alice, onlyFavorites: false, settings: ['Gamertag'] };
    const [profile] = await profiles.ofPeople(callerOf(alice), of);
    assert.equal(profile?.settings[0]?.value, 'Player2');
  });

  test('can be asked for favorites alone', async () => {
    const of = { owner: alice, onlyFavorites: true, settings: ['Gamertag'] };
    assert.deepEqual(await profiles.ofPeople(callerOf(alice), of), []);
  });
});
