import { isUtf8 } from 'node:buffer';
import {
  collectEvents,
  collectOlderEvents,
  collectPlayerEvents,
  type Route,
  schema,
} from '@laurel/contract';
import { Refusal } from '@laurel/domain';
import type { Asker } from '../../../asker.ts';
import type { GameEvents } from '../../../services/game-events.ts';
import type { Identity } from '../../../services/identity.ts';
import { answer, type Operation, operation } from '../../operation.ts';
import { plainBody } from '../../plain-body.ts';
import { readEvent } from './send.ts';

/** What a collector works with. */
export type CollectorRooms = {
  readonly gameEvents: GameEvents;
  readonly identity: Pick<Identity, 'verifyTicket'>;
};

/** The collectors that shipped clients send events to. Source: wire contract §10.2 [C][X]. */
export function collectOperations(rooms: CollectorRooms): readonly Operation[] {
  return [collectEvents, collectOlderEvents, collectPlayerEvents].map((route) =>
    collectOperation(route, rooms),
  );
}

/**
 * Takes a payload. Nobody sees why an event was dropped, so all but a payload that is no JSON is
 * answered alike; also one whose tickets have expired, as on the real service.
 */
function collectOperation(route: Route, { gameEvents, identity }: CollectorRooms): Operation {
  return operation(route, async ({ request }) => {
    const payload = linesOf(await plainBody(request, route.bodyBytesMax));
    const askers = await askersIn(request.headers, identity);
    const read = payload.flatMap((json, place) => {
      const event = schema.readCollectorEvent(json, place);
      return event === undefined ? [] : [readEvent(event)];
    });
    const events = read.flatMap((one) => ('problem' in one ? [] : [one]));
    if (askers.length > 0 && read.length > 0) {
      await gameEvents.take(askers, events);
      const malformed = read.flatMap((one) => ('problem' in one ? [one] : []));
      await gameEvents.noteMalformed(askers, malformed);
    }
    return answer(200, { acc: payload.length });
  });
}

/** Events one a line, or in a list, or alone. @throws {Refusal} `InvalidBody` */
function linesOf(bytes: Buffer): readonly unknown[] {
  if (!isUtf8(bytes)) throw new Refusal('InvalidBody', 'the body must be valid UTF-8');
  const text = bytes.toString().trim();
  const whole = parsed(text);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const json = parsed(line);
    if (json !== undefined) return [json];
    throw new Refusal('InvalidBody', 'each line of the body must be a JSON event');
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** At most this many tickets of one request are looked at. */
const ticketsMax = 10;

/** Everyone whom the tickets speak for; those that are not valid speak for nobody. */
async function askersIn(
  headers: Readonly<Record<string, string | undefined>>,
  { verifyTicket }: CollectorRooms['identity'],
): Promise<readonly Asker[]> {
  const tickets = [...(headers.tickets ?? headers['x-tickets'] ?? '').matchAll(ticketForm)];
  const given = [
    ...tickets.slice(0, ticketsMax).map(([, ticket]) => ticket),
    headers.authxtoken,
    headers['x-authxtoken'],
    headers.authorization,
  ];
  const askers: Asker[] = [];
  for (const ticket of given) {
    const verified = ticket === undefined ? null : await verifyTicket(ticket.trim());
    if (verified !== null) askers.push(verified.asker);
  }
  return askers;
}

/** `"2145125"="x:XBL3.0 x=<hash>;<token>"`, several with a semicolon between. §10.2 [C] */
const ticketForm = /"[^"]*"="(?:x:)?([^"]+)"/g;
