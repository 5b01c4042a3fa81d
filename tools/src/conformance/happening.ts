import { type Addressing, buildRequest, changedRequest, defaultHost } from './http-request.ts';
import { hasMember, isObject, type JsonObject, parseJson } from './json.ts';
import type { Happening } from './preparation.ts';
import type { Stage } from './stage.ts';
import { filledText, playerIn, type Supply } from './template.ts';
import type { VectorCase } from './vectors.ts';
import type { Wire, WireAnswer } from './wire.ts';
import { worldNow } from './world.ts';

/** What a case's prose is carried out with. */
export type Rehearsal = {
  readonly wire: Wire;
  readonly stage: Stage;
  readonly supply: Supply;
  readonly addressing: Addressing;
  /** The request of the case itself. */
  readonly request: JsonObject;
  /** @throws {Error} for an id that no file has */
  readonly caseOf: (id: string) => VectorCase;
};

/** A read of each service that costs little, for cases about the number of calls. */
const cheapReads: Readonly<Record<string, string>> = {
  achievements: '/users/me/achievements?titleId=1853190001&maxItems=1',
  profile: '/users/me/profile/settings?settings=Gamertag',
  privacy: '/users/me/people/avoid',
  social: '/users/me/people',
  titlehub: '/users/me/titles/titlehistory/decoration/achievement?maxItems=1',
  userstats: '/users/me/scids/8c410200-77aa-4f0e-8d21-5b6c7d8e9f02/stats/EnemiesDefeated',
  avty: '/users/me/activity/History?contentTypes=Game&activityTypes=Achievement',
};

/** The case whose request reports progress of alice on title A. */
const updateCase = 'UP-001';

/** More calls than any limit of the contract allows. */
const callsUntilThrottledMax = 1000;
/** Spread calls come in this many batches: the clock is not moved for each. */
const batches = 20;

/** @throws {Error} by the result, when it can't be carried out or does not come out as it must */
export async function carryOut(happening: Happening, rehearsal: Rehearsal): Promise<void> {
  const { stage } = rehearsal;
  switch (happening.kind) {
    case 'Execute':
      return execute(happening, rehearsal);
    case 'Repeat':
      return repeat(happening, rehearsal);
    case 'Race':
      return race(happening, rehearsal);
    case 'Calls':
      return callSpread(happening, rehearsal);
    case 'Throttle':
      return throttle(happening, rehearsal);
    case 'Replay':
      return replay(happening, rehearsal);
    case 'Limits':
      return stage.setSwitches({ rateLimits: limitsOf(happening) });
    case 'Clock':
      return stage.setClock(happening.now);
    case 'ClockAt':
      return stage.setClock(atMs(happening.afterMs));
    case 'Advance':
      return stage.advanceClock(happening.byMs);
    case 'Faults':
      return stage.setFaults(happening.change);
    case 'Switches':
      return stage.setSwitches(happening.change);
  }
}

async function execute(
  { caseId, times, changes }: Extract<Happening, { kind: 'Execute' }>,
  { caseOf, wire, supply, addressing }: Rehearsal,
): Promise<void> {
  const request = changedRequest(caseOf(caseId).request, changes);
  for (let at = 0; at < times; at += 1) {
    const { status } = await wire.send(await buildRequest(request, { supply, addressing }));
    if (status >= 400) throw new Error(`given ${caseId} executed, but it was answered ${status}`);
  }
}

async function repeat(
  { times }: Extract<Happening, { kind: 'Repeat' }>,
  { request, wire, supply, addressing }: Rehearsal,
): Promise<void> {
  const prepared = await buildRequest(request, { supply, addressing });
  for (let at = 0; at < times; at += 1) {
    const { status } = await wire.send(prepared);
    if (status >= 500) throw new Error(`given the same request before, it was answered ${status}`);
  }
}

async function race(
  { achievement, percents }: Extract<Happening, { kind: 'Race' }>,
  { caseOf, wire, supply, addressing, request: own }: Rehearsal,
): Promise<void> {
  const { request } = caseOf(updateCase);
  const id = achievement ?? achievementOf(own);
  const changes = percents.map((percentComplete) => ({ id, percentComplete }));
  const prepared = await Promise.all(
    changes.map((change) => buildRequest(changedRequest(request, change), { supply, addressing })),
  );
  const answers = await Promise.all(prepared.map((update) => wire.send(update)));
  const refused = answers.find(({ status }) => status >= 400);
  if (refused) throw new Error(`given concurrent updates, one was answered ${refused.status}`);
}

async function callSpread(
  { count, player, service, overMs }: Extract<Happening, { kind: 'Calls' }>,
  rehearsal: Rehearsal,
): Promise<void> {
  const call = await callOf({ player, service }, rehearsal);
  for (let made = 0, batch = 0; made < count; batch += 1) {
    const share = overMs === 0 ? count : Math.round((count * (batch + 1)) / batches) - made;
    if (overMs > 0) await rehearsal.stage.setClock(atMs((overMs * batch) / (batches - 1)));
    for (let at = 0; at < share; at += 1) await call();
    made += share;
  }
}

async function throttle(
  { player, service, window, atMs: afterMs }: Extract<Happening, { kind: 'Throttle' }>,
  rehearsal: Rehearsal,
): Promise<void> {
  const { stage } = rehearsal;
  const call = await callOf({ player, service }, rehearsal);
  await call();
  if (afterMs > 0) await stage.setClock(atMs(afterMs));
  for (let made = 1; made < callsUntilThrottledMax; made += 1) {
    // Staying below the burst limit is the only way to meet the sustain limit alone.
    if (window === 'sustain' && made % 9 === 0) await stage.advanceClock(15_000);
    const { status, body } = await call();
    if (status !== 429) continue;
    const answer = parseJson(body.toString());
    const period = hasMember(answer, 'periodInSeconds') ? Number(answer.periodInSeconds) : 0;
    if (window === 'burst' || period > 15) return;
  }
  throw new Error(`given throttled, but none of ${callsUntilThrottledMax} calls was answered 429`);
}

async function replay(
  { calls, throttled }: Extract<Happening, { kind: 'Replay' }>,
  rehearsal: Rehearsal,
): Promise<void> {
  const call = await callOf({ player: null, service: null }, rehearsal);
  const counts: number[] = [];
  for (const [window, count] of calls.entries()) {
    await rehearsal.stage.setClock(atMs(window * 15_000));
    let refused = 0;
    for (let at = 0; at < count; at += 1) refused += (await call()).status === 429 ? 1 : 0;
    counts.push(refused);
  }
  if (counts.join() === throttled.join()) return;
  throw new Error(`expected ${throttled.join()} throttled calls per window, got ${counts.join()}`);
}

/** Prepares a call of that player to that service; without them those of the case's request. */
async function callOf(
  { player, service }: { player: string | null; service: string | null },
  { request, wire, supply, addressing }: Rehearsal,
): Promise<() => Promise<WireAnswer>> {
  const host = String(request.host ?? defaultHost);
  const short = service ?? host.split('.')[0] ?? '';
  const path = Object.hasOwn(cheapReads, short) ? cheapReads[short] : undefined;
  if (path === undefined) throw new Error(`given calls to "${short}", for which no read is known`);
  const own = authorizationOf(request);
  const isOwn = own !== null && (player === null || playerIn(own) === player);
  const authorization = isOwn ? own : `{{token:${player ?? 'alice'}}}`;
  const headers = {
    Authorization: await filledText(authorization, supply),
    'x-xbl-contract-version': '2',
    'Accept-Language': 'en-US',
  };
  const wanted = { method: 'GET', host: `${short}.xboxlive.com`, path, headers };
  const prepared = await buildRequest(wanted, { supply, addressing });
  return () => wire.send(prepared);
}

/** The achievement that a request reports, or reads. */
function achievementOf({ body, path }: JsonObject): string {
  const [, reported] = /"id":"?(\w+)/.exec(JSON.stringify(body ?? null)) ?? [];
  const [, read] = /\/(\d+)(?:\?|$)/.exec(String(path)) ?? [];
  return reported ?? read ?? '2';
}

function authorizationOf({ headers }: JsonObject): string | null {
  if (!isObject(headers)) return null;
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization');
  return found === undefined ? null : String(found[1]);
}

function limitsOf({ burst, sustain }: Extract<Happening, { kind: 'Limits' }>): JsonObject {
  return {
    isOn: true,
    burstSeconds: burst.seconds,
    sustainSeconds: sustain.seconds,
    byService: { Progress: { burstMax: burst.max, sustainMax: sustain.max } },
  };
}

/** @returns the world's now and so much more */
function atMs(afterMs: number): string {
  const ms = Date.parse(`${worldNow.slice(0, 23)}Z`) + Math.round(afterMs);
  return `${new Date(ms).toISOString().slice(0, 23)}0000Z`;
}
