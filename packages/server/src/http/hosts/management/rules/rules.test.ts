import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openSampleInstance, type SampleInstance } from '../../../../compose-sample.ts';
import {
  arenaDocument,
  arenaPublish,
  arenaTitleId,
  foughtEvent,
} from '../../events/sample-arena.ts';
import { at } from '../../sample-app.ts';

const players = ['2533274800000001', '2533274800000002', '2533274800000003'] as const;
const [alice, bob] = players;
const title = `/titles/${arenaTitleId}`;

let instance: SampleInstance;

beforeEach(async () => {
  instance = await openSampleInstance();
  await instance.manage(`POST ${title}/publish`, arenaPublish());
});

afterEach(() => instance[Symbol.asyncDispose]());

async function fight(xuid: string, kills: number, part = {}) {
  return instance.ask('POST /events/game-events', {
    headers: { authorization: await instance.authorize(xuid) },
    body: { events: [foughtEvent({}, { measurements: { Kills: kills }, ...part })] },
  });
}

/** The arena with a further achievement, and the second one easier. */
function changed() {
  const { achievements } = arenaDocument();
  const [first] = achievements;
  const easier = achievements.map((one) =>
    one.id === '2' ? { ...one, requirements: [{ stat: 'Kills', target: 5 }] } : one,
  );
  const fifth = { ...first, id: '5', name: 'New', requirements: [{ stat: 'Kills', target: 7 }] };
  return arenaDocument({ achievements: [...easier, fifth] });
}

describe('explain', () => {
  test('answers with reasons, requirements and refused events', async () => {
    await fight(alice, 7, { id: 'seven' });
    await fight(alice, 60, { id: 'sixty' });
    const line = `GET /players/${alice}/explanations/2?titleId=${arenaTitleId}`;
    const explained = await instance.manage(line);
    assert.deepEqual(
      [at(explained, 'state'), at(explained, 'percent'), at(explained, 'kind')],
      ['InProgress', 70, 'RuleDriven'],
    );
    assert.equal(at(explained, 'reasons', 0, 'code'), 'BelowTarget');
    assert.equal(at(explained, 'requirements', 0, 'movedBy', 'eventId'), 'seven');
    assert.equal(at(explained, 'refused', 0, 'eventId'), 'sixty');
    assert.equal(at(explained, 'refused', 0, 'code'), 'LargeChange');
  });

  test('knows what was refused of a player of whom nothing is recorded', async () => {
    await fight(alice, 1, { name: 'Fights' });
    assert.deepEqual(at(await instance.manage(`GET /players/${alice}/titles`), 'titles'), []);
    const line = `GET /players/${alice}/explanations/2?titleId=${arenaTitleId}`;
    const explained = await instance.manage(line);
    const reasons = at(explained, 'reasons') as readonly unknown[];
    assert.deepEqual(
      reasons.map((reason) => at(reason, 'code')),
      ['NoEventCounted', 'EventsRefused'],
    );
    assert.equal(at(explained, 'refused', 0, 'name'), 'Fights');
  });

  test('knows of events that could not be read, or whose token was for another title', async () => {
    await fight(alice, 1, { id: 'undated', time: 'yesterday' });
    await fight(alice, 1, { id: 'no-day', time: '2026-02-30T00:00:00Z' });
    const event = foughtEvent({}, { id: 'elsewhere' });
    const of = { titleId: 1700000099 };
    const headers = { authorization: await instance.authorize(alice, of) };
    await instance.ask('POST /events/game-events', { headers, body: { events: [event] } });
    const authxtoken = await instance.authorize(alice);
    const line = { ver: '4.0', data: { baseData: { ...event, id: 'collected', userId: alice } } };
    const wrong = { ...line, data: { baseData: { ...line.data.baseData, properties: [1] } } };
    const asked = { headers: { authxtoken }, body: wrong };
    await instance.ask('POST /v20.events/OneCollector/1.0', asked);
    const path = `GET /players/${alice}/explanations/2?titleId=${arenaTitleId}`;
    const told = at(await instance.manage(path), 'refused') as readonly unknown[];
    assert.deepEqual(
      told.map((one) => [at(one, 'eventId'), at(one, 'code')]),
      [
        ['collected', 'Malformed'],
        ['elsewhere', 'TitleNotAllowed'],
        ['no-day', 'Malformed'],
        ['undated', 'Malformed'],
      ],
    );
    assert.deepEqual(at(await instance.manage(`GET /players/${alice}/titles`), 'titles'), []);
  });

  test('tells what was recorded and what was not in the order in which it arrived', async () => {
    await fight(alice, 1, { id: 'first', name: 'Fights' });
    const headers = { authorization: await instance.authorize(alice) };
    const both = [
      foughtEvent({}, { id: 'second', name: 'Fights' }),
      foughtEvent({}, { id: 'third', measurements: { Kills: 60 } }),
    ];
    await instance.ask('POST /events/game-events', { headers, body: { events: both } });
    await fight(alice, 1, { id: 'fourth', name: 'Fights' });
    const line = `GET /players/${alice}/explanations/2?titleId=${arenaTitleId}`;
    const told = at(await instance.manage(line), 'refused') as readonly unknown[];
    assert.deepEqual(
      told.map((one) => at(one, 'eventId')),
      ['fourth', 'third', 'second', 'first'],
    );
  });

  test('of what is not there answers 404', async () => {
    await instance.authorize(alice);
    for (const [xuid, id, titleId] of [
      [alice, '99', arenaTitleId],
      [alice, '1', 5],
      ['2533274800000099', '1', arenaTitleId],
    ]) {
      const line = `GET /players/${xuid}/explanations/${id}?titleId=${titleId}`;
      await assert.rejects(instance.manage(line), /404/);
    }
  });
});

describe('simulate', () => {
  test('shows who would unlock what by the stats there are, page by page', async () => {
    for (const [index, xuid] of players.entries()) await fight(xuid, 4 + index * 2);
    const body = { document: changed(), limit: 2 };
    const first = await instance.manage(`POST ${title}/simulate`, body);
    assert.deepEqual(
      [at(first, 'players'), at(first, 'next'), at(first, 'unlocks')],
      [2, bob, [{ achievementId: '2', players: 1, sample: [bob] }]],
    );
    const second = await instance.manage(`POST ${title}/simulate`, { ...body, after: bob });
    assert.deepEqual(
      [at(second, 'next'), at(second, 'unlocks')],
      [
        null,
        ['2', '5'].map((achievementId) => ({ achievementId, players: 1, sample: [players[2]] })),
      ],
    );
  });

  test('plays given events under both rules, and changes nothing', async () => {
    const events = [
      foughtEvent({}, { userId: alice, measurements: { Kills: 6 } }),
      foughtEvent({}, { userId: bob, measurements: { Kills: 3 } }),
      'no event',
    ];
    const simulated = await instance.manage(`POST ${title}/simulate`, {
      document: changed(),
      events,
    });
    assert.deepEqual(
      [at(simulated, 'players'), at(simulated, 'unlocks'), at(simulated, 'refusedEvents')],
      [2, [{ achievementId: '2', players: 1, sample: [alice] }], 1],
    );
    const harder = arenaDocument();
    const tried = { document: { ...harder, events: [] }, events };
    assert.deepEqual(at(await instance.manage(`POST ${title}/simulate`, tried), 'losses'), []);
    await instance.authorize(alice);
    assert.deepEqual(at(await instance.manage(`GET /players/${alice}/titles`), 'titles'), []);
  });

  test('plays events of any age, leaves out those of other titles, and says what is refused', async () => {
    const kills = { measurements: { Kills: 6 } };
    const events = [
      foughtEvent({}, { userId: alice, time: '2019-01-01T00:00:00Z', ...kills }),
      foughtEvent({}, { userId: bob, titleId: 77, ...kills }),
      foughtEvent({}, { name: 'Danced' }),
      foughtEvent({}, { name: 'Danced' }),
      foughtEvent({}, { time: '2019-02-30T00:00:00Z' }),
    ];
    const simulated = await instance.manage(`POST ${title}/simulate`, {
      document: changed(),
      events,
    });
    assert.deepEqual(at(simulated, 'unlocks'), [
      { achievementId: '2', players: 1, sample: [alice] },
    ]);
    assert.deepEqual(at(simulated, 'refusals'), [
      { code: 'UnknownEvent', events: 2 },
      { code: 'Malformed', events: 1 },
    ]);
    assert.deepEqual([at(simulated, 'players'), at(simulated, 'refusedEvents')], [2, 3]);
  });

  test('of a document that can not be read is refused', async () => {
    for (const document of [{}, { ...arenaDocument(), titleId: 7 }]) {
      await assert.rejects(instance.manage(`POST ${title}/simulate`, { document }), /400/);
    }
  });
});

describe('backfill', () => {
  beforeEach(async () => {
    for (const [index, xuid] of players.entries()) await fight(xuid, 5 + index * 2);
    await instance.manage(`POST ${title}/publish`, { ...arenaPublish(), document: changed() });
  });

  const wish = { achievementIds: ['5'], apply: false };

  async function unlocksOf(xuid: string): Promise<unknown> {
    const facts = at(await instance.manage(`GET /players/${xuid}/facts`), 'facts');
    assert.ok(Array.isArray(facts));
    const own = facts.filter((fact) => at(fact, 'achievementId') === '5');
    return own.map((fact) => [at(fact, 'kind'), at(fact, 'source')]);
  }

  test('is shown before it is done, and unlocks for nobody then', async () => {
    const shown = await instance.manage(`POST ${title}/backfill`, wish);
    const sample = [bob, players[2]];
    assert.deepEqual(at(shown, 'unlocks'), [{ achievementId: '5', players: 2, sample }]);
    assert.deepEqual(await unlocksOf(bob), []);
  });

  test('unlocks once for who did it, goes on behind a player, and again changes nothing', async () => {
    const body = { ...wish, apply: true, limit: 2 };
    const first = await instance.manage(`POST ${title}/backfill`, body);
    assert.deepEqual([at(first, 'players'), at(first, 'next')], [2, bob]);
    await instance.manage(`POST ${title}/backfill`, { ...body, after: bob });
    const again = await instance.manage(`POST ${title}/backfill`, { ...wish, apply: true });
    assert.deepEqual(at(again, 'unlocks'), []);
    assert.deepEqual(await unlocksOf(alice), []);
    assert.deepEqual(await unlocksOf(bob), [['Unlocked', 'Import']]);
  });

  test('is news where it is announced', async () => {
    await instance.manage(`POST ${title}/backfill`, { ...wish, apply: true, announce: true });
    assert.deepEqual(await unlocksOf(bob), [['Unlocked', 'Event']]);
  });

  test('of an unknown achievement is refused', async () => {
    const unknown = { ...wish, achievementIds: ['99'] };
    await assert.rejects(instance.manage(`POST ${title}/backfill`, unknown), /404/);
  });
});
