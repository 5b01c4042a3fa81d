import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestClock } from '../../clock.ts';
import type { Exchange } from '../app.ts';
import type { WireRequest } from '../exchange.ts';
import { callsMax, createCallLog } from './call-log.ts';
import { withoutSecrets } from './without-secrets.ts';

const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

function exchangeOf(request: WireRequest, part: Partial<Exchange> = {}): Exchange {
  return {
    request,
    answer: { status: 200, headers: {}, body: '{}' },
    correlationId: 'c',
    operationId: 'achievements.list',
    asker: null,
    durationMs: 1,
    answeredAtMs: 0,
    cause: undefined,
    ...part,
  };
}

function requestOf(part: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'GET',
    host: 'localhost',
    target: '/achievements/users/me/achievements?titleId=1',
    headers: {},
    body: async () => Buffer.from('{"sent":1}'),
    remoteAddress: '127.0.0.1',
    ...part,
  };
}

const texts: readonly [string, string, string][] = [
  ['a service token', `XBL3.0 x=123;${jwt}`, 'XBL3.0 x=…'],
  ['a token in JSON', `{"a":"XBL3.0 x=1;abc","b":1}`, '{"a":"XBL3.0 x=…","b":1}'],
  ['a bare token', `{"t":"${jwt}"}`, '{"t":"…"}'],
  ['an encrypted token of five parts', `t ${jwt}.a.b end`, 't … end'],
  ['a key of a title server', 'Bearer lsk_abc123.def456', 'Bearer …'],
  ['a nonce in an address', '/connect?nonce=a%2Bb&scid=1', '/connect?nonce=…&scid=1'],
  ['a token that continues a list', '/a?continuationToken=32&x=1', '/a?continuationToken=32&x=1'],
  ['what is no secret', '{"id":"2","percentComplete":40}', '{"id":"2","percentComplete":40}'],
];

describe('what is cut out of a text', () => {
  for (const [what, text, expected] of texts) {
    test(what, () => assert.equal(withoutSecrets(text), expected));
  }
});

describe('the log of calls', () => {
  test('a call is remembered with what was sent and answered, and without its token', async () => {
    const log = createCallLog(createTestClock());
    const request = log.overhear(requestOf({ headers: { authorization: `XBL3.0 x=1;${jwt}` } }));
    await request.body(1000);
    log.note(exchangeOf(request), null);
    const [call] = log.calls();
    assert.equal(call?.shown.path, '/users/me/achievements?titleId=1');
    assert.equal(call?.shown.sent, '{"sent":1}');
    assert.equal(call?.shown.headers.authorization, 'XBL3.0 …');
    assert.ok(!JSON.stringify(log.calls()).includes('eyJ'));
  });

  test('bodies of the token hosts and of nonces are not kept', async () => {
    const log = createCallLog(createTestClock());
    for (const [target, operationId] of [
      ['/user.auth/user/authenticate', 'tokens.user'],
      ['/rta/nonce', 'rta.nonce'],
    ] as const) {
      const request = log.overhear(requestOf({ target }));
      await request.body(1000);
      const answer = { status: 200, headers: {}, body: 'secret' };
      log.note(exchangeOf(request, { operationId, answer }), null);
    }
    assert.deepEqual(
      log.calls().map(({ shown: { sent, answered } }) => [sent, answered]),
      [
        [null, null],
        [null, null],
      ],
    );
  });

  test('pages of the instance and its management are no calls', () => {
    const log = createCallLog(createTestClock());
    for (const target of ['/', '/healthz', '/management/titles', '/%zz']) {
      log.note(exchangeOf(requestOf({ target })), null);
    }
    assert.deepEqual(log.calls(), []);
  });

  test('the oldest are forgotten beyond the most that are kept, and counted', () => {
    const log = createCallLog(createTestClock());
    for (let index = 0; index < callsMax + 3; index += 1) log.note(exchangeOf(requestOf()), null);
    assert.equal(log.calls().length, callsMax);
    assert.equal(log.calls()[0]?.shown.id, 4);
    assert.equal(log.forgotten(), 3);
    log.clear();
    assert.deepEqual([log.calls(), log.forgotten()], [[], 0]);
  });

  test('who follows is told of each call, until they end it', () => {
    const log = createCallLog(createTestClock());
    const told: (number | null)[] = [];
    const end = log.follow((call) => told.push(call?.shown.id ?? null));
    log.note(exchangeOf(requestOf()), null);
    log.clear();
    end();
    log.note(exchangeOf(requestOf()), null);
    assert.deepEqual(told, [1, null]);
  });

  test('a long body is cut, and a call whose connection was cut has no status', () => {
    const log = createCallLog(createTestClock());
    const answer = { status: 200, headers: {}, body: 'x'.repeat(99_999), cutAfterBytes: 0 };
    log.note(exchangeOf(requestOf(), { answer }), 'drop');
    const [call] = log.calls();
    assert.equal(call?.shown.answered?.length, 16 * 1024);
    assert.deepEqual([call?.shown.status, call?.shown.fault], [0, 'drop']);
  });
});
