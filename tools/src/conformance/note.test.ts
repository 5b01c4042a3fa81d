import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Claim, checkClaim, readNote } from './note.ts';
import { samplePlayer } from './sample-player.ts';
import type { World } from './world.ts';

const world: World = {
  players: { bob: samplePlayer({ xuid: '2', gamertag: 'Potter7' }) },
  titles: {},
  state: {},
};

describe('what a note claims is read', () => {
  const rows: readonly [string, readonly Claim[]][] = [
    [
      "afterwards GET detail id 2: current '40', InProgress",
      [
        { kind: 'State', achievement: '2', state: 'InProgress' },
        { kind: 'Percent', achievement: '2', percent: 40 },
      ],
    ],
    [
      'afterwards Achieved, timeUnlocked 2026-03-01T12:00:00.0000000Z, gamerscore +25',
      [
        { kind: 'State', achievement: null, state: 'Achieved' },
        { kind: 'UnlockedAt', achievement: null, at: '2026-03-01T12:00:00.0000000Z' },
      ],
    ],
    [
      'afterwards id 3 Achieved; timeUnlocked = event time (inferred)',
      [{ kind: 'State', achievement: '3', state: 'Achieved' }],
    ],
    ['id 2 Achieved', [{ kind: 'State', achievement: '2', state: 'Achieved' }]],
    ['id 3 stays NotStarted', [{ kind: 'State', achievement: '3', state: 'NotStarted' }]],
    ["current '80'", [{ kind: 'Percent', achievement: null, percent: 80 }]],
    ['bob unchanged', [{ kind: 'Unchanged', player: 'bob' }]],
    ['state unchanged; a self-hosted server may prefer 401', [{ kind: 'Unchanged', player: null }]],
    ['A (40) + B (3); D, F untouched by alice', []],
    ['fidelity mode emits []', []],
    ['Achieved title-managed keeps its requirement', []],
  ];
  for (const [text, claims] of rows) {
    test(`"${text}"`, () => assert.deepEqual(readNote(text, world).claims, claims));
  }

  test('a header to add', () => {
    const { headers } = readNote('add header Signature: RGVhciBNci4=', world);
    assert.deepEqual(headers, { Signature: 'RGVhciBNci4=' });
  });
});

describe('a claim is held against what the player has', () => {
  const scid = '00000000-0000-0000-0000-00006e756f71';
  const request = {
    path: `/users/xuid(1)/achievements/${scid.toUpperCase()}/update`,
    body: { achievements: [{ id: '3', percentComplete: 10 }] },
  };
  const standing = (achievements: object[]) => ({ titles: [{ scid, achievements }] }) as never;
  const at40 = standing([{ id: '3', percent: 40, state: 'InProgress', unlockedAt: null }]);
  const rows: readonly [Claim, boolean][] = [
    [{ kind: 'State', achievement: '3', state: 'InProgress' }, true],
    [{ kind: 'State', achievement: null, state: 'Achieved' }, false],
    [{ kind: 'State', achievement: '9', state: 'NotStarted' }, true],
    [{ kind: 'Percent', achievement: null, percent: 40 }, true],
    [{ kind: 'Percent', achievement: null, percent: 33 }, false],
    [{ kind: 'UnlockedAt', achievement: '3', at: '2026-03-01T12:00:00.0000000Z' }, false],
    [{ kind: 'Unchanged', player: null }, false],
  ];
  for (const [claim, holds] of rows) {
    test(`${JSON.stringify(claim)} ${holds ? 'holds' : 'does not hold'}`, () => {
      const reason = checkClaim(claim, { before: standing([]), after: at40, request });
      assert.equal(reason === null, holds);
    });
  }
});
