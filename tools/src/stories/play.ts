import { join } from 'node:path';
import type { Entry, OutboxReport, OutboxSummary } from '@laurel/client/outbox';
import { benchScid, benchTitleId } from '../bench/bench-title.ts';
import { type StoryClient, startClient } from './client-process.ts';
import { type Listener, startListener } from './listener.ts';
import { type FaultyNetwork, startProxy } from './proxy.ts';
import type { StoryServer } from './server-process.ts';
import type { Happening, PlannedReport, StoryPlan } from './story-plan.ts';

/** What the server's ledger says of a player, oldest first. */
export type LedgerFact = {
  readonly kind: string;
  readonly achievementId: string | null;
  readonly percent: number;
  readonly earnedAt: string;
  readonly receivedAt: string;
  readonly recordVersion: number;
};

/** How a story ended: what was accepted, and what either side says became of it. */
export type StoryEnd = {
  readonly players: readonly string[];
  /** Reports that the client accepted and said so. */
  readonly accepted: readonly Entry[];
  /** Reports that were made, accepted or not. */
  readonly made: readonly OutboxReport[];
  readonly entries: readonly Entry[];
  readonly summary: OutboxSummary & { readonly damaged: number };
  readonly problems: readonly string[];
  /** By player. */
  readonly facts: ReadonlyMap<string, readonly LedgerFact[]>;
  /** How often each unlock was announced, by `unlockKey`. */
  readonly heard: ReadonlyMap<string, number>;
  /** How often a title of the player was told of each unlock, by `unlockKey`. */
  readonly told: ReadonlyMap<string, number>;
  /** Whether an announcement may be missing: its server was killed, or its time has passed. */
  readonly mayMissAnnouncements: boolean;
};

/** A token that outlives every move of the clock. */
const lastingSeconds = 3_600 * 24 * 3_000;

/** Attempts at delivering everything when all is well again. */
const lastSyncsMax = 20;

/** The stage of one story. */
type Scene = {
  readonly server: StoryServer;
  readonly proxy: FaultyNetwork;
  readonly client: StoryClient;
  readonly listener: Listener;
  readonly players: readonly [string, string];
  readonly accepted: Entry[];
  readonly made: OutboxReport[];
  readonly tokens: Map<string, string>;
  isSignInPossible: boolean;
};

/** Plays a story to its end, and heals everything before it asks how it ended. */
export async function playStory(
  plan: StoryPlan,
  { server, folder, number }: { server: StoryServer; folder: string; number: number },
): Promise<StoryEnd> {
  const players = [xuidOf(number * 2), xuidOf(number * 2 + 1)] as const;
  using listener = await startListener(
    await Promise.all(players.map((xuid) => addPlayer(server, xuid))),
    server.url(),
  );
  await using proxy = await startProxy(server.port);
  const file = join(folder, `story-${number}`, 'outbox.jsonl');
  const baseUrl = `http://127.0.0.1:${proxy.port}`;
  await using client = await startClient({ file, baseUrl }, async ({ xuid, isRefresh }) => {
    if (!scene.isSignInPossible) return null;
    const known = isRefresh ? undefined : scene.tokens.get(xuid);
    const token = known ?? (await makeToken(server, xuid, lastingSeconds));
    scene.tokens.set(xuid, token);
    return token;
  });
  const scene: Scene = {
    tokens: new Map(),
    isSignInPossible: true,
    server,
    proxy,
    client,
    listener,
    players,
    accepted: [],
    made: [],
  };
  for (const happening of plan.happenings) await happen(scene, happening);
  // Awaited, for what ends here is used until then.
  return await heal(scene, plan);
}

function xuidOf(number: number): string {
  return String(2_533_280_000_000_000 + number);
}

async function addPlayer(server: StoryServer, xuid: string) {
  const gamertag = `Story${xuid.slice(-9)}`;
  await server.manage('POST', '/players', { xuid, gamertag, sandboxes: ['*'] });
  return { xuid, authorization: await makeToken(server, xuid, lastingSeconds) };
}

async function makeToken(server: StoryServer, xuid: string, lifetimeSeconds: number) {
  const order = { kind: 'xsts', xuid, lifetimeSeconds };
  const made = await server.manage('POST', '/development/tokens', order);
  const { token, userHash } = made as { token: string; userHash: string };
  return `XBL3.0 x=${userHash};${token}`;
}

async function happen(scene: Scene, happening: Happening): Promise<void> {
  const { server, proxy, client, players } = scene;
  switch (happening.what) {
    case 'submit':
      return submit(scene, happening.reports, {
        xuid: players[happening.player],
        patienceMs: 4_000,
      });
    case 'submitAndKillClient': {
      const submitted = submit(scene, happening.reports, { xuid: players[0], patienceMs: 4_000 });
      await client.killAndStart();
      return submitted;
    }
    case 'network':
      return proxy.setMode(happening.mode);
    case 'killServer':
      return server.killAndStart();
    case 'killClient':
      return client.killAndStart();
    case 'sync':
      void client.ask({ ask: 'sync' }).catch(() => undefined);
      return undefined;
    case 'expireToken':
      return expireTokens(scene);
    case 'serverClock':
      await server.manage('PUT', '/development/clock', { advanceMs: happening.advanceMs });
      return undefined;
    case 'clientClock':
      await client.ask({ ask: 'clock', offsetMs: happening.offsetMs });
      return undefined;
    case 'fault':
      return setFault(server, happening.fault);
    case 'signIn':
      scene.isSignInPossible = happening.isPossible;
      return undefined;
    default:
      await new Promise((resolve) => setTimeout(resolve, happening.ms));
      return undefined;
  }
}

async function submit(
  scene: Scene,
  reports: readonly PlannedReport[],
  { xuid, patienceMs }: { xuid: string; patienceMs: number },
): Promise<void> {
  const made = reports.map((report) => ({
    ...report,
    xuid,
    scid: benchScid,
    titleId: benchTitleId,
  }));
  scene.made.push(...made);
  const accepted = await scene.client.ask({ ask: 'submit', reports: made, patienceMs });
  // Without an answer the client was killed, and had not said that it accepted anything.
  if (accepted !== undefined) scene.accepted.push(...(accepted as readonly Entry[]));
}

/** The tokens in use have run out; the next ones are good. */
async function expireTokens(scene: Scene): Promise<void> {
  for (const xuid of scene.players) {
    scene.tokens.set(xuid, await makeToken(scene.server, xuid, -60));
  }
  await scene.client.ask({ ask: 'forgetTokens' });
}

async function setFault(
  server: StoryServer,
  fault: 'draining' | 'storageDown' | 'throttled' | 'none',
): Promise<void> {
  const faults = { draining: fault === 'draining', storageDown: fault === 'storageDown' };
  await server.manage('PUT', '/development/faults', faults);
  const byService = { Progress: { burstMax: 2, sustainMax: 4 } };
  const rateLimits =
    fault === 'throttled'
      ? { isOn: true, burstSeconds: 1, sustainSeconds: 2, byService }
      : { isOn: false };
  await server.manage('PUT', '/development/switches', { rateLimits });
}

/** All is well from now on: what waits must get there. */
async function heal(scene: Scene, plan: StoryPlan): Promise<StoryEnd> {
  const { server, proxy, client, listener, players, accepted, made } = scene;
  await proxy.setMode('pass');
  await setFault(server, 'none');
  scene.isSignInPossible = true;
  for (let count = 0; count < lastSyncsMax; count += 1) {
    const summary = (await client.ask({ ask: 'sync' })) as OutboxSummary;
    if (summary.pending === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { entries, summary } = (await client.ask({ ask: 'entries' })) as Pick<
    StoryEnd,
    'entries' | 'summary'
  >;
  const facts = new Map<string, readonly LedgerFact[]>();
  for (const xuid of players) facts.set(xuid, await factsOf(server, xuid));
  const unlocked = [...facts.values()].flat().filter(({ kind }) => kind === 'Unlocked');
  await listener.settle(unlocked.length);
  await server.manage('PUT', '/development/clock', { now: null });
  const { heard, told } = listener;
  const { problems } = client;
  // An announcement is claimed before it is made, and news is news for a quarter of an hour.
  const mayMissAnnouncements = plan.happenings.some(
    ({ what }) => what === 'killServer' || what === 'serverClock',
  );
  return {
    players,
    accepted,
    made,
    entries,
    summary,
    problems,
    facts,
    heard,
    told,
    mayMissAnnouncements,
  };
}

async function factsOf(server: StoryServer, xuid: string): Promise<readonly LedgerFact[]> {
  const page = await server.manage('GET', `/players/${xuid}/facts?limit=1000`);
  return (page as { facts: readonly LedgerFact[] }).facts.toReversed();
}
