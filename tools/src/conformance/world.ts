import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasMember, isArray, isObject, type Json, type JsonObject, parseJson } from './json.ts';
import type { VectorWorld, WorldProgress, WorldState, WorldUser } from './vectors.ts';

/** The moment at which the clock stands in every case. */
export const worldNow = '2026-03-01T12:00:00.0000000Z';

/** A title of the world. */
export type WorldTitle = {
  readonly titleId: number;
  /** The title document. */
  readonly document: JsonObject;
  readonly sandboxes: readonly string[];
};

/** A player, with what only a case's prose says of them. */
export type WorldPlayer = WorldUser & {
  readonly sandboxes: readonly string[];
  readonly locale: string | null;
  /** The key of the title whose claim the player's tokens carry, `null` for none. */
  readonly titleClaim: string | null;
};

/** Everything a case starts from. */
export type World = {
  readonly players: Readonly<Record<string, WorldPlayer>>;
  readonly titles: Readonly<Record<string, WorldTitle>>;
  /** By sandbox. */
  readonly state: Readonly<Record<string, WorldState>>;
};

/** How rare each achievement of the world's titles is, by id. Source: the vectors' world. */
const rarity: Readonly<Record<string, number>> = {
  1: 64.86,
  2: 16.05,
  3: 10.9,
  5: 9.91,
  6: 5,
  8: 11,
};
const otherRarity = 0.5;

/** The documents of the world's titles, by the key of the title: `A.json` is title A. */
export function readTitleDocuments(folder: string): Readonly<Record<string, JsonObject>> {
  const documents: Record<string, JsonObject> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const document = parseJson(readFileSync(join(folder, file), 'utf8'));
    if (!isObject(document)) throw new Error(`${join(folder, file)} is no JSON object`);
    documents[file.slice(0, -'.json'.length)] = document;
  }
  return documents;
}

/**
 * The world of a vector file: its players and state, with the title documents of the same keys.
 *
 * @throws {Error} for a title without a document
 */
export function worldOf(
  vectors: VectorWorld,
  documents: Readonly<Record<string, JsonObject>>,
): World {
  const titles = Object.entries(vectors.titles).map(([key, { sandboxes }]) => {
    const document = documents[key];
    if (document === undefined) throw new Error(`there is no document of title ${key}`);
    return [key, { titleId: Number(document.titleId), document, sandboxes }] as const;
  });
  const players = Object.entries(vectors.users).map(([name, user]) => {
    return [name, { ...user, sandboxes: ['*'], locale: null, titleClaim: null }] as const;
  });
  return {
    players: Object.fromEntries(players),
    titles: Object.fromEntries(titles),
    state: { RETAIL: vectors.state },
  };
}

/** One request of our own API. */
export type ManagementCall = {
  readonly method: string;
  readonly path: string;
  readonly body: Json;
};

/** The requests that bring the world about, in their order, on an instance that holds nothing. */
export function loadingOf(world: World): readonly ManagementCall[] {
  return [
    ...sandboxCalls(world),
    ...Object.values(world.titles).flatMap(publishingOf),
    ...Object.values(world.players).map(playerCall),
    ...Object.values(world.players).flatMap(listCalls),
    ...Object.entries(world.state).flatMap(([sandbox, state]) =>
      stateCalls(world, { sandbox, state }),
    ),
    ...Object.values(world.titles).flatMap(rarityCalls),
  ];
}

/** Rules of a release that titles of a test need not keep. */
const accepted = ['base-set-size', 'base-set-gamerscore'];

function sandboxCalls({ titles, state }: World): readonly ManagementCall[] {
  const named = Object.values(titles).flatMap(({ sandboxes }) => sandboxes);
  return [...new Set([...named, ...Object.keys(state)])].map((name) => {
    return { method: 'POST', path: '/sandboxes', body: { name } };
  });
}

function publishingOf({ titleId, document, sandboxes }: WorldTitle): readonly ManagementCall[] {
  return sandboxes.map((sandbox) => ({
    method: 'POST',
    path: `/titles/${titleId}/publish`,
    body: { document, sandbox, note: 'the world of the vectors', accept: accepted },
  }));
}

function playerCall(player: WorldPlayer): ManagementCall {
  const { xuid, gamertag, privacy, sandboxes, locale } = player;
  const body = { xuid, gamertag, privacy, sandboxes, locale };
  return { method: 'POST', path: '/players', body };
}

function listCalls(player: WorldPlayer): readonly ManagementCall[] {
  return (['people', 'avoid', 'mute'] as const).flatMap((list) =>
    player[list].map((other) => ({
      method: 'PUT',
      path: `/players/${player.xuid}/${list}/${other}`,
      body: {},
    })),
  );
}

function stateCalls(
  { players, titles }: World,
  { sandbox, state }: { sandbox: string; state: WorldState },
): readonly ManagementCall[] {
  return Object.entries(state).flatMap(([name, byTitle]) =>
    Object.entries(byTitle).map(([key, progress]) => {
      const [player, title] = [players[name], titles[key]];
      if (player === undefined || title === undefined) {
        throw new Error(`the state of ${name} on ${key} names nobody or nothing of the world`);
      }
      const body = { sandbox, titleId: title.titleId, ...recordedState(title, progress) };
      return { method: 'PUT', path: `/players/${player.xuid}/state`, body };
    }),
  );
}

function recordedState(
  { document }: WorldTitle,
  progress: Readonly<Record<string, WorldProgress>>,
): { lastPlayedAt: string; achievements: Json; stats: Json } {
  const stats: Record<string, string> = {};
  const achievements: Json[] = [];
  const unlockTimes: string[] = [];
  for (const [id, { percent, stat, timeUnlocked, revoked }] of Object.entries(progress)) {
    const rule = stat === undefined ? undefined : statRuleOf(document, id);
    if (rule !== undefined && stat !== undefined) stats[rule.stat] = stat;
    if (timeUnlocked !== undefined) unlockTimes.push(timeUnlocked);
    const part = rule === undefined ? 0 : Math.floor((Number(stat) / rule.target) * 100);
    const reached = timeUnlocked === undefined ? (percent ?? Math.min(part, 99)) : 100;
    if (reached === 0) continue;
    achievements.push({
      id,
      percent: reached,
      ...(timeUnlocked !== undefined && { unlockedAt: timeUnlocked }),
      ...(revoked === true && { isRevoked: true }),
    });
  }
  const lastPlayedAt = unlockTimes.toSorted().at(-1) ?? worldNow;
  return { lastPlayedAt, achievements, stats };
}

/** The stat that an achievement's first requirement reads, and its target. */
function statRuleOf(
  document: JsonObject,
  id: string,
): { stat: string; target: number } | undefined {
  const achievement = achievementsOf(document).find((one) => String(one.id) === id);
  const requirements = achievement?.requirements;
  const [first] = isArray(requirements) ? requirements : [];
  if (!hasMember(first, 'stat')) return undefined;
  return { stat: String(first.stat), target: Number(first.target) };
}

/** The achievements of a title document. */
export function achievementsOf(document: JsonObject): readonly JsonObject[] {
  return isArray(document.achievements) ? document.achievements.filter(isObject) : [];
}

function rarityCalls({ titleId, document, sandboxes }: WorldTitle): readonly ManagementCall[] {
  const figures = achievementsOf(document).map(({ id }) => ({
    achievementId: String(id),
    percentage: rarity[String(id)] ?? otherRarity,
  }));
  return sandboxes.map((sandbox) => ({
    method: 'PUT',
    path: `/titles/${titleId}/rarity`,
    body: { sandbox, figures },
  }));
}
