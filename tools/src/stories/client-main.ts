import { AchievementsClient } from '@laurel/client';
import { fileStorage } from '@laurel/client/node';
import { Outbox } from '@laurel/client/outbox';
import type { ClientAsk, ClientTell } from './client-talk.ts';
import { fastClock, speed } from './fast-clock.ts';

/*
 * A title with the SDK's outbox in a file: the other process of a story. It is told what to do by
 * the process that started it, and asks that one for tokens.
 *
 * usage: node client-main.ts FILE BASE_URL
 */
const [file = '', baseUrl = ''] = process.argv.slice(2);

/** An answer may take three seconds: the machine may be busy. */
const timeoutMs = 3_000 * speed;

let offsetMs = 0;
let nextRequest = 0;
const tokens = new Map<number, (token: string | undefined) => void>();
const clients = new Map<string, AchievementsClient>();

function tell(message: ClientTell): void {
  // Who started it may be gone already.
  process.send?.(message, undefined, undefined, () => {});
}

function tokenFor(xuid: string, isRefresh: boolean): Promise<string> {
  nextRequest += 1;
  const id = nextRequest;
  return new Promise((resolve, reject) => {
    tokens.set(id, (token) => {
      tokens.delete(id);
      if (token === undefined) reject(new Error('no identity'));
      else resolve(token);
    });
    tell({ tell: 'tokenNeeded', id, xuid, isRefresh });
  });
}

function clientOf({ xuid }: { xuid: string }): AchievementsClient {
  const client =
    clients.get(xuid) ??
    new AchievementsClient({
      xuid,
      baseUrl,
      clock: fastClock,
      retryWindowMs: 0,
      timeoutMs,
      authorization: ({ isRefresh }) => tokenFor(xuid, isRefresh),
    });
  clients.set(xuid, client);
  return client;
}

const outbox = await Outbox.open({
  storage: fileStorage(file),
  clientOf,
  clock: fastClock,
  today: () => Date.now() + offsetMs,
  onProblem: (problem) => tell({ tell: 'problem', message: String(problem) }),
});

async function perform(ask: ClientAsk): Promise<unknown> {
  switch (ask.ask) {
    case 'submit':
      return outbox.submit(ask.reports, { patienceMs: ask.patienceMs });
    case 'sync':
      return outbox.syncNow({ patienceMs: 20_000 });
    case 'entries':
      return { entries: outbox.entries(), summary: outbox.summary() };
    case 'clock':
      offsetMs = ask.offsetMs;
      return null;
    case 'forgetTokens':
      clients.clear();
      return null;
    default:
      tokens.get(ask.request)?.(ask.token ?? undefined);
      return null;
  }
}

process.on('message', (ask: ClientAsk) => {
  perform(ask).then(
    (answer) => tell({ tell: 'answer', id: ask.id, answer }),
    (thrown: unknown) => tell({ tell: 'failed', id: ask.id, message: String(thrown) }),
  );
});
process.on('disconnect', () => process.exit(0));
tell({ tell: 'ready' });
