import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { samplePlayer } from './sample-player.ts';
import { tokenSpecOf } from './token-spec.ts';
import type { World } from './world.ts';

const world: World = {
  players: {
    alice: samplePlayer({ xuid: '1', gamertag: 'Emberling' }),
    bob: samplePlayer({ xuid: '2', gamertag: 'Potter7', locale: 'fr-FR' }),
  },
  titles: { A: { titleId: 1853190001, document: {}, sandboxes: [] } },
  state: {},
};

describe('the token of a template', () => {
  const rows: readonly [string, object][] = [
    ['alice', { xuid: '1' }],
    ['bob', { xuid: '2', locale: 'fr-FR' }],
    ['alice:ACME.7', { xuid: '1', sandbox: 'ACME.7' }],
    ['alice:sandbox=ACME.7', { xuid: '1', sandbox: 'ACME.7' }],
    ['alice:title=1853190001', { xuid: '1', titleId: 1853190001 }],
    ['alice:title=A', { xuid: '1', titleId: 1853190001 }],
    ['alice:title:A', { xuid: '1', titleId: 1853190001 }],
    ['alice:A', { xuid: '1', titleId: 1853190001 }],
    ['alice:A:ACME.7', { xuid: '1', titleId: 1853190001, sandbox: 'ACME.7' }],
    ['alice:expired', { xuid: '1', lifetimeSeconds: -3600 }],
    ['alice:locale=de', { xuid: '1', locale: 'de' }],
    ['device-only', { xuid: null }],
    ['thirdparty', { xuid: '2', locale: 'fr-FR', isThirdParty: true }],
    ['dev', { xuid: '1', isDeveloper: true, sandbox: 'ACME.7' }],
  ];
  for (const [text, order] of rows) {
    test(`{{token:${text}}}`, () => {
      const lasting = { kind: 'xsts', lifetimeSeconds: 366 * 86_400 };
      assert.deepEqual(tokenSpecOf(text, world), {
        order: { ...lasting, ...order },
        spoil: 'none',
      });
    });
  }

  test('may be spoiled', () => {
    assert.equal(tokenSpecOf('alice:tampered', world).spoil, 'signature');
  });

  for (const text of ['zoe', 'alice:title=Z', 'alice:whatever']) {
    test(`{{token:${text}}} is not understood`, () => {
      assert.throws(() => tokenSpecOf(text, world));
    });
  }
});
