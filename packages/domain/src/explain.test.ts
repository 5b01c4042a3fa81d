import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noEvents, withRefused } from './event-memory.ts';
import { explain, type ReasonCode } from './explain.ts';
import type { GameEvent } from './game-event.ts';
import { achievementId } from './ids.ts';
import { type Instant, instant } from './instant.ts';
import {
  emptyRecord,
  grant,
  importState,
  type PlayerRecord,
  reportProgress,
  revoke,
} from './player-record.ts';
import { eventTitle, fought, needs, received, sampleStat, take } from './sample-events.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';
import { ownStatKey, unguarded } from './stat-rule.ts';
import type { Achievement, Title } from './title.ts';

const one = achievementId('1');
const occasion = { earnedAt: received, receivedAt: received, source: 'Support' } as const;
const empty = emptyRecord(received);

/** A title whose achievement 1 is changed where the row says. */
function ruled(part: Partial<Omit<Achievement, 'id'>> = {}, title: Partial<Title> = {}): Title {
  const requirements = [needs('Kills', '10')];
  return eventTitle({
    achievements: [sampleAchievement('1', { requirements, ...part })],
    ...title,
  });
}

function after(title: Title, ...events: readonly GameEvent[]): PlayerRecord {
  const { record, refused } = take(title, events);
  return { ...record, events: withRefused(record.events ?? noEvents, refused) };
}

function reportedAt(percent: number, title = sampleTitle(), count?: number): PlayerRecord {
  const report = { achievementId: one, percent, ...(count !== undefined && { count }) };
  return reportProgress(title, empty, { reports: [report], occasion }).record;
}

function imported(title: Title, stats: Readonly<Record<string, string>>): PlayerRecord {
  const state = {
    progress: new Map(),
    stats: new Map(Object.entries(stats)),
    revoked: new Set<typeof one>(),
    lastPlayedAt: received,
  };
  return importState(title, empty, { state, receivedAt: received }).record;
}

const window = { start: instant('2026-02-10T00:00:00Z'), end: instant('2026-02-20T00:00:00Z') };
const later = { start: instant('2026-04-01T00:00:00Z'), end: instant('2026-05-01T00:00:00Z') };
const inside = { at: instant('2026-02-15T00:00:00Z') };
const own = { on: { stat: 'Kills', key: ownStatKey('Kills', '1') } };
const challenge = ruled({ timeWindow: window, requirements: [needs('Kills', '10', own)] });
const toCome = ruled({ timeWindow: later, requirements: [needs('Kills', '10', own)] });
const kept = eventTitle({
  stats: [sampleStat('Kills', { per: ['Weapon'] })],
  achievements: [sampleAchievement('1', { requirements: [needs('Kills.Bow', '3')] })],
});
const filtered = ruled(
  {},
  { stats: [sampleStat('Kills', { where: [{ field: 'Won', in: [true] }] })] },
);
const guarded = ruled(
  {},
  { stats: [sampleStat('Kills', { guard: { ...unguarded, largestChange: 5 } })] },
);
const ranked = ruled(
  { requirements: [needs('Rank', '3', { operation: 'Minimum' })] },
  { stats: [sampleStat('Rank', { fold: 'Minimum' })] },
);
const two = ruled(
  { requirements: [needs('Kills', '2'), needs('Fights', '9')] },
  { stats: [sampleStat('Kills'), sampleStat('Fights', { fold: 'Count', field: null })] },
);
const counted = sampleTitle({
  achievements: [sampleAchievement('1', { counter: { target: 20 } })],
});
const carried = ruled({
  requirements: [needs('Kills', '20', { on: { ...own.on, carries: true } })],
});
const granted = grant(sampleTitle(), empty, { achievementId: one, occasion }).record;

type Situation = readonly [
  name: string,
  title: Title,
  record: PlayerRecord | undefined,
  codes: readonly ReasonCode[],
  says?: RegExp,
];

const situations: readonly Situation[] = [
  ['it is unlocked by a report', sampleTitle(), reportedAt(100), ['Unlocked'], /2026-03-01T12/],
  ['it is unlocked by events', ruled(), after(ruled(), fought({ Kills: 10 })), ['Unlocked']],
  ['support granted it', sampleTitle(), granted, ['Unlocked']],
  [
    'it was revoked',
    sampleTitle(),
    revoke(sampleTitle(), granted, { achievementId: one, occasion }).record,
    ['Revoked'],
  ],
  ['the player never played a title that reports', sampleTitle(), undefined, ['NeverPlayed']],
  ['the player never played a title of events', ruled(), undefined, ['NeverPlayed']],
  ['the title reported nothing', sampleTitle(), empty, ['NothingReported']],
  ['the title reported 40 %', sampleTitle(), reportedAt(40), ['NotYetReported'], /40 %/],
  [
    'the title counted 5 of 20',
    counted,
    reportedAt(0, counted, 5),
    ['NotYetCounted'],
    /to 20; so far 5/,
  ],
  ['a counted one has a percent only', counted, reportedAt(60, counted), ['NotYetCounted'], /60 %/],
  ['the title is retired', ruled({}, { retired: true }), empty, ['TitleRetired']],
  ['it is archived', ruled({ archived: true }), after(ruled(), fought()), ['Archived']],
  ['it is of an Xbox 360 title', sampleTitle({ generation: 'Xbox360' }), empty, ['LegacyTitle']],
  ['no event came', ruled(), empty, ['NoEventCounted'], /no event "Fought" was counted/],
  [
    'no event passed the filters',
    filtered,
    after(filtered, fought({ Won: false })),
    ['NoEventCounted'],
    /filters/,
  ],
  [
    'the stat is below the target',
    ruled(),
    after(ruled(), fought({ Kills: 7 })),
    ['BelowTarget'],
    /7 of 10: 3 are missing/,
  ],
  [
    'a minimum is above the target',
    ranked,
    after(ranked, fought({ Kills: 5 })),
    ['AboveTarget'],
    /5, and must be 3 or less/,
  ],
  [
    'one of two requirements is unmet',
    two,
    after(two, fought({ Kills: 2 })),
    ['BelowTarget'],
    /Fights is 1 of 9/,
  ],
  [
    'both of two requirements are unmet',
    two,
    after(two, fought({ Kills: 1 })),
    ['BelowTarget', 'BelowTarget'],
  ],
  ['the stat is not defined', ruled({}, { stats: [] }), empty, ['StatNotDefined']],
  [
    'no event changes the stat',
    ruled({}, { stats: [{ name: 'Kills', type: 'Integer' }] }),
    empty,
    ['StatWithoutRule'],
  ],
  [
    'another value of the stat moved',
    kept,
    after(kept, fought({ Weapon: 'Sword' })),
    ['OtherValue'],
    /Kills\.Sword/,
  ],
  [
    'the value of the stat moved too little',
    kept,
    after(kept, fought({ Weapon: 'Bow' })),
    ['BelowTarget'],
  ],
  ['it has not opened', toCome, empty, ['NotYetOpen', 'NoEventCounted'], /opens at 2026-04-01/],
  ['it has closed', challenge, empty, ['Closed', 'NoEventCounted'], /closed at 2026-02-20/],
  [
    'what happened was outside the window',
    challenge,
    after(challenge, fought({ Kills: 20 })),
    ['Closed', 'NotInWindow'],
    /20 in all, but only nothing/,
  ],
  [
    'part of what happened was outside the window',
    challenge,
    after(challenge, fought({ Kills: 20 }), fought({ Kills: 4 }, inside)),
    ['Closed', 'BelowTarget', 'NotInWindow'],
    /4 of 10/,
  ],
  [
    'events had an unknown name',
    ruled(),
    after(ruled(), fought({}, { name: 'Fights' })),
    ['NoEventCounted', 'EventsRefused'],
    /"Fights"\) with UnknownEvent/,
  ],
  [
    'events had a wrong type',
    ruled(),
    after(ruled(), fought({ Kills: 'ten' })),
    ['NoEventCounted', 'EventsRefused'],
    /WrongType/,
  ],
  [
    'events were too old',
    ruled(),
    after(ruled(), fought({}, { at: instant('2025-01-01T00:00:00Z') })),
    ['NoEventCounted', 'EventsRefused'],
    /TooOld/,
  ],
  [
    'events were of the future',
    ruled(),
    after(ruled(), fought({}, { at: instant('2027-01-01T00:00:00Z') })),
    ['NoEventCounted', 'EventsRefused'],
    /InFuture/,
  ],
  [
    'a guard refused the change',
    guarded,
    after(guarded, fought({ Kills: 3 }), fought({ Kills: 9 })),
    ['BelowTarget', 'EventsRefused'],
    /LargeChange/,
  ],
  [
    'it holds, but was only imported',
    ruled(),
    imported(ruled(), { Kills: '12' }),
    ['HoldsButNotUnlocked'],
    /backfill/,
  ],
  [
    'what was carried over is too little',
    carried,
    reportedAt(60, sampleTitle()),
    ['BelowTarget'],
    /12 of 20/,
  ],
];

describe('explain', () => {
  const now: Instant = received;
  for (const [name, title, record, codes, says = /./] of situations) {
    test(`where ${name}, the reason is ${codes.join(' and ')}`, () => {
      const { reasons } = explain(title, record, { achievementId: one, now });
      assert.deepEqual(
        reasons.map(({ code }) => code),
        codes,
      );
      assert.match(reasons.map(({ message }) => message).join('\n'), says);
    });
  }

  test('each requirement tells what it read, by which rule, and the event that moved it', () => {
    const event = fought({ Kills: 7 }, inside);
    const { requirements } = explain(ruled(), after(ruled(), event), { achievementId: one, now });
    assert.deepEqual(requirements, [
      {
        id: needs('Kills', '10').id,
        stat: 'Kills',
        current: '7',
        target: '10',
        operation: 'Sum',
        holds: false,
        missing: '3',
        movedBy: { eventId: event.id, at: inside.at },
        rule: ruled().stats[0]?.rule ?? null,
      },
    ]);
  });

  test('only refused events that could have moved it are told, the latest first', () => {
    const title = ruled(
      {},
      {
        stats: [
          sampleStat('Kills'),
          sampleStat('Naps', { event: 'Rested', field: null, fold: 'Count' }),
        ],
      },
    );
    const old = fought({ Kills: 'x' });
    const last = fought({}, { name: 'Unheard' });
    const asleep = { id: 'nap', name: 'Rested', at: instant('2020-01-01T00:00:00Z'), fields: {} };
    const { refused } = explain(title, after(title, old, asleep, last), {
      achievementId: one,
      now,
    });
    assert.deepEqual(
      refused.map(({ eventId }) => eventId),
      [last.id, old.id],
    );
  });
});
