import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { affectedLines, type FoundPage, throughPages } from './rule-pages.ts';

const never = new AbortController().signal;

function page(next: string | null, sample: string[] = []): FoundPage {
  const unlocks = [{ achievementId: '1', players: sample.length, sample }];
  return { players: 10, unlocks: sample.length === 0 ? [] : unlocks, next };
}

function asking(pages: readonly FoundPage[]) {
  const asked: (string | null)[] = [];
  return {
    asked,
    async ask(after: string | null): Promise<FoundPage> {
      asked.push(after);
      return pages[asked.length - 1] ?? page(null);
    },
  };
}

test('pages are asked for one behind the other, and what they found is added up', async () => {
  const { ask, asked } = asking([page('a', ['x']), page('b'), page(null, ['y', 'z'])]);
  const told: number[] = [];
  const found = await throughPages(ask, {
    after: 'start',
    perSecond: null,
    stop: never,
    tell: (players) => told.push(players),
  });
  deepEqual(asked, ['start', 'a', 'b']);
  deepEqual(told, [10, 20, 30]);
  deepEqual(found, {
    players: 30,
    unlocks: [{ achievementId: '1', players: 3, sample: ['x', 'y', 'z'] }],
    losses: [],
    refusals: [],
    stoppedAfter: null,
  });
});

test('who stops it is told where to go on', async () => {
  const stopping = new AbortController();
  const { ask, asked } = asking([page('a'), page('b'), page(null)]);
  const found = await throughPages(ask, {
    after: null,
    perSecond: 1,
    stop: stopping.signal,
    tell: () => stopping.abort(),
  });
  deepEqual(asked, [null]);
  deepEqual(found.stoppedAfter, 'a');
});

test('a page waits until the players of the one before had their time', async () => {
  const { ask, asked } = asking([page('a'), page('b'), page(null)]);
  const waits: { readonly ms: number; readonly asked: number }[] = [];
  const wait = async (ms: number) => void waits.push({ ms, asked: asked.length });
  await throughPages(ask, { after: null, perSecond: 5, stop: never, tell: () => {}, wait });
  deepEqual(
    waits.map((one) => one.asked),
    [1, 2],
  );
  // Ten players at five a second take two seconds, less what asking took.
  ok(waits.every(({ ms }) => ms > 0 && ms <= 2000));
});

test('where it is is kept before it goes on', async () => {
  const { ask } = asking([page('a'), page('b'), page(null)]);
  const kept: string[] = [];
  const keep = async (after: string) => void kept.push(after);
  const pace = { after: null, perSecond: null, stop: never, tell: () => {} };
  await throughPages(ask, { ...pace, keep });
  deepEqual(kept, ['a', 'b']);
});

test('more players than are named end in dots', () => {
  const found = [{ achievementId: '1', players: 3, sample: ['x', 'y'] }];
  deepEqual(
    affectedLines(found, 'would unlock'),
    '  achievement 1 would unlock for 3 players: x, y, …\n',
  );
});
