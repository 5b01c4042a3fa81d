import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type AchievementId, achievementId, retail } from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { type Schedule, startRarityJob } from '../jobs/rarity.ts';
import type { PublishedVersion, RarityFigure, RarityStore } from '../store/store.ts';
import { createRarity, type Rarity } from './rarity.ts';
import { refused } from './refused.ts';
import { noon, sampleTitle } from './sample-world.ts';

const title = sampleTitle();
const key = { sandbox: retail, scid: title.scid };
const one = achievementId('1');
const published: PublishedVersion = {
  titleId: title.titleId,
  ...key,
  version: 1,
  document: '{}',
  publishedAt: noon,
  note: '',
};

let stored: RarityFigure[];
let folds: { facts: number; titles: readonly (typeof key)[] }[];
let rarity: Rarity;

beforeEach(() => {
  stored = [];
  folds = [];
  const store: RarityStore = {
    of: () => Promise.resolve([...stored]),
    importFigures: (_, figures) => Promise.resolve(void stored.push(...figures)),
    fold: () => Promise.resolve(folds.shift() ?? { facts: 0, titles: [] }),
  };
  const titles = { published: () => Promise.resolve([published]) };
  rarity = createRarity({
    store: { rarity: store, titles },
    clock: createTestClock(noon),
  });
});

function figure(percentage: number, achievement: AchievementId = one): RarityFigure {
  return { achievementId: achievement, percentage, origin: 'Counted', asOf: noon };
}

describe('figuresOf', () => {
  test('nothing is known before anyone counted', () => {
    assert.equal(rarity.figuresOf(key).size, 0);
    assert.equal(rarity.figuresOf(key), rarity.figuresOf(key));
  });

  test('what is stored is known after loading', async () => {
    stored = [figure(9.91)];
    await rarity.load();
    assert.deepEqual(rarity.figuresOf(key).get(one), { category: 'Rare', percentage: 9.91 });
  });

  test('the same object is given until a figure changes', async () => {
    stored = [figure(50)];
    await rarity.load();
    const before = rarity.figuresOf(key);
    folds = [{ facts: 3, titles: [key] }];
    await rarity.fold();
    assert.equal(rarity.figuresOf(key), before);
    stored = [figure(51)];
    folds = [{ facts: 1, titles: [key] }];
    await rarity.fold();
    assert.notEqual(rarity.figuresOf(key), before);
  });

  test('an achievement that is new changes the object', async () => {
    stored = [figure(50)];
    await rarity.load();
    const before = rarity.figuresOf(key);
    stored = [figure(50), figure(1, achievementId('2'))];
    await rarity.load();
    assert.notEqual(rarity.figuresOf(key), before);
  });
});

describe('fold', () => {
  test('goes on until no facts are left', async () => {
    folds = [
      { facts: 2000, titles: [] },
      { facts: 2000, titles: [] },
      { facts: 7, titles: [] },
    ];
    assert.equal(await rarity.fold(), 4007);
  });
});

describe('importFigures', () => {
  test('recorded figures are known at once, rounded to two decimals', async () => {
    await rarity.importFigures({ sandbox: retail, title }, [
      { achievementId: one, percentage: 10.904 },
    ]);
    assert.deepEqual(rarity.figuresOf(key).get(one), { category: 'Rare', percentage: 10.9 });
    assert.deepEqual(stored, [{ ...figure(10.9), origin: 'Imported' }]);
  });

  test('an achievement that is not there refuses all', async () => {
    const figures = [
      { achievementId: one, percentage: 1 },
      { achievementId: achievementId('99'), percentage: 1 },
    ];
    const imported = rarity.importFigures({ sandbox: retail, title }, figures);
    await assert.rejects(imported, refused('UnknownAchievement'));
    assert.deepEqual(stored, []);
  });
});

function fail(cause: unknown): void {
  assert.fail(String(cause));
}

describe('the rarity job', () => {
  function manual() {
    const state = { tick: () => {}, stopped: false };
    const schedule: Schedule = (run) => {
      state.tick = run;
      return () => {
        state.stopped = true;
      };
    };
    return { state, schedule };
  }

  test('folds when its time comes, one run at a time', async () => {
    let runs = 0;
    let finish = () => {};
    const fold = () => {
      runs += 1;
      return new Promise<number>((resolve) => {
        finish = () => resolve(0);
      });
    };
    const { state, schedule } = manual();
    const job = startRarityJob({ rarity: { fold }, everyMs: 1, onFailure: fail, schedule });
    state.tick();
    state.tick();
    assert.equal(runs, 1);
    const joined = job.run();
    finish();
    await joined;
    state.tick();
    assert.equal(runs, 2);
    finish();
    await job[Symbol.asyncDispose]();
  });

  test('a failure is reported, and the next run tries again', async () => {
    const failures: unknown[] = [];
    let runs = 0;
    const fold = () => {
      runs += 1;
      return runs === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve(0);
    };
    const { schedule } = manual();
    const onFailure = (cause: unknown) => void failures.push(cause);
    const job = startRarityJob({ rarity: { fold }, everyMs: 1, onFailure, schedule });
    await job.run();
    await job.run();
    assert.equal(failures.length, 1);
    assert.equal(runs, 2);
  });

  test('disposing stops the schedule and waits for the run under way', async () => {
    let finished = false;
    let finish = () => {};
    const fold = () =>
      new Promise<number>((resolve) => {
        finish = () => {
          finished = true;
          resolve(0);
        };
      });
    const { state, schedule } = manual();
    const job = startRarityJob({ rarity: { fold }, everyMs: 1, onFailure: fail, schedule });
    state.tick();
    const disposed = job[Symbol.asyncDispose]();
    assert.equal(state.stopped, true);
    finish();
    await disposed;
    assert.equal(finished, true);
  });
});
