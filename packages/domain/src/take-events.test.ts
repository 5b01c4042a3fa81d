import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventMark, eventsRememberedMax, refusalsRememberedMax } from './event-memory.ts';
import type { GameEvent } from './game-event.ts';
import { achievementId } from './ids.ts';
import { instant } from './instant.ts';
import { codesOf, eventTitle, fought, needs, sampleStat, take } from './sample-events.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';
import { ownStatKey } from './stat-rule.ts';

const one = achievementId('1');
const window = { start: instant('2026-02-10T00:00:00Z'), end: instant('2026-02-20T00:00:00Z') };

function statOf(title: ReturnType<typeof eventTitle>, events: readonly GameEvent[], key = 'Kills') {
  return take(title, events).record.stats.get(key);
}

describe('counting', () => {
  test('an event adds to its stat and moves the achievement that reads it', () => {
    const { record, facts, results } = take(eventTitle(), [fought({ Kills: 4 })]);
    assert.equal(record.stats.get('Kills'), '4');
    assert.deepEqual(record.progress.get(one), { state: 'InProgress', percent: 40 });
    assert.deepEqual(
      facts.map(({ kind, percent, source }) => [kind, percent, source]),
      [['Progressed', 40, 'Event']],
    );
    assert.deepEqual(results[0]?.stats, [['Kills', '4']]);
  });

  test('the event that reaches the target unlocks, at the moment it happened', () => {
    const at = instant('2026-03-01T09:00:00Z');
    const { record, facts } = take(eventTitle(), [fought({ Kills: 10 }, { at })]);
    assert.deepEqual(record.progress.get(one), { state: 'Achieved', percent: 100, unlockedAt: at });
    assert.deepEqual(
      facts.map(({ kind, earnedAt }) => [kind, earnedAt]),
      [['Unlocked', at]],
    );
  });

  test('many events of one batch make one fact for each achievement', () => {
    const events = Array.from({ length: 30 }, () => fought());
    const { facts, results } = take(eventTitle(), events);
    assert.deepEqual(
      facts.map(({ kind }) => kind),
      ['Unlocked'],
    );
    assert.equal(results.filter(({ unlocked }) => unlocked.length === 1).length, 1);
  });

  test('an event counts once, in the same batch and in a later one', () => {
    const event = fought({ Kills: 3 });
    const first = take(eventTitle(), [event, event]);
    assert.deepEqual(
      first.results.map(({ outcome }) => outcome),
      ['Counted', 'Duplicate'],
    );
    const again = take(eventTitle(), [event], first.record);
    assert.equal(again.record, first.record);
    assert.deepEqual(again.facts, []);
  });

  test('the latest 2048 events are known again, and no more are kept', () => {
    const events = Array.from({ length: eventsRememberedMax + 5 }, () => fought());
    const { record } = take(eventTitle(), events);
    assert.equal(record.events?.seen.length, eventsRememberedMax);
    const [oldest, newest] = [events[0], events.at(-1)] as [GameEvent, GameEvent];
    assert.equal(take(eventTitle(), [newest], record).results[0]?.outcome, 'Duplicate');
    assert.equal(take(eventTitle(), [oldest], record).results[0]?.outcome, 'Counted');
  });

  test('ids that differ in one letter have marks that differ', () => {
    const marks = Array.from({ length: 100_000 }, (_, index) => eventMark(`event-${index}`));
    assert.equal(new Set(marks).size, marks.length);
    assert.ok(marks.every((mark) => Number.isSafeInteger(mark) && mark >= 0 && mark < 2 ** 48));
  });

  test('only achievements that read a stat which changed are looked at', () => {
    const stats = Array.from({ length: 50 }, (_, index) =>
      sampleStat(`Kills${index}`, { where: [{ field: 'Weapon', in: [`w${index}`] }] }),
    );
    const achievements = stats.map(({ name }, index) =>
      sampleAchievement(String(index + 1), { requirements: [needs(name, '10')] }),
    );
    const title = eventTitle({ stats, achievements });
    const event = (weapon: number) => fought({ Weapon: `w${weapon}` });
    assert.equal(take(title, [event(3)]).evaluations, 1);
    assert.equal(take(title, [event(3), event(3), event(7)]).evaluations, 3);
    assert.equal(take(title, [event(99)]).evaluations, 0);
  });

  test('an achievement that is unlocked is looked at no more', () => {
    const { record } = take(eventTitle(), [fought({ Kills: 10 })]);
    assert.equal(take(eventTitle(), [fought()], record).evaluations, 0);
  });

  test('all requirements of an achievement must hold', () => {
    const requirements = [needs('Kills', '2'), needs('Fights', '3')];
    const title = eventTitle({
      stats: [sampleStat('Kills'), sampleStat('Fights', { fold: 'Count', field: null })],
      achievements: [sampleAchievement('1', { requirements })],
    });
    const two = take(title, [fought(), fought()]);
    assert.deepEqual(two.record.progress.get(one), { state: 'InProgress', percent: 82 });
    assert.deepEqual(take(title, [fought()], two.record).results[0]?.unlocked, [one]);
  });
});

describe('folds', () => {
  const at = (text: string) => ({ at: instant(text) });
  const rows = [
    ['Sum', '16'],
    ['Minimum', '2'],
    ['Maximum', '9'],
    ['Last', '2'],
    ['Count', '3'],
  ] as const;
  for (const [fold, expected] of rows) {
    test(`${fold} of 5, 9 and 2 is ${expected}`, () => {
      const field = fold === 'Count' ? null : 'Kills';
      assert.equal(
        statOf(eventTitle({ stats: [sampleStat('Kills', { fold, field })] }), [
          fought({ Kills: 5 }, at('2026-03-01T01:00:00Z')),
          fought({ Kills: 9 }, at('2026-03-01T02:00:00Z')),
          fought({ Kills: 2 }, at('2026-03-01T03:00:00Z')),
        ]),
        expected,
      );
    });
  }

  test('the last value is the one that happened last, not the one that came last', () => {
    const title = eventTitle({ stats: [sampleStat('Kills', { fold: 'Last' })] });
    const late = fought({ Kills: 7 }, at('2026-03-01T03:00:00Z'));
    const early = fought({ Kills: 4 }, at('2026-03-01T02:00:00Z'));
    assert.equal(statOf(title, [late, early]), '7');
    assert.equal(statOf(title, [early, late]), '7');
  });

  test('decimals come to the same in any order', () => {
    const title = eventTitle({ stats: [sampleStat('Far', { field: 'Meters' }, 'Double')] });
    const parts = [0.1, 0.2, 0.7, 1e6, 0.3].map((Meters) => fought({ Meters }));
    assert.equal(statOf(title, parts, 'Far'), '1000001.3');
    assert.equal(statOf(title, [...parts].reverse(), 'Far'), '1000001.3');
  });

  test('texts and dates keep the last, and dates the earliest or latest', () => {
    const [first, second] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00.5Z'];
    const title = eventTitle({
      stats: [
        sampleStat('Title', { fold: 'Last', field: 'Rank' }, 'String'),
        sampleStat('From', { fold: 'Minimum', field: 'Day' }, 'DateTime'),
        sampleStat('Till', { fold: 'Maximum', field: 'Day' }, 'DateTime'),
      ],
    });
    const events = [fought({ Rank: 'Duke', Day: second }), fought({ Rank: 'Earl', Day: first })];
    const { stats } = take(title, events).record;
    assert.deepEqual(
      [stats.get('From'), stats.get('Till')],
      ['2026-01-01T00:00:00.0000000Z', '2026-01-02T00:00:00.5000000Z'],
    );
    assert.ok(['Duke', 'Earl'].includes(stats.get('Title') ?? ''));
  });

  test('sums stop at the largest exact number', () => {
    const events = [fought({ Kills: Number.MAX_SAFE_INTEGER }), fought({ Kills: 12 })];
    assert.equal(statOf(eventTitle(), events), '9007199254740991');
  });

  test('an event that a filter does not let through has no effect', () => {
    const where = [
      { field: 'Weapon', in: ['Bow', 'Sword'] },
      { field: 'Kills', atLeast: 2, atMost: 5 },
    ];
    const title = eventTitle({ stats: [sampleStat('Kills', { where })] });
    const events = [
      fought({ Kills: 2, Weapon: 'Bow' }),
      fought({ Kills: 5, Weapon: 'Sword' }),
      fought({ Kills: 5, Weapon: 'Spoon' }),
      fought({ Kills: 1, Weapon: 'Bow' }),
      fought({ Kills: 6, Weapon: 'Bow' }),
      fought({ Kills: 3 }),
    ];
    const { record, results } = take(title, events);
    assert.equal(record.stats.get('Kills'), '7');
    assert.deepEqual(results.map(({ outcome }) => outcome).slice(2), Array(4).fill('NoEffect'));
  });

  test('a stat that is kept apart has a value for each', () => {
    const title = eventTitle({
      stats: [sampleStat('Kills', { per: ['Weapon'] })],
      achievements: [sampleAchievement('1', { requirements: [needs('Kills.Bow', '2')] })],
    });
    const events = ['Bow', 'Sword', 'Bow'].map((Weapon) => fought({ Weapon }));
    const { record } = take(title, events);
    assert.deepEqual(
      [...record.stats],
      [
        ['Kills.Bow', '2'],
        ['Kills.Sword', '1'],
      ],
    );
    assert.equal(record.progress.get(one)?.state, 'Achieved');
  });

  test('a stat is kept apart by 200 values and no more', () => {
    const title = eventTitle({ stats: [sampleStat('Kills', { per: ['Weapon'] })] });
    const events = Array.from({ length: 201 }, (_, index) => fought({ Weapon: `w${index}` }));
    const { record, results } = take(title, events);
    assert.equal(record.stats.size, 200);
    assert.deepEqual(codesOf(results[200]), ['TooManyValues']);
  });
});

describe('guards', () => {
  const none = { minimum: null, maximum: null, largestChange: null, onlyRising: false };
  const rows = [
    ['a sum stops at its maximum', 'Sum', { maximum: 10 }, [6, 6], '10', []],
    ['a sum stops at its minimum', 'Sum', { minimum: 0 }, [3, -5], '0', []],
    ['a large amount is refused', 'Sum', { largestChange: 5 }, [6, 5], '5', ['LargeChange']],
    ['a sum that only rises', 'Sum', { onlyRising: true }, [3, -1], '3', ['Falling']],
    ['a value out of range', 'Maximum', { maximum: 9 }, [9, 10], '9', ['OutOfRange']],
    ['a value below the range', 'Minimum', { minimum: 2 }, [3, 1], '3', ['OutOfRange']],
    ['a leap of a value', 'Maximum', { largestChange: 4 }, [100, 105], '100', ['LargeChange']],
    ['a last value that falls', 'Last', { onlyRising: true }, [5, 4], '5', ['Falling']],
  ] as const;
  for (const [name, fold, guard, kills, expected, refused] of rows) {
    test(`${name} leaves the stat at ${expected}`, () => {
      const stats = [sampleStat('Kills', { fold, guard: { ...none, ...guard } })];
      const events = kills.map((Kills) => fought({ Kills }));
      const { record, results } = take(eventTitle({ stats }), events);
      assert.equal(record.stats.get('Kills'), expected);
      assert.deepEqual(results.flatMap(codesOf), refused);
    });
  }

  test('a stat that refuses does not hold up the others of the event', () => {
    const stats = [
      sampleStat('Kills', { guard: { ...none, largestChange: 5 } }),
      sampleStat('Fights', { fold: 'Count', field: null }),
    ];
    const { record, results } = take(eventTitle({ stats }), [fought({ Kills: 50 })]);
    assert.deepEqual([...record.stats], [['Fights', '1']]);
    assert.deepEqual([results[0]?.outcome, codesOf(results[0])], ['Counted', ['LargeChange']]);
  });
});

describe('refused events', () => {
  const rows: readonly [string, GameEvent, string][] = [
    ['of a name that the title does not have', fought({}, { name: 'Danced' }), 'UnknownEvent'],
    ['with text for a number', fought({ Kills: 'many' }), 'WrongType'],
    ['with a fraction for a whole number', fought({ Kills: 1.5 }), 'WrongType'],
    ['with an endless number', fought({ Meters: Number.POSITIVE_INFINITY }), 'WrongType'],
    ['with an absurd number', fought({ Kills: 1e300 }), 'WrongType'],
    ['with a long text', fought({ Rank: 'x'.repeat(257) }), 'WrongType'],
    ['with no date for a date', fought({ Day: 'yesterday' }), 'WrongType'],
    ['that is 31 days old', fought({}, { at: instant('2026-01-29T12:00:00Z') }), 'TooOld'],
    ['of next week', fought({}, { at: instant('2026-03-08T12:00:00Z') }), 'InFuture'],
  ];
  for (const [name, event, code] of rows) {
    test(`an event ${name} is refused as ${code}`, () => {
      const { record, results } = take(eventTitle(), [event, fought({ Kills: 2 })]);
      assert.deepEqual(codesOf(results[0]), [code]);
      assert.equal(record.stats.get('Kills'), '2');
      assert.deepEqual(
        record.events?.refused.map((one) => [one.eventId, one.code]),
        [[event.id, code]],
      );
    });
  }

  test('an event without the field of a rule is refused', () => {
    const event = { id: 'x', name: 'Fought', at: null, fields: {} };
    assert.deepEqual(codesOf(take(eventTitle(), [event]).results[0]), ['MissingField']);
  });

  test('the latest 16 refusals are remembered', () => {
    const events = Array.from({ length: 40 }, () => fought({}, { name: 'Danced' }));
    const taken = take(eventTitle(), [...events, fought()]);
    const { refused = [] } = taken.record.events ?? {};
    assert.equal(taken.refused.length, events.length);
    assert.equal(refused.length, refusalsRememberedMax);
    assert.equal(refused.at(-1)?.eventId, events.at(-1)?.id);
  });

  test('a record is left as it is by what is only refused', () => {
    const { record } = take(eventTitle(), [fought()]);
    const refused = take(eventTitle(), [fought({}, { name: 'Danced' })], record);
    assert.equal(refused.record, record);
    assert.deepEqual(
      refused.refused.map(({ code }) => code),
      ['UnknownEvent'],
    );
  });

  test('an event of a retired title is refused', () => {
    const { results } = take(eventTitle({ retired: true }), [fought()]);
    assert.deepEqual(codesOf(results[0]), ['Retired']);
  });

  test('a clock that is ahead counts as now', () => {
    const ahead = fought({ Kills: 10 }, { at: instant('2026-03-01T20:00:00Z') });
    const progress = take(eventTitle(), [ahead]).record.progress.get(one);
    assert.equal(
      progress?.state === 'Achieved' && progress.unlockedAt,
      '2026-03-01T12:00:00.0000000Z',
    );
  });
});

describe('time windows', () => {
  const requirements = [
    needs('Kills', '3', { on: { stat: 'Kills', key: ownStatKey('Kills', '1') } }),
  ];
  const title = eventTitle({
    achievements: [sampleAchievement('1', { timeWindow: window, requirements })],
  });
  const inside = { at: instant('2026-02-15T00:00:00Z') };
  const outside = { at: instant('2026-02-25T00:00:00Z') };

  test('only what happened inside counts, by its own time', () => {
    const { record } = take(title, [fought({ Kills: 9 }, outside), fought({ Kills: 2 }, inside)]);
    assert.equal(record.stats.get('Kills'), '11');
    assert.equal(record.stats.get('Kills@1'), '2');
    assert.equal(record.progress.get(one)?.state, 'InProgress');
  });

  test('what happened inside unlocks, though it arrives after the end', () => {
    const { results } = take(title, [fought({ Kills: 3 }, inside)]);
    assert.deepEqual(results[0]?.unlocked, [one]);
  });

  test('both ends belong to the window', () => {
    const events = [fought({}, { at: window.start }), fought({}, { at: window.end }), fought()];
    assert.equal(take(title, events).record.stats.get('Kills@1'), '2');
  });
});

describe('updates that come as events', () => {
  const update = (fields: GameEvent['fields'], part: Partial<GameEvent> = {}) => ({
    ...fought({}, { name: 'AchievementUpdate', ...part }),
    fields,
  });

  test('one counts as an update, earned when it was made', () => {
    const at = instant('2026-03-01T11:00:00Z');
    const event = update({ AchievementId: '1', PercentComplete: 100 }, { at });
    const { record, facts } = take(sampleTitle(), [event]);
    assert.deepEqual(record.progress.get(one), { state: 'Achieved', percent: 100, unlockedAt: at });
    assert.deepEqual(
      facts.map(({ kind, source }) => [kind, source]),
      [['Unlocked', 'Event']],
    );
  });

  test('one that is sent again, or is lower, changes nothing', () => {
    const event = update({ AchievementId: 1, PercentComplete: '40' });
    const { record } = take(sampleTitle(), [event]);
    const lower = update({ AchievementId: '1', PercentComplete: 20 });
    const again = take(sampleTitle(), [event, lower], record);
    assert.equal(again.record, record);
    assert.deepEqual(
      again.results.map(({ outcome }) => outcome),
      ['NoEffect', 'NoEffect'],
    );
  });

  const rows = [
    [
      'an unknown achievement',
      sampleTitle(),
      { AchievementId: '99', PercentComplete: 5 },
      'UnknownAchievement',
    ],
    [
      'an event-based title',
      eventTitle(),
      { AchievementId: '1', PercentComplete: 5 },
      'EventBasedTitle',
    ],
    ['no achievement', sampleTitle(), { PercentComplete: 5 }, 'Malformed'],
    ['a percent below 0', sampleTitle(), { AchievementId: '1', PercentComplete: -5 }, 'Malformed'],
  ] as const;
  for (const [name, title, fields, code] of rows) {
    test(`one of ${name} is refused as ${code}`, () => {
      assert.deepEqual(codesOf(take(title, [update(fields)]).results[0]), [code]);
    });
  }
});
