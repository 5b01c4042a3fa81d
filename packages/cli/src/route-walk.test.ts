import { equal, match, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listAchievements, updateAchievements } from '@laurel/contract';
import { type Guide, judge, planWalk } from './route-walk.ts';

const guide: Guide = {
  url: 'http://127.0.0.1:1',
  authorization: 'XBL3.0 x=1;a',
  key: 'k',
  xuid: '2533274800000001',
  titleId: '1853190001',
  scid: '00000000-0000-0000-0000-00006e756f71',
  achievementId: '1',
};

describe('a walk over the contract', () => {
  test('asks nothing that changes something', () => {
    const { steps, left } = planWalk(guide);
    const writing = ['achievements.update', 'management.publishTitle', 'management.clearInstance'];
    for (const id of writing) {
      ok(!steps.some(({ route }) => route.id === id), id);
      ok(
        left.some((route) => route.id === id),
        id,
      );
    }
  });

  test('asks a list in every contract version', () => {
    const lists = planWalk(guide).steps.filter(({ route }) => route.id === 'achievements.list');
    equal(lists.length, listAchievements.contractVersions?.length);
    equal(lists[0]?.path, '/achievements/users/xuid(2533274800000001)/achievements');
  });

  test('without a player and a key asks only what anyone may', () => {
    const { steps } = planWalk({ ...guide, authorization: null, key: null });
    ok(steps.length > 0);
    ok(steps.every(({ route }) => route.audience === 'anyone'));
  });

  test('an answer that is not as declared is an error that names the place', () => {
    const check = judge('x', listAchievements, { status: 200, text: '{"achievements":[{}]}' });
    equal(check.status, 'error');
    match(check.detail, /achievements/);
  });

  test('a status that is not declared is an error', () => {
    equal(judge('x', listAchievements, { status: 418, text: '' }).status, 'error');
  });

  test('a declared refusal counts as an answer', () => {
    equal(judge('x', listAchievements, { status: 403, text: '{}' }).status, 'ok');
  });

  test('an answer without a body has none', () => {
    equal(judge('x', updateAchievements, { status: 304, text: '' }).status, 'ok');
    equal(judge('x', updateAchievements, { status: 304, text: '{}' }).status, 'error');
  });

  test('a reached rate limit is no error', () => {
    equal(judge('x', listAchievements, { status: 429, text: '' }).status, 'skipped');
  });
});
