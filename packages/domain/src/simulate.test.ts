import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from './instant.ts';
import { emptyRecord } from './player-record.ts';
import { eventTitle, fought, needs, received as now, sampleStat } from './sample-events.ts';
import { sampleAchievement } from './sample-title.ts';
import { simulateEvents, simulateStored } from './simulate.ts';
import { ownStatKey } from './stat-rule.ts';

const ten = eventTitle();
const five = eventTitle({
  achievements: [sampleAchievement('1', { requirements: [needs('Kills', '5')] })],
});
const sixKills = [fought({ Kills: 6 })];

test('what only the rules after unlock is an unlock', () => {
  const change = simulateEvents({ before: ten, after: five }, { events: sixKills, now });
  assert.deepEqual(change, { unlocks: ['1'], losses: [], refusals: [] });
});

test('what only the rules before unlock is a loss', () => {
  const change = simulateEvents({ before: five, after: ten }, { events: sixKills, now });
  assert.deepEqual(change, { unlocks: [], losses: ['1'], refusals: [] });
});

test('where nothing is in force all unlocks are new', () => {
  const change = simulateEvents({ before: null, after: five }, { events: sixKills, now });
  assert.deepEqual(change.unlocks, ['1']);
});

test('events of years ago are played as if they had arrived then', () => {
  const events = [fought({ Kills: 6 }, { at: instant('2019-01-01T00:00:00Z') })];
  const change = simulateEvents({ before: ten, after: five }, { events, now });
  assert.deepEqual(change, { unlocks: ['1'], losses: [], refusals: [] });
});

test('a challenge that is long over is played in its time', () => {
  const timeWindow = {
    start: instant('2019-01-01T00:00:00Z'),
    end: instant('2019-02-01T00:00:00Z'),
  };
  const requirements = [
    needs('Kills', '5', { on: { stat: 'Kills', key: ownStatKey('Kills', '1') } }),
  ];
  const after = eventTitle({
    achievements: [sampleAchievement('1', { timeWindow, requirements })],
  });
  const at = (text: string) => [fought({ Kills: 6 }, { at: instant(text) })];
  const inside = simulateEvents(
    { before: null, after },
    { events: at('2019-01-15T00:00:00Z'), now },
  );
  const outside = simulateEvents(
    { before: null, after },
    { events: at('2019-03-15T00:00:00Z'), now },
  );
  assert.deepEqual([inside.unlocks, outside.unlocks], [['1'], []]);
});

test('an event that is there twice counts once, however far apart', () => {
  const event = fought({ Kills: 3 });
  const others = Array.from({ length: 3000 }, () => fought({ Kills: 0 }));
  const events = [event, ...others, event];
  const change = simulateEvents({ before: ten, after: five }, { events, now });
  assert.deepEqual(change.unlocks, []);
});

test('the order of the events in a file does not matter', () => {
  const stats = [sampleStat('Kills', { fold: 'Last' })];
  const after = eventTitle({ ...five, stats });
  const late = fought({ Kills: 2 }, { at: instant('2026-02-02T00:00:00Z') });
  const early = fought({ Kills: 1 }, { at: instant('2026-02-01T00:00:00Z') });
  const peak = fought({ Kills: 9 }, { at: instant('2026-02-01T12:00:00Z') });
  for (const events of [
    [late, early, peak],
    [peak, early, late],
  ]) {
    assert.deepEqual(simulateEvents({ before: null, after }, { events, now }).unlocks, ['1']);
  }
});

test('events that the rules after refuse are told with the reason', () => {
  const events = [fought({}, { name: 'Danced' }), fought({ Kills: 'x' }), fought({ Kills: 6 })];
  const { refusals } = simulateEvents({ before: ten, after: five }, { events, now });
  assert.deepEqual([...refusals].sort(), ['UnknownEvent', 'WrongType']);
});

test('stats that are stored unlock what they hold for', () => {
  const record = { ...emptyRecord(now), stats: new Map([['Kills', '7']]) };
  assert.deepEqual(simulateStored(five, record).unlocks, ['1']);
  assert.deepEqual(simulateStored(ten, record).unlocks, []);
});
