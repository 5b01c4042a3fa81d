import { schema, sendEvents } from '@laurel/contract';
import {
  type EventResult,
  isOwnKey,
  parseInstant,
  refusedEvent,
  scid,
  titleId,
  xuid,
} from '@laurel/domain';
import type { z } from 'zod';
import type { GameEvents, MalformedEvent, SentEvent } from '../../../services/game-events.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';

/** Our own way in for events. */
export function sendOperation({ gameEvents }: { gameEvents: GameEvents }): Operation {
  return operation(sendEvents, async (input) => {
    const asker = requireAsker(input);
    const read = input.body.events.map((json) => readEvent(schema.readSentEvent(json)));
    const sent = read.flatMap((one) => ('problem' in one ? [] : [one]));
    const taken = (await gameEvents.take([asker], sent)).values();
    await gameEvents.noteMalformed(
      [asker],
      read.flatMap((one) => ('problem' in one ? [one] : [])),
    );
    const results = read.map((one): EventResult => {
      if ('problem' in one) return refusedEvent(one.event.id, 'Malformed', one.problem);
      const { value } = taken.next();
      if (value === undefined) throw new Error('an event has no result');
      return value;
    });
    return answer(200, presentTaken(results));
  });
}

/** An event in our own words, or what can be told of one that can't be read. */
export function readEvent(read: schema.ReadEvent): SentEvent | MalformedEvent {
  if (read.event === null) {
    const { id, name } = read.unread;
    return { ...subjectOf(read.unread), event: { id, name }, problem: read.problem };
  }
  const { id, name, time, fields } = read.event;
  const at = time === null ? null : parseInstant(time);
  const subject = subjectOf(read.event);
  if (at !== undefined) return { ...subject, event: { id, name, at, fields } };
  return { ...subject, event: { id, name }, problem: 'time must be a date of the calendar' };
}

function subjectOf({ userId, serviceConfigId, titleId: title }: schema.UnreadEvent) {
  return {
    owner: userId === null ? null : xuid(userId),
    scid: serviceConfigId === null ? null : scid(serviceConfigId),
    titleId: title === null ? null : titleId(title),
  };
}

function presentTaken(results: readonly EventResult[]): z.output<typeof schema.EventBatchTaken> {
  let [counted, refused] = [0, 0];
  for (const { outcome } of results) {
    if (outcome === 'Counted') counted += 1;
    if (outcome === 'Refused') refused += 1;
  }
  return { counted, refused, results: results.map(presentResult) };
}

type WireResult = z.output<typeof schema.EventBatchTaken>['results'][number];

function presentResult({ id, outcome, refusals, stats, unlocked }: EventResult): WireResult {
  const shown = stats.filter(([key]) => !isOwnKey(key));
  return {
    id,
    outcome,
    ...(refusals.length > 0 && { refusals: refusals.map((one) => ({ ...one })) }),
    ...(shown.length > 0 && { stats: Object.fromEntries(shown) }),
    ...(unlocked.length > 0 && { unlocked: [...unlocked] }),
  };
}
