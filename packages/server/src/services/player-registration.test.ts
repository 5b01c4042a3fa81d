import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant, xuid } from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { createFakeStore } from './fake-store.ts';
import { gamertagFrom, numberedGamertag, parseGamertag } from './gamertag.ts';
import { createPlayerRegistration, type Registration } from './player-registration.ts';
import { emberling } from './sample-identity.ts';

const clock = createTestClock(instant('2026-03-01T12:00:00Z'));
const newcomer: Registration = {
  issuer: 'https://id.example',
  subject: 's1',
  gamertag: 'Newcomer',
  locale: 'de-AT',
  sandboxes: ['RETAIL'],
};

function registering(draw?: () => ReturnType<typeof xuid>) {
  const { players } = createFakeStore([emberling]);
  return createPlayerRegistration({ players, clock, ...(draw && { draw }) });
}

describe('a registration', () => {
  test('makes a player once and then finds them', async () => {
    const registration = registering();
    const made = await registration.playerOf(newcomer);
    assert.equal(made.gamertag, 'Newcomer');
    assert.equal(made.locale, 'de-AT');
    assert.match(made.xuid, /^25354[0-9]{11}$/);
    const found = await registration.playerOf({ ...newcomer, gamertag: 'Else' });
    assert.deepEqual(found, made);
  });

  test('puts a number behind a gamertag that is taken', async () => {
    const { gamertag } = await registering().playerOf({ ...newcomer, gamertag: 'emberling' });
    assert.match(gamertag, /^emberling[0-9]{4}$/);
  });

  test('draws again when an xuid is taken', async () => {
    const draws = [emberling.xuid, xuid('2535400000000009')];
    const made = await registering(() => draws.shift() ?? emberling.xuid).playerOf(newcomer);
    assert.equal(made.xuid, '2535400000000009');
  });

  test('gives up when nothing is free', async () => {
    await assert.rejects(registering(() => emberling.xuid).playerOf(newcomer), /no free xuid/);
  });

  test('finds the player whom another request made at the same time', async () => {
    const { players } = createFakeStore();
    let made = false;
    const registration = createPlayerRegistration({
      players: {
        async create() {
          made = true;
          return false;
        },
        byIdentity: async () => (made ? emberling : undefined),
      },
      clock,
    });
    assert.equal(await registration.playerOf(newcomer), emberling);
    assert.equal((await players.list({ after: null, limit: 9 })).length, 0);
  });
});

describe('a gamertag', () => {
  const names: readonly (readonly [name: string, gamertag: string])[] = [
    ['Ada', 'Ada'],
    ['ada.lovelace@example.test', 'adalovelace'],
    ['  Zoë   Ångström  ', 'Zoë Ångström'],
    ['名前', '名前'],
    ['<script>', 'script'],
    ['xuid(1)/x', 'xuid1x'],
    ['a name that is rather long', 'a name that is'],
    ['😀', 'Player'],
    ['', 'Player'],
  ];
  for (const [name, gamertag] of names) {
    test(`made of ${JSON.stringify(name)} is ${gamertag}`, () => {
      assert.equal(gamertagFrom(name), gamertag);
    });
  }

  test('with a number is never longer than 15 characters', () => {
    assert.equal(numberedGamertag('FifteenLetters_', 1234), 'FifteenLett1234');
    assert.equal(numberedGamertag('Ada', 1234), 'Ada1234');
  });

  test('may be any text without brackets, slashes and control characters', () => {
    assert.equal(parseGamertag(' Señor #7 '), 'Señor #7');
    for (const text of ['', ' ', 'a(b', 'a/b', 'a\nb', 'x'.repeat(33)]) {
      assert.equal(parseGamertag(text), undefined);
    }
  });
});
