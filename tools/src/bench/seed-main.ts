import { mkdirSync, writeFileSync } from 'node:fs';
import {
  achievementId,
  emptyRecord,
  type Instant,
  importState,
  instant,
  type Progress,
  retail,
  scid,
  type Title,
  type TitleId,
  titleId,
  totalsOf,
  type Xuid,
  xuid,
} from '@laurel/domain';
import { createLaurel, type Laurel, readConfig } from '@laurel/server';
import { eventPlayersCount, eventTitleDocument, eventTitleId } from './bench-events.ts';
import { achievementIds, benchScid, benchTitleDocument, benchTitleId } from './bench-title.ts';
import type { BenchPlayer, World } from './requests.ts';
import { placesIn, type WorldName, type WorldSize, worldSizes } from './seed.ts';
import { serveEnvironment } from './serve-environment.ts';

/*
 * Makes a world through the services and the store, as an import would.
 *
 * usage: node seed-main.ts WORLD DIRECTORY
 */

/** Writes under way at once; they share commits. */
const writesAtOnce = 2_000;

/** What players have in progress before the bench; two digits, so that pages have one length. */
const startPercent = 10;

const firstXuid = 2_533_274_800_000_001n;
const unlockedAt = instant('2026-01-05T10:00:00.1234567Z');
const begun: Progress = { state: 'InProgress', percent: startPercent };

const [name = '', directory = ''] = process.argv.slice(2);
const places = placesIn(directory);
const size = worldSizes[name as WorldName];
mkdirSync(places.data, { recursive: true });
const environment = serveEnvironment({ data: places.data, port: 0 });
const config = readConfig({ mode: 'production', environment });
const laurel = await createLaurel(config, { logTo: { write: () => undefined } });
const world = await makeWorld(laurel, size);
await laurel[Symbol.asyncDispose]();
writeFileSync(places.world, JSON.stringify(world));

async function makeWorld(laurel: Laurel, size: WorldSize): Promise<World> {
  const title = await publishedTitle(laurel);
  const all = Array.from({ length: size.players }, (_, index) =>
    xuid(String(firstXuid + BigInt(index))),
  );
  await inBatches(all, (player) => play(laurel, { player, title, size }));
  const stride = size.players / size.tokens;
  const chosen = shuffled(all.filter((_, index) => index % stride === 0));
  const ofBench = titleId(benchTitleId);
  const players: BenchPlayer[] = [];
  await inBatches(chosen, async (player) => {
    players.push({ xuid: player, authorization: await authorizationOf(laurel, player, ofBench) });
  });
  const eventPlayers: BenchPlayer[] = [];
  await inBatches(chosen.slice(0, eventPlayersCount), async (player) => {
    const authorization = await authorizationOf(laurel, player, null);
    eventPlayers.push({ xuid: player, authorization });
  });
  return {
    titleId: benchTitleId,
    scid: benchScid,
    rising: achievementIds.slice(size.achieved, size.achieved + size.inProgress),
    startPercent,
    players,
    eventPlayers,
    entries: size.players * (size.achieved + size.inProgress),
  };
}

async function publishedTitle({ services: { catalog } }: Laurel): Promise<Title> {
  await catalog.publish({
    titleId: titleId(benchTitleId),
    sandbox: retail,
    document: benchTitleDocument(),
    note: 'for the bench',
  });
  await catalog.publish({
    titleId: titleId(eventTitleId),
    sandbox: retail,
    document: eventTitleDocument(),
    note: 'for the bench',
    accept: ['base-set-size', 'base-set-gamerscore'],
  });
  const title = catalog.byScid(retail, scid(benchScid));
  if (title === undefined) throw new Error('the title under test is not published');
  return title;
}

/** Unlocks the first achievements and begins the next; the ledger keeps one fact of it. */
async function play(
  { store: { records }, clock }: Laurel,
  { player, title, size }: { player: Xuid; title: Title; size: WorldSize },
): Promise<void> {
  const key = { sandbox: retail, xuid: player, scid: title.scid };
  const now = clock.now();
  await records.advance(key, (before = emptyRecord(now)) => {
    const state = { ...before, progress: progressOf(size), lastPlayedAt: unlockedAt };
    const { record, facts } = importState(title, before, { state, receivedAt: now });
    return { record, facts: facts.slice(0, 1), totals: totalsOf(title, record) };
  });
}

function progressOf({ achieved, inProgress }: WorldSize): PlayerProgress {
  return new Map(
    achievementIds
      .slice(0, achieved + inProgress)
      .map((id, index) => [achievementId(id), index < achieved ? unlocked(unlockedAt) : begun]),
  );
}

type PlayerProgress = ReadonlyMap<ReturnType<typeof achievementId>, Progress>;

function unlocked(at: Instant): Progress {
  return { state: 'Achieved', percent: 100, unlockedAt: at };
}

async function authorizationOf(
  { identity, services }: Laurel,
  player: Xuid,
  ofTitle: TitleId | null,
): Promise<string> {
  if (ofTitle !== null) {
    await services.players.create({ xuid: player, gamertag: `Bench ${player.slice(-6)}` });
  }
  const { token, userHash } = await identity.makeToken({
    kind: 'xsts',
    xuid: player,
    titleId: ofTitle,
    sandbox: retail,
    locale: null,
    isThirdParty: false,
    isDeveloper: false,
    relyingParty: null,
    lifetimeSeconds: null,
  });
  return `XBL3.0 x=${userHash};${token}`;
}

async function inBatches<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += writesAtOnce) {
    await Promise.all(items.slice(from, from + writesAtOnce).map(act));
  }
}

/** The same order at each run, and one that has nothing to do with the order of the ids. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const keyed = items.map((item, index) => ({ item, key: Math.imul(index + 1, 0x9e3779b1) >>> 0 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
