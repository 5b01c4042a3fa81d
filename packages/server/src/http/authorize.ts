import { hash, timingSafeEqual } from 'node:crypto';
import { type Route, SandboxText } from '@laurel/contract';
import { quoted, Refusal, sandbox } from '@laurel/domain';
import { andThen } from '../and-then.ts';
import type { Asker } from '../asker.ts';
import type { Clock } from '../clock.ts';
import { HeadMemo } from '../head-memo.ts';
import type { Verified } from '../services/authorization.ts';
import type { Identity } from '../services/identity.ts';
import type { Nonces } from '../services/nonces.ts';
import type { Authorization } from './app.ts';
import type { WireAnswer, WireRequest } from './exchange.ts';
import { answerEmpty } from './operation.ts';
import { problem, refuse } from './refuse.ts';
import { isRequestSigned } from './request-signing.ts';
import type { SwitchBoard } from './switches.ts';

/** Decides whether a request may go on, and who asks. At once where the token is known. */
export type Authorize = (
  route: Route,
  request: WireRequest,
) => Authorization | Promise<Authorization>;

/** With which a title server names a sandbox other than `RETAIL`. */
const sandboxHeader = 'x-laurel-sandbox';

const unauthorized: Authorization = {
  kind: 'Refused',
  // Source: wire contract §3.2 [C].
  answer: answerEmpty(401, {
    'www-authenticate': "Token realm='xboxlive.com', error='token_required'",
  }),
};

const anyone: Authorization = { kind: 'Granted', asker: null };

/** @param managementKey `null` where nobody may manage the instance */
export function createAuthorize({
  identity,
  nonces,
  managementKey,
  switches,
  clock,
}: {
  identity: Pick<Identity, 'verifyAuthorization' | 'proofKeyOf'>;
  nonces: Pick<Nonces, 'take'>;
  managementKey: string | null;
  switches: Pick<SwitchBoard, 'current'>;
  clock: Clock;
}): Authorize {
  const isManager = createManagerCheck(managementKey);
  const memo = new HeadMemo<Verified>();

  function judge(route: Route, request: WireRequest, asker: Asker) {
    if (asker.kind === 'TitleServer') return inSandbox(route, request, asker);
    if (route.audience !== 'token' && asker.xuid === null) {
      const refusal = new Refusal('NoUserClaim', 'the token names no player');
      return refused(refuse(route.host, refusal));
    }
    if (switches.current.validateSignature) return withSignature(route, request, asker);
    return { kind: 'Granted', asker } as const;
  }

  async function withSignature(route: Route, request: WireRequest, asker: Asker) {
    const proofKey = identity.proofKeyOf(asker);
    const { bodyBytesMax } = route;
    const isGood =
      proofKey === null || (await isRequestSigned(request, { proofKey, clock, bodyBytesMax }));
    return isGood ? ({ kind: 'Granted', asker } as const) : unauthorized;
  }

  function byNonce({ host, audience }: Route, { headers }: WireRequest, nonce: string) {
    if (headers.authorization !== undefined) {
      const message = 'a nonce and an Authorization header came together; send one of them';
      return refused(refuse(host, new Refusal('InvalidRequest', message)));
    }
    const asker = nonces.take(nonce, audience === 'stream' ? 'Stream' : 'Once');
    return asker === null ? unauthorized : ({ kind: 'Granted', asker } as const);
  }

  return (route, request) => {
    const { authorization } = request.headers;
    if (route.audience === 'anyone') return anyone;
    if (route.audience === 'manager') return isManager(authorization) ? anyone : notManager();
    if (route.audience === 'nonce' || route.audience === 'stream') {
      const nonce = nonceIn(request);
      if (nonce !== null) return byNonce(route, request, nonce);
    }
    const kept = memo.of(request);
    if (kept !== undefined && clock.milliseconds() < kept.goodUntilMs) {
      return judge(route, request, kept.asker);
    }
    return andThen(identity.verifyAuthorization(authorization), (verified) => {
      if (verified === null) return unauthorized;
      memo.keep(request, verified);
      return judge(route, request, verified.asker);
    });
  };
}

/** The name matches in any case, as every name in a query does. */
function nonceIn({ target }: WireRequest): string | null {
  const [, search = ''] = /\?(.*)$/.exec(target) ?? [];
  for (const [name, value] of new URLSearchParams(search)) {
    if (name.toLowerCase() === 'nonce') return value;
  }
  return null;
}

function refused(answer: WireAnswer): Authorization {
  return { kind: 'Refused', answer };
}

/** Compares hashes, so that neither the place nor the length of a difference shows. */
function createManagerCheck(key: string | null): (header: string | undefined) => boolean {
  if (key === null || key === '') return () => false;
  const expected = hash('sha256', key, 'buffer');
  return (header) => {
    const [, presented] = /^Bearer (\S+)$/i.exec(header ?? '') ?? [];
    if (presented === undefined) return false;
    return timingSafeEqual(hash('sha256', presented, 'buffer'), expected);
  };
}

function notManager(): Authorization {
  const message =
    'the management key is missing or wrong; send it as "Authorization: Bearer <management key>"';
  const answer = problem(401, { code: 'NotManager', message, details: [] });
  return refused({ ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } });
}

function inSandbox(
  { host }: Route,
  { headers }: WireRequest,
  asker: Extract<Asker, { kind: 'TitleServer' }>,
): Authorization {
  const name = headers[sandboxHeader];
  if (name === undefined) return { kind: 'Granted', asker };
  const read = SandboxText.safeParse(name);
  if (read.success) return { kind: 'Granted', asker: { ...asker, sandbox: sandbox(read.data) } };
  const message = `${sandboxHeader} must be a sandbox name such as RETAIL or ACME.7; got ${quoted(name)}`;
  return refused(refuse(host, new Refusal('InvalidRequest', message)));
}
