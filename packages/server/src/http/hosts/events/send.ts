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
import type { GameEvents, SentEvent } from '../../../services/game-events.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';

/** Our own way in for events. */
export function sendOperation({ gameEvents }: { gameEvents: GameEvents }): Operation {
  return operation(sendEvents, async (input) => {
    const asker = requireAsker(input);
    const read = input.body.events.map(readEvent);
    const sent = read.flatMap((one) => ('problem' in one ? [] : [one]));
    const taken = (await gameEvents.take([asker], sent)).values();
    const results = read.map((one): EventResult => {
      if ('problem' in one) return refusedEvent(one.id, 'Malformed', one.problem);
      const { value } = taken.next();
      if (value === undefined) throw new Error('an event has no result');
      return value;
    });
    return answer(200, presentTaken(results));
  });
}

type Unread = { readonly id: string; readonly problem: string };

function readEvent(json: unknown): SentEvent | Unread {
  const read = schema.readSentEvent(json);
  if (read.event === null) return read;
  return (
    sentOf(read.event) ?? { id: read.event.id, problem: 'time must be a date of the calendar' }
  );
}

/** An event in our own words; `undefined` for one of a day that there is not. */
export function sentOf(event: schema.SentEvent): SentEvent | undefined {
  const { id, name, time, fields, userId, serviceConfigId } = event;
  const at = time === null ? null : parseInstant(time);
  if (at === undefined) return undefined;
  return {
    event: { id, name, at, fields },
    owner: userId === null ? null : xuid(userId),
    scid: serviceConfigId === null ? null : scid(serviceConfigId),
    titleId: event.titleId === null ? null : titleId(event.titleId),
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
