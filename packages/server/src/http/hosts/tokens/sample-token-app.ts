import { getProfile, listAchievements } from '@laurel/contract';
import { sampleIdentity } from '../../../services/sample-identity.ts';
import { createApp } from '../../app.ts';
import { createAuthorize } from '../../authorize.ts';
import { checkAnswer } from '../../check-answer.ts';
import type { WireRequest } from '../../exchange.ts';
import { createFaultBoard } from '../../faults.ts';
import { answer, operation } from '../../operation.ts';
import { createSwitchBoard } from '../../switches.ts';
import { createThrottle } from '../../throttle.ts';
import { managementTokenOperations } from '../management/tokens/operations.ts';
import { tokenOperations } from './operations.ts';

/** For tests: the management key of the app below. */
export const managementKey = 'management-key-of-a-test';

/** For tests: a request; what is absent is as of a client on this machine. */
export type Asked = {
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly remoteAddress?: string;
  /** As of a head that is remembered; without it, none is. */
  readonly kept?: unknown[];
};

/**
 * For tests: an app of the token hosts, with real authorization. `GET /achievements/users/me/…`
 * (for players) and `GET /profile/users/me/…` (for any token) answer who asks.
 */
export async function createTokenApp(...of: Parameters<typeof sampleIdentity>) {
  const { identity, clock, store } = await sampleIdentity(...of);
  const switches = createSwitchBoard();
  const app = createApp({
    operations: [
      ...tokenOperations({ identity, switches, clock }),
      ...managementTokenOperations({ identity }),
      operation(listAchievements, ({ asker }) => answer(200, { asker })),
      operation(getProfile, ({ asker }) => answer(200, { asker })),
    ],
    ownPages: () => answer(404, {}),
    authorize: createAuthorize({
      identity,
      nonces: { take: () => null },
      managementKey,
      switches,
      clock,
    }),
    throttle: createThrottle({ switches, clock }),
    faults: createFaultBoard(),
    switches,
    observe: () => {},
    checkAnswer: (route, given) => {
      if (route.id !== listAchievements.id && route.id !== getProfile.id) checkAnswer(route, given);
    },
  });

  async function ask(line: string, asked: Asked = {}) {
    const [method = '', target = ''] = line.split(' ');
    const bytes = Buffer.from(asked.body === undefined ? '' : JSON.stringify(asked.body));
    const request: WireRequest = {
      method,
      host: asked.host ?? 'localhost',
      target,
      headers: asked.headers ?? {},
      body: async () => bytes,
      remoteAddress: asked.remoteAddress ?? '127.0.0.1',
      ...(asked.kept && { kept: asked.kept }),
    };
    const { status, headers, body } = await app.answer(request);
    const text = String(body ?? '');
    return { status, headers, text, body: text === '' ? null : JSON.parse(text) };
  }

  return { ask, identity, clock, store, switches };
}
