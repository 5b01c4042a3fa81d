import type { HostName } from '../host.ts';
import { route } from '../route.ts';
import {
  Collected,
  EventBatchSent,
  EventBatchTaken,
  eventsBodyBytesMax,
  eventsPerRequestMax,
  readFrequentBatch,
} from '../schema/game-event.ts';

/** `POST /events/game-events`: our own way to tell of what happens in a game. */
export const sendEvents = route({
  id: 'events.send',
  host: 'events',
  method: 'POST',
  path: '/game-events',
  summary: 'Tell of what happened in a game',
  description: `At most ${eventsPerRequestMax} events, of the caller or, with a title server's key, of any players of its title. Each is taken by itself, and one that was counted before is not counted again. May be sent with gzip or deflate.`,
  audience: 'token',
  body: EventBatchSent,
  readFrequentBody: readFrequentBatch,
  bodyBytesMax: eventsBodyBytesMax,
  answers: { 200: EventBatchTaken },
});

function collector(host: HostName, path: string, what: string) {
  return route({
    id: `${host}.collect`,
    host,
    method: 'POST',
    path,
    summary: `Tell of what happened in a game, ${what}`,
    description:
      'The body is JSON events, one a line. Who tells is said by the tickets. An event of someone else, or that can not be counted, is dropped without a word, as on the real service.',
    audience: 'anyone',
    bodyBytesMax: eventsBodyBytesMax,
    answers: { 200: Collected },
    refusals: { 400: 'a line is no JSON, so the client drops the payload' },
  });
}

/** Source: wire contract §10.2 [C]. */
export const collectEvents = collector(
  'oneCollector',
  '/OneCollector/1.0',
  'as current systems do',
);

/** Source: wire contract §10.2 [X]. */
export const collectOlderEvents = collector('vortex', '/collect/v1', 'as older clients do');

/** Source: wire contract §10.2 [X]. */
export const collectPlayerEvents = collector(
  'vortexEvents',
  '/collect/v1',
  'as older clients do for a player',
);
