import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openSampleInstance, type SampleInstance } from '../../../compose-sample.ts';
import { at } from '../sample-app.ts';
import {
  arenaDocument,
  arenaPublish,
  arenaScid,
  arenaTitleId,
  foughtEvent,
} from './sample-arena.ts';

const alice = '2533274800000001';
const publish = `POST /titles/${arenaTitleId}/publish`;

let instance: SampleInstance;
let authorization: string;

beforeEach(async () => {
  instance = await openSampleInstance();
  await instance.manage(publish, arenaPublish());
  authorization = await instance.authorize(alice);
});

afterEach(() => instance[Symbol.asyncDispose]());

async function update(...achievements: readonly Readonly<Record<string, unknown>>[]) {
  return instance.ask(`POST /achievements/users/me/achievements/${arenaScid}/update`, {
    headers: { authorization, 'x-xbl-contract-version': '2' },
    body: {
      action: 'progressUpdate',
      serviceConfigId: arenaScid,
      titleId: arenaTitleId,
      userId: alice,
      achievements,
    },
  });
}

async function fight(kills: number, part: Readonly<Record<string, unknown>> = {}) {
  return instance.ask('POST /events/game-events', {
    headers: { authorization },
    body: { events: [foughtEvent({}, { measurements: { Kills: kills }, ...part })] },
  });
}

/** State, unlocked or not, and how far its first requirement is. */
async function shown(id: string): Promise<unknown> {
  const { body } = await instance.ask(
    `GET /achievements/users/me/achievements/${arenaScid}/${id}`,
    { headers: { authorization, 'x-xbl-contract-version': '2' } },
  );
  const requirement = at(body, 'achievements', 0, 'progression', 'requirements', 0);
  const state = at(body, 'achievements', 0, 'progressState');
  return [state, at(requirement, 'current'), at(requirement, 'target')];
}

function withAchievement(id: string, part: Readonly<Record<string, unknown>>) {
  const { achievements } = arenaDocument();
  const changed = achievements.map((one) => {
    const { id: own, name, description, lockedDescription, icon } = one;
    return own === id ? { id: own, name, description, lockedDescription, icon, ...part } : one;
  });
  return arenaPublish({ achievements: changed });
}

describe('a mixed title', () => {
  test('holds direct, counted and rule-driven achievements, each moved its own way', async () => {
    await update({ id: '1', percentComplete: 30 }, { id: '4', count: 5 });
    await fight(4);
    assert.deepEqual(await shown('1'), ['InProgress', '30', '100']);
    assert.deepEqual(await shown('2'), ['InProgress', '4', '10']);
    assert.deepEqual(await shown('4'), ['InProgress', '25', '100']);
  });

  test('refuses a report of an achievement that events move', async () => {
    assert.equal((await update({ id: '2', percentComplete: 50 })).status, 403);
  });

  test('counts only upwards, and unlocks at the target', async () => {
    assert.equal((await update({ id: '4', count: 19 })).status, 200);
    assert.deepEqual(await shown('4'), ['InProgress', '95', '100']);
    assert.equal((await update({ id: '4', count: 3 })).status, 304);
    assert.equal((await update({ id: '4', count: 20 })).status, 200);
    assert.deepEqual(await shown('4'), ['Achieved', '100', '100']);
  });

  test('takes a percent for a counted achievement, as shipped clients send it', async () => {
    await update({ id: '4', percentComplete: 60 });
    assert.deepEqual(await shown('4'), ['InProgress', '60', '100']);
  });

  test('shows no count of its own among the stats', async () => {
    await update({ id: '4', count: 5 });
    await fight(2);
    const { body } = await instance.ask(`GET /userstats/users/me/scids/${arenaScid}/stats`, {
      headers: { authorization },
    });
    const stats = at(body, 'stats');
    assert.ok(Array.isArray(stats));
    const names = stats.map((stat) => at(stat, 'name')).sort();
    assert.deepEqual(names, ['Fights', 'Kills', 'KillsWith.Sword']);
  });

  test('is refused where the original rule is kept', async () => {
    await using strict = await openSampleInstance({ strict: 'true' });
    await assert.rejects(strict.manage(publish, arenaPublish()), /one-system|never both/);
  });
});

describe('converting', () => {
  test('a direct achievement to a rule-driven one goes on from where players are', async () => {
    await update({ id: '1', percentComplete: 60 });
    const requirements = [{ stat: 'Kills', target: 20, carry: true }];
    await instance.manage(publish, withAchievement('1', { requirements }));
    assert.deepEqual(await shown('1'), ['InProgress', '12', '20']);
    await fight(7);
    assert.deepEqual(await shown('1'), ['InProgress', '19', '20']);
    await fight(1);
    assert.deepEqual(await shown('1'), ['Achieved', '20', '20']);
  });

  test('an unlocked achievement stays unlocked, whatever it becomes', async () => {
    await update({ id: '1', percentComplete: 100 });
    const requirements = [{ stat: 'Kills', target: 20, carry: true }];
    await instance.manage(publish, withAchievement('1', { requirements }));
    assert.deepEqual(await shown('1'), ['Achieved', '20', '20']);
    await instance.manage(publish, withAchievement('1', { counter: { target: 3 } }));
    assert.deepEqual(await shown('1'), ['Achieved', '100', '100']);
  });

  test('without carrying on is refused, for players would begin anew', async () => {
    const requirements = [{ stat: 'Kills', target: 20 }];
    const refused = instance.manage(publish, withAchievement('1', { requirements }));
    await assert.rejects(refused, /carry/);
  });

  test('a rule-driven achievement to a direct or counted one keeps the percent', async () => {
    await fight(4);
    await instance.manage(publish, withAchievement('2', {}));
    assert.deepEqual(await shown('2'), ['InProgress', '40', '100']);
    await instance.manage(publish, withAchievement('2', { counter: { target: 10 } }));
    assert.deepEqual(await shown('2'), ['InProgress', '40', '100']);
    await update({ id: '2', count: 5 });
    assert.deepEqual(await shown('2'), ['InProgress', '50', '100']);
  });

  test('a plan names what is converted', async () => {
    const requirements = [{ stat: 'Kills', target: 20, carry: true }];
    const { document } = withAchievement('1', { requirements });
    const plan = await instance.manage(`POST /titles/${arenaTitleId}/plan`, {
      document,
      sandbox: 'RETAIL',
    });
    const changes = at(plan, 'changes');
    assert.ok(Array.isArray(changes));
    assert.deepEqual(
      changes.find((change) => at(change, 'kind') === 'Converted'),
      { kind: 'Converted', achievementId: '1', from: 'Direct', to: 'RuleDriven' },
    );
  });
});
