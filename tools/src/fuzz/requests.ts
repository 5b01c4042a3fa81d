import {
  routes as declaredRoutes,
  type HostName,
  hosts,
  type Route,
  updateAchievements,
} from '@laurel/contract';
import fc from 'fast-check';
import { hostileHeader, hostilePiece, hostileToken } from './hostile.ts';
import { bodyFrom } from './json-text.ts';
import { bodies, known } from './templates.ts';

/** A request that HTTP can carry, whatever it asks for. */
export type FuzzRequest = {
  /** Whose answer is expected; `null` where no host is meant. */
  readonly host: HostName | null;
  readonly hostHeader: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Who asks; `Hostile` brings a header of its own. */
  readonly as: 'Alice' | 'Manager' | 'Nobody' | 'Hostile';
};

/**
 * What would leave nothing to test, or take ever longer: development mode's controls, and what
 * makes keys that are kept for ever.
 */
const leftOut = new Set(['management.rotateSigningKey', 'management.addTitleServerKey']);

/** Every declared operation that is asked. */
export const routes: readonly Route[] = declaredRoutes.filter(
  ({ id, path }) => !leftOut.has(id) && !path.startsWith('/development/'),
);

const { alice, bob, titleA, scidA, scidB } = known;

/** Values that lead somewhere, by the name of a path's segment or of a query's member. */
const goodPieces: Readonly<Record<string, readonly string[]>> = {
  user: ['me', `xuid(${alice})`, `xuid(${bob})`, 'gt(Emberling)', `xuid%28${alice}%29`],
  target: [`xuid(${bob})`, 'gt(Potter7)'],
  xuid: [alice, bob],
  other: [bob],
  scid: [scidA, scidB, scidA.toUpperCase()],
  achievementId: ['1', '2', '002'],
  titleId: [String(titleA), '1900000009'],
  list: ['people', 'avoid', 'mute'],
  group: ['social', 'people'],
  decorations: ['detail', 'achievement,scid'],
  moniker: ['titlehistory', `titleid(${titleA})`],
  setting: ['ViewTargetGameHistory'],
  settings: ['Gamertag,Gamerscore'],
  sandbox: ['RETAIL', 'ACME.7'],
  orderBy: ['UnlockTime', 'EndingSoon'],
  types: ['Persistent'],
  maxItems: ['1', '1000'],
  continuationToken: ['32'],
  names: ['EnemiesDefeated'],
};

function pieceFor(name: string): fc.Arbitrary<string> {
  const good = Object.hasOwn(goodPieces, name) ? goodPieces[name] : undefined;
  if (good === undefined) return hostilePiece;
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: hostilePiece },
  );
}

function pathOf({ path }: Route): fc.Arbitrary<string> {
  const pieces = path
    .slice(1)
    .split('/')
    .map((piece) => (piece.startsWith(':') ? pieceFor(piece.slice(1)) : fc.constant(piece)));
  const tail = fc.oneof(
    { weight: 8, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom('/', '//', '/.', '/..', '/%2e%2e/', '/x') },
  );
  return fc.tuple(fc.tuple(...pieces), tail).map(([parts, end]) => `/${parts.join('/')}${end}`);
}

function queryOf({ query }: Route): fc.Arbitrary<string> {
  const names = Object.keys(query.shape);
  const pair = (name: string) => pieceFor(name).map((value) => `${name}=${value}`);
  const declared = fc.tuple(...names.map((name) => fc.option(pair(name), { nil: '' })));
  const strange = fc.constantFrom(
    '',
    '&&&',
    '?',
    '=',
    'a',
    '__proto__=1',
    '%ZZ=1',
    'a=%',
    'x[y]=z',
  );
  return fc.tuple(declared, strange).map(([parts, more]) => {
    const text = [...parts, more].filter((part) => part !== '').join('&');
    return text === '' ? '' : `?${text}`;
  });
}

const strangeHeaders = fc.dictionary(
  fc.constantFrom(
    'x-xbl-contract-version',
    'accept-language',
    'content-type',
    'accept-encoding',
    'if-none-match',
    'signature',
    'range',
    'expect-nothing',
    'x-forwarded-for',
  ),
  hostileHeader,
  { maxKeys: 3 },
);

const askers = fc.oneof(
  { weight: 6, arbitrary: fc.constant<FuzzRequest['as']>('Alice') },
  { weight: 1, arbitrary: fc.constantFrom<FuzzRequest['as'][]>('Nobody', 'Hostile') },
);

function bodyOf(route: Route): fc.Arbitrary<Buffer | null> {
  const template = Object.hasOwn(bodies, route.id) ? bodies[route.id] : undefined;
  if (template !== undefined) return bodyFrom(template);
  const anything = hostileToken.map((token) => Buffer.from(token));
  return route.body === null && route.method === 'GET'
    ? fc.option(anything, { freq: 8 })
    : fc.option(anything, { freq: 1 });
}

function requestTo(route: Route): fc.Arbitrary<FuzzRequest> {
  const { name, prefix } = hosts[route.host];
  const byName = name !== '' ? fc.boolean() : fc.constant(false);
  const method = fc.oneof(
    { weight: 12, arbitrary: fc.constant<string>(route.method) },
    { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE') },
  );
  const as =
    route.audience === 'manager' ? fc.constantFrom('Manager', 'Manager', 'Nobody') : askers;
  return fc
    .record({
      byName,
      method,
      path: pathOf(route),
      query: queryOf(route),
      strange: strangeHeaders,
      body: bodyOf(route),
      as: as as fc.Arbitrary<FuzzRequest['as']>,
      hostile: hostileHeader,
    })
    .map(({ byName: isNamed, path, query, strange, hostile, ...rest }) => ({
      ...rest,
      host: route.host,
      hostHeader: isNamed ? name : '127.0.0.1',
      target: `${isNamed ? '' : prefix}${path}${query}`,
      headers: {
        'x-xbl-contract-version': '2',
        'accept-language': 'en-US',
        'content-type': 'application/json',
        ...strange,
        ...(rest.as === 'Hostile' && { authorization: hostile }),
      },
    }));
}

/** Requests to declared operations, of which some part or none is as it should be. */
export const declaredRequests: fc.Arbitrary<FuzzRequest> = fc.oneof(
  ...routes.map((route) => ({
    // What changes a record is asked more often than what only reads.
    weight: route.body === null ? 1 : 2,
    arbitrary: requestTo(route),
  })),
);

/** Requests to the update operation, which matters most. */
export const updates: fc.Arbitrary<FuzzRequest> = requestTo(updateAchievements);

/** Requests that carry title documents. */
export const documents: fc.Arbitrary<FuzzRequest> = fc.oneof(
  ...routes
    .filter(({ id }) => /^management\.(create|save|validate|plan|publish)Title/.test(id))
    .map(requestTo),
);

/** Requests to nowhere: hosts and paths that nothing was declared for. */
export const strayRequests: fc.Arbitrary<FuzzRequest> = fc
  .record({
    hostHeader: fc.constantFrom(
      'nobody.xboxlive.com',
      'localhost:1',
      '[::1]:99999',
      'a..b',
      'XBOXLIVE.COM',
      '127.0.0.1',
      'achievements.xboxlive.com.evil.example',
    ),
    method: fc.constantFrom('GET', 'POST', 'HEAD', 'DELETE', 'OPTIONS', 'PROPFIND'),
    pieces: fc.array(hostilePiece, { maxLength: 5 }),
    body: fc.option(hostileToken.map((token) => Buffer.from(token))),
    headers: strangeHeaders,
  })
  .map(({ pieces, ...rest }) => ({
    ...rest,
    host: null,
    target: `/${pieces.join('/')}`,
    as: 'Nobody' as const,
  }));
