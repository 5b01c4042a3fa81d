import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplePlayer } from './sample-player.ts';
import { loadingOf, type World, worldNow } from './world.ts';
import { edited } from './world-edit.ts';

const world: World = {
  players: {
    alice: samplePlayer({ xuid: '1', gamertag: 'Emberling', people: ['2'] }),
    bob: samplePlayer({ xuid: '2', gamertag: 'Potter7' }),
  },
  titles: {
    A: {
      titleId: 7,
      document: { titleId: 7, achievements: [{ id: '1' }, { id: '2', secret: true }] },
      sandboxes: ['RETAIL'],
    },
  },
  state: { RETAIL: { alice: { A: { '1': { percent: 100, timeUnlocked: worldNow } } } } },
};

test('progress is added to what there is, in its sandbox', () => {
  const progress = { kind: 'Progress', player: 'alice', title: 'A', achievement: '2' } as const;
  const at40 = edited(world, { ...progress, percent: 40, at: null, sandbox: 'RETAIL' });
  assert.deepEqual(at40.state.RETAIL?.alice?.A, {
    '1': { percent: 100, timeUnlocked: worldNow },
    '2': { percent: 40 },
  });
  const elsewhere = edited(world, { ...progress, percent: 100, at: null, sandbox: 'ACME.7' });
  assert.deepEqual(elsewhere.state['ACME.7'], {
    alice: { A: { '2': { percent: 100, timeUnlocked: worldNow } } },
  });
  assert.equal(elsewhere.state.RETAIL, world.state.RETAIL);
});

test('a player is put on a list once, and taken off', () => {
  const entry = { kind: 'List', list: 'people', player: 'alice', other: 'bob' } as const;
  assert.deepEqual(edited(world, { ...entry, isOn: true }).players.alice?.people, ['2']);
  assert.deepEqual(edited(world, { ...entry, isOn: false }).players.alice?.people, []);
});

test('a document is changed in the achievement that is named', () => {
  const change = { archived: true };
  const edit = { kind: 'Achievement', title: 'A', achievement: '2', change } as const;
  const document = edited(world, edit).titles.A?.document;
  assert.deepEqual(document?.achievements, [
    { id: '1' },
    { id: '2', secret: true, archived: true },
  ]);
});

test('what the world does not have is refused', () => {
  const edits = [
    { kind: 'Title', title: 'Z', change: {} },
    { kind: 'Achievement', title: 'A', achievement: '9', change: {} },
    { kind: 'Locale', player: 'zoe', locale: 'fr' },
    { kind: 'List', list: 'avoid', player: 'alice', other: 'zoe', isOn: true },
  ] as const;
  for (const edit of edits) assert.throws(() => edited(world, edit), edit.kind);
});

test('the world is loaded titles first, then players, what they have, and rarity', () => {
  assert.deepEqual(
    loadingOf(world).map(({ method, path }) => `${method} ${path}`),
    [
      'POST /sandboxes',
      'POST /titles/7/publish',
      'POST /players',
      'POST /players',
      'PUT /players/1/people/2',
      'PUT /players/1/state',
      'PUT /titles/7/rarity',
    ],
  );
});
