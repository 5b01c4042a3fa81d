import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../http/app.ts';
import { createLog } from './log.ts';

function exchangeOf(part: Partial<Exchange> = {}): Exchange {
  return {
    request: {
      method: 'GET',
      host: 'achievements.xboxlive.com',
      target: '/users/me/achievements?token=secret',
      headers: { authorization: 'XBL3.0 x=1;secret' },
      body: () => Promise.resolve(Buffer.from('secret')),
      remoteAddress: '127.0.0.1',
    },
    answer: { status: 200, headers: {}, body: 'secret' },
    correlationId: '00000000-0000-0000-0000-000000000001',
    operationId: 'achievements.list',
    asker: null,
    durationMs: 1.23456,
    answeredAtMs: Date.UTC(2026, 2, 1, 12, 0, 0, 7),
    cause: undefined,
    ...part,
  };
}

function lineOf(exchange: Exchange): Record<string, unknown> {
  const lines: string[] = [];
  const log = createLog('info', {
    write: (line) => lines.push([line].flat().join('')),
    close: async () => {},
  });
  log.exchange(exchange);
  assert.equal(lines.length, 1);
  assert.ok(!lines[0]?.includes('secret'), 'a line holds no header, body or query');
  return JSON.parse(lines[0] ?? '');
}

test('a request is one line of JSON that names its operation, status and time', () => {
  const { time, ...line } = lineOf(exchangeOf());
  assert.equal(time, '2026-03-01T12:00:00.007Z');
  assert.deepEqual(line, {
    level: 30,
    operation: 'achievements.list',
    method: 'GET',
    host: 'achievements.xboxlive.com',
    path: '/users/me/achievements',
    status: 200,
    ms: 1.235,
    caller: null,
    correlation: '00000000-0000-0000-0000-000000000001',
    msg: 'request',
  });
});

test('a time is written to the thousandth of a millisecond', () => {
  for (const [durationMs, ms] of [
    [0, 0],
    [0.0004, 0],
    [0.05, 0.05],
    [9.9996, 10],
    [120_000.3, 120_000.3],
    [7.1, 7.1],
    [0.999, 0.999],
  ] as const) {
    assert.equal(lineOf(exchangeOf({ durationMs })).ms, ms);
  }
});

test('a host or path with quotes and control characters does not break the line', () => {
  const { request } = exchangeOf();
  const odd = { ...request, host: 'a"b\\', target: '/é"\u0007?x' };
  const line = lineOf(exchangeOf({ request: odd }));
  assert.deepEqual([line.host, line.path], ['a"b\\', '/é"\u0007']);
});

test('a token or key in the path or the host is not written', () => {
  const { request } = exchangeOf();
  const token = 'eyJhbGciOiJFUzI1NiJ9.c2VjcmV0.secret';
  const managementKey = 'secret'.repeat(8);
  const odd = [
    { target: `/users/${token}/achievements`, path: '/users/[hidden]/achievements' },
    { target: `/titles/lsk_secretsecret`, path: '/titles/[hidden]' },
    { target: `/management/${managementKey}/players`, path: '/management/[hidden]/players' },
    { target: `/${managementKey.replaceAll('s', '%73')}`, path: '/[hidden]' },
  ];
  for (const { target, path } of odd) {
    const line = lineOf(exchangeOf({ request: { ...request, host: token.toLowerCase(), target } }));
    assert.deepEqual([line.host, line.path], ['[hidden]', path]);
  }
});

test('ids and pictures in a path are written as they are', () => {
  const { request } = exchangeOf();
  const usual = [
    '/users/xuid(2533274800000001)/achievements/00000000-0000-0000-0000-00006e756f71/update',
    '/users/xuid%282533274800000001%29/history/titles',
    `/media/${'0a'.repeat(32)}.png`,
  ];
  for (const target of usual) {
    assert.equal(lineOf(exchangeOf({ request: { ...request, target } })).path, target);
  }
});

test('a failure is a line of its own level, with its cause', () => {
  const answer = { status: 500, headers: {} };
  const line = lineOf(exchangeOf({ answer, cause: new Error('disk gone') }));
  assert.equal(line.level, 50);
  assert.equal((line.err as { message: string }).message, 'disk gone');
});

test('below its level nothing is written', () => {
  const lines: string[] = [];
  createLog('warn', {
    write: (line) => lines.push([line].flat().join('')),
    close: async () => {},
  }).exchange(exchangeOf());
  assert.deepEqual(lines, []);
});
