import type { EventResult, GameEvent } from './game-event.ts';
import { instant } from './instant.ts';
import { emptyRecord, type PlayerRecord } from './player-record.ts';
import { onStat, sampleAchievement, sampleTitle } from './sample-title.ts';
import { type StatRule, unguarded } from './stat-rule.ts';
import { type EventsTaken, takeEvents } from './take-events.ts';
import type { Requirement, StatDefinition, Title } from './title.ts';

/** For tests: when events arrive. */
export const received = instant('2026-03-01T12:00:00Z');

/** For tests: a rule on the event `Fought`, changed where the test says. */
export function sampleRule(part: Partial<StatRule> = {}): StatRule {
  return {
    event: 'Fought',
    fold: 'Sum',
    field: 'Kills',
    where: [],
    per: [],
    guard: unguarded,
    ...part,
  };
}

/** For tests: a stat that events change. */
export function sampleStat(
  name: string,
  rule: Partial<StatRule> = {},
  type: StatDefinition['type'] = 'Integer',
): StatDefinition {
  return { name, type, rule: sampleRule(rule) };
}

/** For tests: a requirement with a target, in the form of `onStat`. */
export function needs(stat: string, target: string, part: Partial<Requirement> = {}): Requirement {
  return { ...onStat(stat, { target }), ...part };
}

/** For tests: the event-based title of one stat, `Kills`; achievement 1 needs 10 of it. */
export function eventTitle(part: Partial<Title> = {}): Title {
  return sampleTitle({
    system: 'EventBased',
    events: [
      {
        name: 'Fought',
        fields: [
          { name: 'Kills', type: 'Integer' },
          { name: 'Meters', type: 'Double' },
          { name: 'Weapon', type: 'String' },
          { name: 'Rank', type: 'String' },
          { name: 'Won', type: 'Boolean' },
          { name: 'Day', type: 'DateTime' },
        ],
      },
      { name: 'Rested', fields: [] },
    ],
    stats: [sampleStat('Kills')],
    achievements: [sampleAchievement('1', { requirements: [needs('Kills', '10')] })],
    ...part,
  });
}

let made = 0;

/** For tests: an event `Fought` with an id of its own, changed where the test says. */
export function fought(fields: GameEvent['fields'] = {}, part: Partial<GameEvent> = {}): GameEvent {
  made += 1;
  return {
    id: `event-${made}`,
    name: 'Fought',
    at: null,
    fields: { Kills: 1, ...fields },
    ...part,
  };
}

/** For tests: what events do to a record, to that of a newcomer where none is given. */
export function take(
  title: Title,
  events: readonly GameEvent[],
  before: PlayerRecord = emptyRecord(instant('0001-01-01T00:00:00Z')),
): EventsTaken {
  return takeEvents(title, before, { events, receivedAt: received, source: 'Event' });
}

/** For tests: the codes of what was refused. */
export function codesOf({ refusals }: EventResult | undefined = noResult): readonly string[] {
  return refusals.map(({ code }) => code);
}

const noResult: EventResult = {
  id: '',
  outcome: 'NoEffect',
  refusals: [],
  stats: [],
  unlocked: [],
};
