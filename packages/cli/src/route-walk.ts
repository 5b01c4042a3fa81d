import { hosts, type Route, routes } from '@laurel/contract';
import type { z } from 'zod';
import { broken, type Check, ok, skipped } from './check.ts';

/** How long one answer may take. */
const timeoutMs = 10_000;

/** With what a walk fills in paths, queries and bodies. */
export type Guide = {
  readonly url: string;
  /** The player's `Authorization` header; `null` for a walk without a player. */
  readonly authorization: string | null;
  readonly key: string | null;
  readonly xuid: string;
  readonly titleId: string;
  readonly scid: string;
  readonly achievementId: string;
};

/** One request of the walk. */
export type Step = {
  readonly route: Route;
  readonly contractVersion: number | null;
  readonly path: string;
  readonly body?: unknown;
};

/** Operations that change something, or give out everything: a walk leaves them alone. */
const neverWalked: ReadonlySet<string> = new Set([
  'management.getSnapshot',
  // Its answer has no end.
  'rta.events',
]);

/** Queries that an operation needs. */
function queryOf({ id }: Route, { titleId, xuid }: Guide): string {
  const queries: Readonly<Record<string, string>> = {
    'achievements.titleAchievements': `titleId=${titleId}`,
    'privacy.validate': `setting=ViewTargetGameHistory&target=xuid(${xuid})`,
    'management.getTitleDocument': 'sandbox=RETAIL',
  };
  return queries[id] ?? '';
}

/** Bodies of operations that are POST and only read. */
function bodyOf({ id }: Route, guide: Guide): unknown {
  const { xuid, titleId, scid } = guide;
  const bodies: Readonly<Record<string, unknown>> = {
    'profile.batch': { userIds: [xuid], settings: ['Gamertag', 'Gamerscore'] },
    'privacy.validateMany': { users: [{ xuid }], permissions: ['ViewTargetGameHistory'] },
    'social.peopleByXuid': { xuids: [xuid] },
    'peoplehub.batch': { xuids: [xuid] },
    'titlehub.batch': { titleIds: [titleId], pfns: [] },
    'userstats.batch': {
      requestedusers: [xuid],
      requestedscids: [{ scid, requestedstats: ['Gamerscore'] }],
    },
  };
  return bodies[id];
}

const segments: Readonly<Record<string, (guide: Guide) => string>> = {
  user: ({ xuid }) => `xuid(${xuid})`,
  target: ({ xuid }) => `xuid(${xuid})`,
  xuid: ({ xuid }) => xuid,
  scid: ({ scid }) => scid,
  titleId: ({ titleId }) => titleId,
  achievementId: ({ achievementId }) => achievementId,
  group: () => 'social',
  list: () => 'people',
  moniker: () => 'titlehistory',
  decorations: () => 'achievement,scid',
  names: () => 'Gamerscore',
};

/** What a walk asks, and what it does not. */
export type Walk = {
  readonly steps: readonly Step[];
  /** Operations that change something. */
  readonly left: readonly Route[];
  /** Operations that need a token or a key which the walk does not have. */
  readonly closed: readonly Route[];
};

/** Every request of a walk over the contract, and the operations it leaves out. */
export function planWalk(guide: Guide): Walk {
  const steps: Step[] = [];
  const left: Route[] = [];
  const closed: Route[] = [];
  for (const route of routes) {
    const body = bodyOf(route, guide);
    const path = pathOf(route, guide);
    const isRead = route.method === 'GET' || body !== undefined;
    if (!isRead || path === undefined || neverWalked.has(route.id)) {
      left.push(route);
      continue;
    }
    if (credentialsOf(route, guide) === undefined) {
      closed.push(route);
      continue;
    }
    for (const contractVersion of route.contractVersions ?? [null]) {
      steps.push({ route, contractVersion, path, ...(body !== undefined && { body }) });
    }
  }
  return { steps, left, closed };
}

function pathOf(route: Route, guide: Guide): string | undefined {
  const parts = route.path.split('/').map((part) => {
    if (!part.startsWith(':')) return part;
    const fill = segments[part.slice(1)];
    return fill && encodeURIComponent(fill(guide));
  });
  if (parts.includes(undefined)) return undefined;
  const query = queryOf(route, guide);
  return `${hosts[route.host].prefix}${parts.join('/')}${query === '' ? '' : `?${query}`}`;
}

/** @returns `undefined` where the walk has nothing that the operation takes */
function credentialsOf({ audience }: Route, guide: Guide): string | undefined {
  if (audience === 'anyone') return '';
  if (audience === 'manager') return guide.key === null ? undefined : `Bearer ${guide.key}`;
  return guide.authorization ?? undefined;
}

/** Performs one request and holds the answer against its declaration. */
export async function walkStep(step: Step, guide: Guide): Promise<Check> {
  const { route, contractVersion, path, body } = step;
  const version = contractVersion === null ? '' : ` · contract ${contractVersion}`;
  const name = `${route.id}${version}`;
  const credentials = credentialsOf(route, guide) ?? '';
  try {
    const response = await fetch(`${guide.url}${path}`, {
      method: route.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'accept-language': 'en-US',
        ...(credentials !== '' && { authorization: credentials }),
        ...(contractVersion !== null && { 'x-xbl-contract-version': String(contractVersion) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return judge(name, route, { status: response.status, text: await response.text() });
  } catch (cause) {
    return broken(name, `no answer: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** @returns whether an answer is one that the operation declares */
export function judge(
  name: string,
  route: Route,
  { status, text }: { status: number; text: string },
): Check {
  const declared = route.answers[status];
  if (declared === undefined) {
    if (status === 429) return skipped(name, 'the rate limit was reached; try again later');
    const why = route.refusals[status];
    if (why !== undefined) return ok(name, `${status}: ${why}`);
    const isDevelopment = route.path.startsWith('/development/');
    if (isDevelopment && status === 404) return skipped(name, 'not in development mode');
    return broken(name, `answered ${status}, which it does not declare`);
  }
  if (declared === null) {
    return text === '' ? ok(name, String(status)) : broken(name, `answered ${status} with a body`);
  }
  const problem = problemIn(declared, text);
  return problem === undefined ? ok(name, String(status)) : broken(name, problem);
}

function problemIn(
  declared: NonNullable<Route['answers'][number]>,
  text: string,
): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return `the answer must be JSON; got "${text.slice(0, 80)}"`;
  }
  const read = declared.safeParse(json);
  if (read.success) return undefined;
  const { path, message } = deepest(read.error.issues, []);
  return `not as declared: /${path.join('/')} ${message}`;
}

type Place = { readonly path: readonly PropertyKey[]; readonly message: string };

/** Of an answer with several forms, the form it comes nearest to is the one that is told. */
function deepest(issues: readonly z.core.$ZodIssue[], above: readonly PropertyKey[]): Place {
  const places = issues.map((issue): Place => {
    const path = [...above, ...issue.path];
    if (issue.code !== 'invalid_union') return { path, message: issue.message };
    return longest(issue.errors.map((form) => deepest(form, path)));
  });
  return longest(places);
}

function longest(places: readonly Place[]): Place {
  const first = places[0] ?? { path: [], message: 'is something else' };
  return places.reduce((best, one) => (one.path.length > best.path.length ? one : best), first);
}
