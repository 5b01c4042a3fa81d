import type { Instance } from './instance.ts';
import { hasMember, isArray, isObject, type Json, type JsonObject } from './json.ts';
import { playerIn } from './template.ts';
import type { World } from './world.ts';

/** What a case's note says beyond what its expectation does. */
export type Note = {
  /** Headers to add to the request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly claims: readonly Claim[];
};

/**
 * What has to be so after the request. `achievement` of `null` is the one of the request's body.
 */
export type Claim =
  | { readonly kind: 'State'; readonly achievement: string | null; readonly state: string }
  | { readonly kind: 'Percent'; readonly achievement: string | null; readonly percent: number }
  | { readonly kind: 'UnlockedAt'; readonly achievement: string | null; readonly at: string }
  /** `null` for the player of the request. */
  | { readonly kind: 'Unchanged'; readonly player: string | null };

const states = '(Achieved|InProgress|NotStarted)';

/**
 * Reads the parts of a note that say how things are after the request; the rest is commentary.
 * Source: the vector file, `assertionOps._notes`.
 */
export function readNote(text: string, world: World): Note {
  const claims: Claim[] = [];
  const [, id = null] = /\bid ([0-9]+)\b/.exec(text) ?? [];
  const achievement = id;
  const [, state] =
    new RegExp(`(?:\\bid [0-9]+(?: stays| is)?|^afterwards|',|,)\\s+${states}\\b`).exec(text) ?? [];
  if (state !== undefined) claims.push({ kind: 'State', achievement, state });
  const [, percent] = /\bcurrent '([0-9]+)'/.exec(text) ?? [];
  if (percent !== undefined)
    claims.push({ kind: 'Percent', achievement, percent: Number(percent) });
  const [, at] = /\btimeUnlocked (\d{4}-\S+Z)/.exec(text) ?? [];
  if (at !== undefined) claims.push({ kind: 'UnlockedAt', achievement, at });
  for (const [, who = ''] of text.matchAll(/\b(state|[a-z]+) unchanged\b/g)) {
    const isPlayer = world.players[who] !== undefined;
    if (isPlayer || who === 'state')
      claims.push({ kind: 'Unchanged', player: isPlayer ? who : null });
  }
  const [, name, value] = /\badd header ([A-Za-z0-9-]+): (\S+)/.exec(text) ?? [];
  return { claims, headers: name === undefined ? {} : { [name]: value ?? '' } };
}

/** What a player has, as the management tells it. */
export type Standing = Json;

/** Reads what the players that claims are about have. */
export async function standingOf(
  claim: Claim,
  { instance, request, world }: { instance: Instance; request: JsonObject; world: World },
): Promise<Standing> {
  const named = claim.kind === 'Unchanged' ? claim.player : null;
  const xuid = named === null ? subjectOf(request, world) : world.players[named]?.xuid;
  const path = `/players/${xuid}/titles`;
  return instance.call({ method: 'GET', path, body: null });
}

/** @returns why the claim is not so, `null` when it is */
export function checkClaim(
  claim: Claim,
  { before, after, request }: { before: Standing; after: Standing; request: JsonObject },
): string | null {
  if (claim.kind === 'Unchanged') {
    const isSame = JSON.stringify(before) === JSON.stringify(after);
    return isSame ? null : `afterwards ${claim.player ?? 'the state'} is not as it was`;
  }
  const id = claim.achievement ?? firstAchievementOf(request);
  const is = recorded(after, { scid: scidOf(request), id });
  const [wanted, got] = {
    State: () => [claim.kind === 'State' && claim.state, is?.state ?? 'NotStarted'],
    Percent: () => [claim.kind === 'Percent' && claim.percent, is?.percent ?? 0],
    UnlockedAt: () => [claim.kind === 'UnlockedAt' && claim.at, is?.unlockedAt ?? null],
  }[claim.kind]();
  return wanted === got ? null : `afterwards id ${id} is expected ${wanted}, got ${got}`;
}

function recorded(standing: Standing, of: { scid: string; id: string }): JsonObject | undefined {
  const titles = hasMember(standing, 'titles') && isArray(standing.titles) ? standing.titles : [];
  const title = titles.filter(isObject).find(({ scid }) => scid === of.scid);
  const achievements = isArray(title?.achievements) ? title.achievements : [];
  return achievements.filter(isObject).find(({ id }) => id === of.id);
}

function subjectOf(request: JsonObject, world: World): string {
  const [, inPath] = /xuid(?:\(|%28)(\d+)/i.exec(String(request.path)) ?? [];
  const inEvent = /"userId":"(\d+)"/.exec(JSON.stringify(request.body ?? null))?.[1];
  const caller = playerIn(JSON.stringify(request.headers ?? null));
  return inPath ?? inEvent ?? world.players[caller ?? 'alice']?.xuid ?? '';
}

function scidOf(request: JsonObject): string {
  const guid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
  const text = `${String(request.path)} ${JSON.stringify(request.body ?? null)}`;
  return guid.exec(text)?.[0].toLowerCase() ?? '';
}

function firstAchievementOf(request: JsonObject): string {
  const text = JSON.stringify(request.body ?? null);
  return /"(?:id|AchievementId)":"?(\w+)/.exec(text)?.[1] ?? '';
}
