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

const publish = `POST /titles/${arenaTitleId}/publish`;

type Part = Readonly<Record<string, unknown>>;

const player = '2533274800000001';

let instance: SampleInstance;
let authorization: string;

beforeEach(async () => {
  instance = await openSampleInstance();
  authorization = await instance.authorize(player);
});

afterEach(() => instance[Symbol.asyncDispose]());

const direct: Part = {};
const counter: Part = { counter: { target: 20 } };
const ruled: Part = { requirements: [{ stat: 'Kills', target: 10 }] };
const carried: Part = { requirements: [{ stat: 'Kills', target: 40, carry: true }] };

/** The arena, whose first achievement is moved as is said. */
function withFirst(part: Part, title: Part = {}) {
  const [{ id, name, description, lockedDescription, icon } = { id: '1' }, ...others] =
    arenaDocument().achievements;
  const first = { id, name, description, lockedDescription, icon, ...part };
  return arenaPublish({ achievements: [first, ...others], ...title });
}

async function update(achievement: Part): Promise<number> {
  const { status } = await instance.ask(
    `POST /achievements/users/me/achievements/${arenaScid}/update`,
    {
      headers: { authorization, 'x-xbl-contract-version': '2' },
      body: {
        action: 'progressUpdate',
        serviceConfigId: arenaScid,
        titleId: arenaTitleId,
        userId: player,
        achievements: [{ id: '1', ...achievement }],
      },
    },
  );
  return status;
}

async function fight(kills: number): Promise<void> {
  const body = { events: [foughtEvent({}, { measurements: { Kills: kills } })] };
  await instance.ask('POST /events/game-events', { headers: { authorization }, body });
}

async function detail() {
  const { body } = await instance.ask(`GET /achievements/users/me/achievements/${arenaScid}/1`, {
    headers: { authorization, 'x-xbl-contract-version': '2' },
  });
  return at(body, 'achievement');
}

/** State, and how far its requirement is of what. */
async function shown(): Promise<unknown> {
  const achievement = await detail();
  const requirement = at(achievement, 'progression', 'requirements', 0);
  return [at(achievement, 'progressState'), at(requirement, 'current'), at(requirement, 'target')];
}

const report60 = () => update({ percentComplete: 60 });
const report100 = () => update({ percentComplete: 100 });
const count5 = () => update({ count: 5 });
const count20 = () => update({ count: 20 });
const kill4 = () => fight(4);
const kill10 = () => fight(10);

const directions = [
  ['a direct one to a counted one', direct, report60, report100, counter, ['60', '100']],
  ['a direct one to a rule-driven one', direct, report60, report100, carried, ['24', '40']],
  ['a counted one to a direct one', counter, count5, count20, direct, ['25', '100']],
  ['a counted one to a rule-driven one', counter, count5, count20, carried, ['10', '40']],
  ['a rule-driven one to a direct one', ruled, kill4, kill10, direct, ['40', '100']],
  ['a rule-driven one to a counted one', ruled, kill4, kill10, counter, ['40', '100']],
] as const;

describe('converting', () => {
  for (const [name, from, begin, finish, to, expected] of directions) {
    test(`${name} leaves players in progress where they are`, async () => {
      await instance.manage(publish, withFirst(from));
      await begin();
      await instance.manage(publish, withFirst(to));
      assert.deepEqual(await shown(), ['InProgress', ...expected]);
    });

    test(`${name} keeps an unlock and its moment`, async () => {
      await instance.manage(publish, withFirst(from));
      await finish();
      const before = at(await detail(), 'progression', 'timeUnlocked');
      await instance.manage(publish, withFirst(to));
      const is = await detail();
      assert.equal(at(is, 'progressState'), 'Achieved');
      assert.equal(at(is, 'progression', 'timeUnlocked'), before);
    });
  }

  const onward = [
    [
      'a counted one goes on from its percent',
      direct,
      report60,
      counter,
      () => update({ count: 13 }),
    ],
    ['a rule-driven one goes on by events', direct, report60, carried, () => fight(1)],
    [
      'a direct one goes on from its percent',
      ruled,
      kill4,
      direct,
      () => update({ percentComplete: 65 }),
    ],
  ] as const;
  for (const [name, from, begin, to, goOn] of onward) {
    test(`to ${name}`, async () => {
      await instance.manage(publish, withFirst(from));
      await begin();
      await instance.manage(publish, withFirst(to));
      const [, first] = Object(await shown());
      await goOn();
      const [state, second] = Object(await shown());
      assert.equal(state, 'InProgress');
      assert.ok(Number(second) > Number(first), `${first} became ${second}`);
    });
  }

  test('keeps progress that stats alone say, because they were imported', async () => {
    await instance.manage(publish, withFirst(ruled));
    await instance.manage(`PUT /players/${player}/state`, {
      sandbox: 'RETAIL',
      titleId: arenaTitleId,
      stats: { Kills: '7' },
    });
    assert.deepEqual(await shown(), ['InProgress', '7', '10']);
    await instance.manage(publish, withFirst(direct));
    assert.deepEqual(await shown(), ['InProgress', '70', '100']);
  });

  test('keeps progress on an achievement that was added behind the events', async () => {
    const { achievements } = arenaDocument();
    await instance.manage(publish, arenaPublish({ achievements: achievements.slice(1) }));
    await fight(4);
    await instance.manage(publish, withFirst(ruled));
    assert.deepEqual(await shown(), ['InProgress', '4', '10']);
    await instance.manage(publish, withFirst(counter));
    assert.deepEqual(await shown(), ['InProgress', '40', '100']);
  });

  test('an event-based title to a mixed one, and back, changes nothing for players', async () => {
    const based = { system: 'event-based', achievements: [arenaDocument().achievements[1]] };
    await instance.manage(publish, arenaPublish(based));
    await fight(4);
    await instance.manage(publish, arenaPublish({ ...based, system: 'mixed' }));
    await instance.manage(publish, arenaPublish(based));
    await fight(5);
    const line = `GET /achievements/users/me/achievements/${arenaScid}/2`;
    const { body } = await instance.ask(line, {
      headers: { authorization, 'x-xbl-contract-version': '2' },
    });
    const requirement = at(body, 'achievement', 'progression', 'requirements', 0);
    assert.deepEqual([at(requirement, 'current'), at(requirement, 'target')], ['9', '10']);
  });
});

describe('where the original rule is kept', () => {
  const [first, second] = arenaDocument().achievements;
  const managed = { system: 'title-managed', events: [], stats: [], achievements: [first] };
  const based = { system: 'event-based', achievements: [second] };
  const rows = [
    ['a title-managed title does not become mixed', managed, { system: 'mixed' }],
    ['an event-based title does not become mixed', based, { system: 'mixed' }],
    ['a title-managed title does not become event-based', managed, based],
    ['an event-based title does not become title-managed', based, managed],
  ] as const;
  for (const [name, from, to] of rows) {
    test(name, async () => {
      await using strict = await openSampleInstance({ strict: 'true' });
      await strict.manage(publish, arenaPublish(from));
      await assert.rejects(
        strict.manage(publish, arenaPublish({ ...from, ...to })),
        /the system of a published title never changes/,
      );
    });
  }
});
