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
const leftOut = new Set([
  'management.rotateSigningKey',
  'management.addTitleServerKey',
  // Its answer has no end.
  'rta.events',
]);

/** Every declared operation that is asked. */
export const routes: readonly Route[] = declaredRoutes.filter(
  ({ id, path }) => !leftOut.has(id) && !path.startsWith('/development/'),
);

const { alice, bob, titleA, scidA } = known;

/** Values that lead somewhere, by the name of a path's segment or of a query's member. */
const goodPieces: Readonly<Record<string, readonly string[]>> = {
  user: ['me', `xuid(${alice})`, `xuid(${bob})`, 'gt(Emberling)', `xuid%28${alice}%29`],
  target: [`xuid(${bob})`, 'gt(Potter7)'],
  xuid: [alice, bob],
  other: [bob],
  scid: [scidA, scidA.toUpperCase()],
  achievementId: ['1', '2', '002'],
  titleId: [String(titleA), '1900000009', '1900000010'],
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

/** The part of a request that is not as it should be. */
type Part = 'Path' | 'Query' | 'Headers' | 'Body' | 'Method' | 'Asker';

const parts: readonly Part[] = ['Path', 'Query', 'Headers', 'Body', 'Method', 'Asker'];

/** Mostly one part, so that the others lead as far inside as they can. */
function spoiledParts(hasBody: boolean): fc.Arbitrary<ReadonlySet<Part>> {
  const one = (part: Part, weight: number) => ({ weight, arbitrary: fc.constant(new Set([part])) });
  return fc.oneof(
    one('Path', 3),
    one('Query', 3),
    one('Headers', 2),
    one('Body', hasBody ? 12 : 1),
    one('Method', 1),
    one('Asker', 1),
    { weight: 1, arbitrary: fc.constant(new Set(parts)) },
  );
}

function goodPiece(name: string): fc.Arbitrary<string> {
  const good = Object.hasOwn(goodPieces, name) ? goodPieces[name] : undefined;
  return good === undefined ? hostilePiece : fc.constantFrom(...good);
}

function spoiledPiece(name: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 1, arbitrary: goodPiece(name) },
    { weight: 2, arbitrary: hostilePiece },
  );
}

const tails = fc.constantFrom('', '', '', '/', '//', '/.', '/..', '/%2e%2e/', '/x');

function pathOf({ path }: Route, isSpoiled: boolean): fc.Arbitrary<string> {
  const piece = isSpoiled ? spoiledPiece : goodPiece;
  const pieces = path
    .slice(1)
    .split('/')
    .map((part) => (part.startsWith(':') ? piece(part.slice(1)) : fc.constant(part)));
  const tail = isSpoiled ? tails : fc.constant('');
  return fc.tuple(fc.tuple(...pieces), tail).map(([found, end]) => `/${found.join('/')}${end}`);
}

const strangeQuery = fc.constantFrom(
  '',
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

function queryOf({ query }: Route, isSpoiled: boolean): fc.Arbitrary<string> {
  const names = Object.keys(query.shape).filter((name) => isSpoiled || name in goodPieces);
  const piece = isSpoiled ? spoiledPiece : goodPiece;
  const pair = (name: string) => piece(name).map((value) => `${name}=${value}`);
  const declared = fc.tuple(...names.map((name) => fc.option(pair(name), { nil: '' })));
  const strange = isSpoiled ? strangeQuery : fc.constant('');
  return fc.tuple(declared, strange).map(([found, more]) => {
    const text = [...found, more].filter((part) => part !== '').join('&');
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
  { minKeys: 1, maxKeys: 3 },
);

function bodyOf(route: Route, isSpoiled: boolean): fc.Arbitrary<Buffer | null> {
  const template = Object.hasOwn(bodies, route.id) ? bodies[route.id] : undefined;
  if (!isSpoiled) {
    return fc.constant(template === undefined ? null : Buffer.from(JSON.stringify(template)));
  }
  return template === undefined
    ? hostileToken.map((token) => Buffer.from(token))
    : bodyFrom(template);
}

function askerOf({ audience }: Route, isSpoiled: boolean): fc.Arbitrary<FuzzRequest['as']> {
  if (isSpoiled) return fc.constantFrom('Nobody', 'Hostile');
  return fc.constant(audience === 'manager' ? 'Manager' : 'Alice');
}

const wrongMethods = fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'POST');

function requestTo(route: Route): fc.Arbitrary<FuzzRequest> {
  const { name, prefix } = hosts[route.host];
  return spoiledParts(route.body !== null)
    .chain((spoiled) =>
      fc.record({
        byName: name !== '' ? fc.boolean() : fc.constant(false),
        method: spoiled.has('Method') ? wrongMethods : fc.constant<string>(route.method),
        path: pathOf(route, spoiled.has('Path')),
        query: queryOf(route, spoiled.has('Query')),
        strange: spoiled.has('Headers') ? strangeHeaders : fc.constant({}),
        body: bodyOf(route, spoiled.has('Body')),
        as: askerOf(route, spoiled.has('Asker')),
        hostile: hostileHeader,
      }),
    )
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
    weight: route.body === null ? 1 : 3,
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
