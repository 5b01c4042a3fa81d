import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCrossOrigin } from './cross-origin.ts';
import type { WireRequest } from './exchange.ts';

const game = 'https://game.example';

function requestOf(method: string, headers: Record<string, string>): WireRequest {
  return {
    method,
    host: 'localhost',
    target: '/achievements/users/me/achievements',
    headers,
    body: () => Promise.resolve(Buffer.alloc(0)),
    remoteAddress: '127.0.0.1',
  };
}

const preflight = requestOf('OPTIONS', {
  origin: game,
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,x-xbl-contract-version',
});

test('a preflight of an allowed origin is told the methods and the headers it asked for', () => {
  const answer = createCrossOrigin([game]).preflight(preflight);
  assert.equal(answer?.status, 204);
  const { headers = {} } = answer ?? {};
  assert.equal(headers['access-control-allow-headers'], 'authorization,x-xbl-contract-version');
  assert.match(headers['access-control-allow-methods'] ?? '', /\bPOST\b/);
});

test('a preflight of any other origin, and any other OPTIONS, is not one', () => {
  assert.equal(createCrossOrigin(['https://other.example']).preflight(preflight), null);
  assert.equal(createCrossOrigin([]).preflight(preflight), null);
  const plain = requestOf('OPTIONS', { origin: game });
  assert.equal(createCrossOrigin([game]).preflight(plain), null);
});

test('an answer is marked for the origin that asked, if it is allowed', () => {
  const answer = { status: 304, headers: {} };
  const asked = requestOf('GET', { origin: game });
  assert.equal(
    createCrossOrigin(['*']).mark(asked, answer).headers['access-control-allow-origin'],
    game,
  );
  assert.equal(createCrossOrigin(['https://other.example']).mark(asked, answer), answer);
  assert.equal(createCrossOrigin(['*']).mark(requestOf('GET', {}), answer), answer);
});

test('loopback allows every port of this machine and nothing that only looks like it', () => {
  const local = createCrossOrigin(['loopback']);
  const answer = { status: 200, headers: {} };
  for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'https://[::1]:8443']) {
    assert.notEqual(local.mark(requestOf('GET', { origin }), answer), answer, origin);
  }
  for (const origin of ['http://localhost.example', 'http://127.0.0.1.example:80', 'null']) {
    assert.equal(local.mark(requestOf('GET', { origin }), answer), answer, origin);
  }
});

test('an origin that could break out of its header is not allowed', () => {
  const answer = { status: 200, headers: {} };
  const asked = requestOf('GET', { origin: 'https://a.example\r\nx: y' });
  assert.equal(createCrossOrigin(['*']).mark(asked, answer), answer);
});
