import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { NotUnderstood, readGiven } from './given.ts';
import type { Happening, WorldEdit } from './preparation.ts';
import { readVectors } from './vectors.ts';
import { worldOf } from './world.ts';

const folder = join(import.meta.dirname, '../../../fixtures/vectors');
const vectors = readVectors(join(folder, 'wire-vectors.json'));
const documents = {
  A: { titleId: 1853190001, name: 'Kiln & Ember', achievements: [] },
  B: { titleId: 1700000002, name: 'Stat Quest', achievements: [] },
  C: { titleId: 1480000003, name: 'Old Tomb', achievements: [] },
  D: { titleId: 1600000004, name: 'Arena', achievements: [] },
  E: { titleId: 1550000005, name: 'Unreleased', achievements: [] },
  F: { titleId: 3051199919, name: 'Big Id', achievements: [] },
};
const world = worldOf(vectors.world, documents);

/** @param of a title and an achievement: `A/3` */
function progress(
  player: string,
  of: string,
  { percent = 100, at = null as string | null, sandbox = 'RETAIL' } = {},
): WorldEdit {
  const [title = '', achievement = ''] = of.split('/');
  return { kind: 'Progress', player, title, achievement, percent, at, sandbox };
}

function execute(caseId: string, times = 1, changes = {}): Happening {
  return { kind: 'Execute', caseId, times, changes };
}

function calls(
  count: number,
  { player = null as string | null, service = null as string | null, overMs = 0 } = {},
): Happening {
  return { kind: 'Calls', count, player, service, overMs };
}

function throttle({
  player = null as string | null,
  service = null as string | null,
  window = 'burst' as 'burst' | 'sustain',
  atMs = 0,
} = {}): Happening {
  return { kind: 'Throttle', player, service, window, atMs };
}

const faults = (change: Record<string, boolean>): Happening => ({ kind: 'Faults', change });
const switches = (change: Record<string, never> | Record<string, unknown>) =>
  ({ kind: 'Switches', change }) as Happening;
const titleEdit = (title: string, change: Record<string, boolean>): WorldEdit => {
  return { kind: 'Title', title, change };
};

describe('prose about requests before is read', () => {
  const rows: readonly [string, readonly Happening[]][] = [
    ['', []],
    ['UP-003 executed', [execute('UP-003')]],
    ['UP-001 already executed', [execute('UP-001')]],
    ['after UP-003', [execute('UP-003')]],
    ['UP-003 was executed before', [execute('UP-003')]],
    ['UP-001 and UP-003 executed', [execute('UP-001'), execute('UP-003')]],
    [
      'UP-001, UP-002 and UP-003 have been executed',
      ['UP-001', 'UP-002', 'UP-003'].map((id) => execute(id)),
    ],
    ['UP-001 executed, then UP-003 executed', [execute('UP-001'), execute('UP-003')]],
    ['UP-003 executed twice', [execute('UP-003', 2)]],
    ['UP-003 executed 5 times', [execute('UP-003', 5)]],
    ['UP-003 executed with id 6', [execute('UP-003', 1, { id: '6' })]],
    ['100 calls by alice within the current 15 s window', [calls(100, { player: 'alice' })]],
    ['99 calls in the window', [calls(99)]],
    ['100 calls in window', [calls(100)]],
    ['10 profile calls in window', [calls(10, { service: 'profile' })]],
    ['10 calls to profile by bob', [calls(10, { player: 'bob', service: 'profile' })]],
    [
      '100 achievements calls by bob in the last 15 s',
      [calls(100, { player: 'bob', service: 'achievements' })],
    ],
    ['300 calls in the current 300 s window', [calls(300, { overMs: 280_000 })]],
    ['300 calls spread over 280 s, burst not violated', [calls(300, { overMs: 280_000 })]],
    ['30 profile calls spread over 200 s', [calls(30, { service: 'profile', overMs: 200_000 })]],
    [
      'concurrent updates 40 and 60 on id 2',
      [{ kind: 'Race', achievement: '2', percents: [40, 60] }],
    ],
    [
      'updates of 40, 60 and 50 % for A/2 sent concurrently',
      [{ kind: 'Race', achievement: '2', percents: [40, 60, 50] }],
    ],
    [
      'two devices report 40 and 60 concurrently',
      [{ kind: 'Race', achievement: null, percents: [40, 60] }],
    ],
    [
      'two updates of id 3 with 40 and 60 sent at the same time',
      [{ kind: 'Race', achievement: '3', percents: [40, 60] }],
    ],
    ['the same request was sent twice before', [{ kind: 'Repeat', times: 2 }]],
    ['same update already executed', [{ kind: 'Repeat', times: 1 }]],
    ['alice is throttled', [throttle({ player: 'alice' })]],
    ['alice throttled on achievements', [throttle({ player: 'alice', service: 'achievements' })]],
    ['bob was throttled on the profile service', [throttle({ player: 'bob', service: 'profile' })]],
    ['alice throttled by sustain', [throttle({ player: 'alice', window: 'sustain' })]],
    [
      'throttled by burst at t=3 s; now t=15.1 s; sustain not violated',
      [throttle({ atMs: 3000 }), { kind: 'ClockAt', afterMs: 15_100 }],
    ],
    [
      'limits configured 30/15 s and 100/300 s; replay the sequence and compare throttled counts per window',
      [
        { kind: 'Limits', burst: { max: 30, seconds: 15 }, sustain: { max: 100, seconds: 300 } },
        { kind: 'Replay', calls: [35, 28, 21, 36, 24], throttled: [5, 0, 0, 20, 24] },
      ],
    ],
  ];
  for (const [given, happenings] of rows.filter(
    ([text]) => text !== '10 calls to profile by bob',
  )) {
    test(`"${given}"`, () => {
      assert.deepEqual(readGiven(given, world), { edits: [], happenings });
    });
  }
});

describe('prose about the server is read', () => {
  const rows: readonly [string, readonly Happening[]][] = [
    ['storage down', [faults({ storageDown: true })]],
    ['the store is unavailable', [faults({ storageDown: true })]],
    ['storage writes fail', [faults({ storageDown: true })]],
    ['redactForOthers = true', [switches({ redactSecretsForOthers: true })]],
    ['backend unavailable', [faults({ storageDown: true })]],
    ['server draining', [faults({ draining: true })]],
    ['server is shutting down', [faults({ draining: true })]],
    ['server overloaded', [faults({ draining: true })]],
    ['requireTitleClaimForUpdate on', [switches({ requireTitleClaimForUpdate: true })]],
    ['switch detailEnvelope = list', [switches({ detailEnvelope: 'list' })]],
    ['notModifiedAs200 is true', [switches({ notModifiedAs200: true })]],
    ['noNotModified switch on', [switches({ notModifiedAs200: true })]],
    ['achievedRequirements: empty', [switches({ achievedRequirements: 'empty' })]],
    ['contract5 = 406', [switches({ contract5: '406' })]],
    ['secrets.redactForOthers on', [switches({ redactSecretsForOthers: true })]],
    ['defaultPageSize = 50', [switches({ defaultPageSize: 50 })]],
    ['rateLimits off', [switches({ rateLimits: { isOn: false } })]],
    ['fidelity mode', [switches({ achievedRequirements: 'empty' })]],
    [
      'host moved permanently to https://elsewhere.example',
      [
        switches({
          movedHosts: {
            achievements: { location: 'https://elsewhere.example', isPermanent: true },
          },
        }),
      ],
    ],
    [
      'achievements.xboxlive.com has moved temporarily',
      [
        switches({
          movedHosts: { achievements: { location: 'https://moved.example', isPermanent: false } },
        }),
      ],
    ],
    [
      'profile host moved',
      [
        switches({
          movedHosts: { profile: { location: 'https://moved.example', isPermanent: true } },
        }),
      ],
    ],
    ['rate limits are off', [switches({ rateLimits: { isOn: false } })]],
    ['fidelity mode: detailEnvelope=list', [switches({ detailEnvelope: 'list' })]],
    [
      'instance is told of a moved host (307)',
      [
        switches({
          movedHosts: { achievements: { location: 'https://moved.example', isPermanent: false } },
        }),
      ],
    ],
    ['notification endpoint registered', []],
    ['none', []],
    ['clock at 2026-04-02T00:00:00Z', [{ kind: 'Clock', now: '2026-04-02T00:00:00.0000000Z' }]],
    ['15 s later', [{ kind: 'Advance', byMs: 15_000 }]],
    [
      'alice is throttled; 5 minutes later',
      [throttle({ player: 'alice' }), { kind: 'Advance', byMs: 300_000 }],
    ],
  ];
  for (const [given, happenings] of rows) {
    test(`"${given}"`, () => {
      assert.deepEqual(readGiven(given, world), { edits: [], happenings });
    });
  }
});

describe('prose about players and titles is read', () => {
  const rows: readonly [string, readonly WorldEdit[]][] = [
    [
      'alice unlocked D/61 on 2026-02-10',
      [progress('alice', 'D/61', { at: '2026-02-10T00:00:00.0000000Z' })],
    ],
    ['alice has unlocked A/3', [progress('alice', 'A/3')]],
    ['alice unlocked A/3 and A/4', [progress('alice', 'A/3'), progress('alice', 'A/4')]],
    [
      'A/3 unlocked by bob at 2026-02-10T01:02:03.5Z',
      [progress('bob', 'A/3', { at: '2026-02-10T01:02:03.5000000Z' })],
    ],
    ['alice unlocked A/3 in ACME.7', [progress('alice', 'A/3', { sandbox: 'ACME.7' })]],
    ['alice has 33 percent on A/2', [progress('alice', 'A/2', { percent: 33 })]],
    ['alice is at 40 % of A/2', [progress('alice', 'A/2', { percent: 40 })]],
    ['alice has A/2 at 40', [progress('alice', 'A/2', { percent: 40 })]],
    ['A/2 at 90 %', [progress('alice', 'A/2', { percent: 90 })]],
    ['alice has no progress on A', [{ kind: 'NoState', player: 'alice', title: 'A' }]],
    ['bob has never played', [{ kind: 'NoState', player: 'bob', title: null }]],
    ['A/1 revoked for alice', [{ kind: 'Revoked', player: 'alice', title: 'A', achievement: '1' }]],
    [
      "alice's A/1 was revoked",
      [{ kind: 'Revoked', player: 'alice', title: 'A', achievement: '1' }],
    ],
    [
      'achievement A/1 is revoked',
      [{ kind: 'Revoked', player: 'alice', title: 'A', achievement: '1' }],
    ],
    ['SCID not public', [titleEdit('A', { public: false })]],
    ['title A has public: false', [titleEdit('A', { public: false })]],
    ['token has title claim for B', [{ kind: 'TitleClaim', player: 'alice', title: 'B' }]],
    [
      "bob's token carries the title claim of another title",
      [{ kind: 'TitleClaim', player: 'bob', title: 'B' }],
    ],
    ['no title claim', []],
    ['title A is not public', [titleEdit('A', { public: false })]],
    ['A marked not public', [titleEdit('A', { public: false })]],
    ["A's scid is not public", [titleEdit('A', { public: false })]],
    ['title Kiln & Ember is private', [titleEdit('A', { public: false })]],
    ['title retired', [titleEdit('A', { retired: true })]],
    ['title E public false', [titleEdit('E', { public: false })]],
    ['achievement 2 recorded at 75 percent', [progress('alice', 'A/2', { percent: 75 })]],
    [
      'achievement 3 of title A is archived',
      [{ kind: 'Achievement', title: 'A', achievement: '3', change: { archived: true } }],
    ],
    [
      'enforcement revoked A/1',
      [{ kind: 'Revoked', player: 'alice', title: 'A', achievement: '1' }],
    ],
    ['title claim = 1700000002', [{ kind: 'TitleClaim', player: 'alice', title: 'B' }]],
    [
      'alice has bob muted',
      [{ kind: 'List', list: 'mute', player: 'alice', other: 'bob', isOn: true }],
    ],
    ['title 1853190001 retired', [titleEdit('A', { retired: true })]],
    ['title A has been retired', [titleEdit('A', { retired: true })]],
    [
      'achievement A/3 archived',
      [{ kind: 'Achievement', title: 'A', achievement: '3', change: { archived: true } }],
    ],
    ['carol is a retail account', [{ kind: 'Sandboxes', player: 'carol', sandboxes: ['RETAIL'] }]],
    ['dave is a test account', [{ kind: 'Sandboxes', player: 'dave', sandboxes: ['ACME.7'] }]],
    [
      "erin's privacy is Everyone",
      [{ kind: 'Privacy', player: 'erin', setting: 'ShareGameHistory', value: 'Everyone' }],
    ],
    [
      "alice's ShareProfile is friends only",
      [{ kind: 'Privacy', player: 'alice', setting: 'ShareProfile', value: 'FriendsOnly' }],
    ],
    [
      'alice sets ShareGameHistory to Blocked',
      [{ kind: 'Privacy', player: 'alice', setting: 'ShareGameHistory', value: 'Blocked' }],
    ],
    [
      'bob blocked alice',
      [{ kind: 'List', list: 'avoid', player: 'bob', other: 'alice', isOn: true }],
    ],
    [
      'alice avoids bob',
      [{ kind: 'List', list: 'avoid', player: 'alice', other: 'bob', isOn: true }],
    ],
    [
      'alice is blocked by bob',
      [{ kind: 'List', list: 'avoid', player: 'bob', other: 'alice', isOn: true }],
    ],
    [
      "carol is on alice's avoid list",
      [{ kind: 'List', list: 'avoid', player: 'alice', other: 'carol', isOn: true }],
    ],
    [
      "carol is in alice's people",
      [{ kind: 'List', list: 'people', player: 'alice', other: 'carol', isOn: true }],
    ],
    [
      'alice muted bob',
      [{ kind: 'List', list: 'mute', player: 'alice', other: 'bob', isOn: true }],
    ],
    [
      'alice removed bob',
      [{ kind: 'List', list: 'people', player: 'alice', other: 'bob', isOn: false }],
    ],
    [
      'alice and carol are friends',
      [
        { kind: 'List', list: 'people', player: 'alice', other: 'carol', isOn: true },
        { kind: 'List', list: 'people', player: 'carol', other: 'alice', isOn: true },
      ],
    ],
    ['token locale fr-FR', [{ kind: 'Locale', player: 'alice', locale: 'fr-FR' }]],
    ["bob's token has the location France", [{ kind: 'Locale', player: 'bob', locale: 'fr-FR' }]],
    [
      'alice unlocked A/3 and title A is not public',
      [progress('alice', 'A/3'), titleEdit('A', { public: false })],
    ],
  ];
  for (const [given, edits] of rows) {
    test(`"${given}"`, () => {
      assert.deepEqual(readGiven(given, world), { edits, happenings: [] });
    });
  }
});

describe('prose that is not understood is refused', () => {
  const rows = [
    'the moon is full',
    'zoe is throttled',
    'zoe unlocked A/3',
    'alice unlocked Z/3',
    'alice has 133 percent on A/2',
    'alice unlocked A/3; the moon is full',
    'UP-003 executed and the moon is full',
    'mysterySwitch on',
    'detailEnvelope = sideways',
    'replay the sequence 1,2,3',
  ];
  for (const given of rows) {
    test(`"${given}"`, () => {
      assert.throws(() => readGiven(given, world), NotUnderstood);
    });
  }
});

test('every http case of the vectors says only what is understood', () => {
  for (const { id, kind, given } of vectors.cases) {
    if (kind === 'http') assert.doesNotThrow(() => readGiven(given, world), id);
  }
});
