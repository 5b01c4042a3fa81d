import { z } from 'zod';
import { ScidText } from '../codec/segment.ts';
import { textOf } from '../codec/text.ts';
import { route } from '../route.ts';
import { NonceGiven } from '../schema/realtime.ts';

/** The number of a fact. */
const EventId = textOf((text) => (/^[0-9]{1,15}$/.test(text) ? Number(text) : undefined), {
  rule: 'must be the id of an event',
});

const Nonce = z.string().max(128, 'must be a nonce that was given').optional();

const tooMany = 'the player has too many connections';

/** Source: wire contract §6.1. */
export const connectRealtime = route({
  id: 'rta.connect',
  host: 'rta',
  method: 'GET',
  path: '/connect',
  summary: 'Open a real-time connection',
  description:
    'A WebSocket, with the sub-protocol rta.xboxlive.com.V2 or without; see docs/wire/rta.md for what is said on it.',
  audience: 'nonce',
  query: z.object({ nonce: Nonce }),
  answers: { 101: null },
  refusals: {
    400: 'the upgrade is not as RFC 6455 has it, or a nonce and a token came together',
    426: 'it is no WebSocket upgrade',
    429: tooMany,
  },
});

/** Source: wire contract §6.1 [W]. */
export const getNonce = route({
  id: 'rta.nonce',
  host: 'rta',
  method: 'GET',
  path: '/nonce',
  summary: 'A nonce for a browser, which can send no Authorization header with a WebSocket',
  answers: { 200: NonceGiven },
});

/** Source: our own [I]. */
export const streamEvents = route({
  id: 'rta.events',
  host: 'rta',
  method: 'GET',
  path: '/events',
  summary: 'What happens to the caller’s achievements, as server-sent events',
  description:
    'Events: progress, unlock, resync. Each has the id of its fact; Last-Event-ID (or lastEventId) goes on behind it.',
  audience: 'stream',
  query: z.object({
    nonce: Nonce,
    scid: ScidText.optional(),
    lastEventId: EventId.optional(),
  }),
  answers: { 200: z.string().meta({ format: 'event-stream' }) },
  refusals: { 429: tooMany },
});
