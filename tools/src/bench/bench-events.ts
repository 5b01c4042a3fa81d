import type { Workload } from './load.ts';
import type { BenchPlayer, World } from './requests.ts';

/** The title that events are sent of. */
export const eventTitleId = 1853190002;

/** Events in one request. */
export const eventsPerBatch = 100;

/** Players who send events, each with a token of their own. */
export const eventPlayersCount = 2_000;

const words = {
  description: 'Done',
  lockedDescription: 'Do it',
  icon: 'https://images.laurel.example/arena/1.png',
};

/** Out of reach, so that every batch of a run does the same work. */
const target = 1_000_000_000;

/**
 * A title of events: each event changes three stats or more, one of them kept apart by weapon, and
 * each stat is read by two achievements.
 */
export function eventTitleDocument(): Readonly<Record<string, unknown>> {
  const names = ['Fought', 'Travelled', 'Built', 'Traded'];
  const stats = names.flatMap((event) => [
    { name: `${event}Sum`, type: 'Integer', rule: { event, fold: 'Sum', field: 'Amount' } },
    { name: `${event}Count`, type: 'Integer', rule: { event, fold: 'Count' } },
    { name: `${event}Best`, type: 'Integer', rule: { event, fold: 'Maximum', field: 'Amount' } },
    {
      name: `${event}With`,
      type: 'Integer',
      rule: { event, fold: 'Sum', field: 'Amount', per: ['Kind'] },
    },
  ]);
  const read = stats.map(({ name }) => (name.endsWith('With') ? `${name}.k1` : name));
  return {
    titleId: eventTitleId,
    name: 'Arena',
    defaultLocale: 'en-US',
    system: 'event-based',
    events: names.map((name) => ({ name, fields: { Amount: 'Integer', Kind: 'String' } })),
    stats,
    achievements: [...read, ...read].map((stat, index) => ({
      id: String(index + 1),
      name: `Arena ${index + 1}`,
      ...words,
      requirements: [{ stat, target: target - index }],
    })),
  };
}

const idMark = '########';

type Batch = { readonly request: Buffer; readonly ids: readonly number[] };

/**
 * Batches for the first so many players in turn; no event is ever sent twice.
 *
 * @param prefix two letters that no other workload on the same server has
 */
export function createEventBatches(
  world: World,
  { players, prefix }: { players: number; prefix: string },
): Workload {
  const at = new Date().toISOString();
  const batches = world.eventPlayers.slice(0, players).map((one) => batchOf(one, at, prefix));
  let turn = 0;
  return {
    next() {
      const batch = batches[turn % batches.length];
      turn += 1;
      if (batch === undefined) return null;
      const id = turn.toString(36).padStart(idMark.length, '0');
      for (const place of batch.ids) batch.request.write(id, place, 'latin1');
      return batch.request;
    },
    accepts: (status, bodyBytes) => status === 200 && bodyBytes > eventsPerBatch * 30,
  };
}

function batchOf({ authorization }: BenchPlayer, time: string, prefix: string): Batch {
  const names = ['Fought', 'Travelled', 'Built', 'Traded'];
  const events = Array.from({ length: eventsPerBatch }, (_, index) => ({
    id: `${prefix}-${idMark}-${String(index).padStart(2, '0')}`,
    name: names[index % names.length],
    time,
    titleId: eventTitleId,
    properties: { Kind: `k${index % 5}` },
    measurements: { Amount: (index % 7) + 1 },
  }));
  const body = JSON.stringify({ events });
  const head = [
    'POST /events/game-events HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: ${authorization}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}\r\n\r\n`,
  ].join('\r\n');
  const request = Buffer.from(head + body);
  const ids: number[] = [];
  for (let from = request.indexOf(idMark); from !== -1; from = request.indexOf(idMark, from + 1)) {
    ids.push(from);
  }
  return { request, ids };
}
