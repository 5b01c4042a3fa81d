import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireAnswer } from '../exchange.ts';
import { answerHead } from './answer-head.ts';

const correlationId = '01234567-89ab-cdef-0123-456789abcdef';

function linesOf(answer: WireAnswer): readonly string[] {
  const head = answerHead(answer).join('');
  assert.ok(head.endsWith('\r\n'));
  return head.slice(0, -2).split('\r\n');
}

test('an answer has its own headers, those of every answer, and its name', () => {
  const [date = '', ...others] = linesOf({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    correlationId,
  }).toReversed();
  assert.match(date, /^date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
  assert.deepEqual(others.toReversed(), [
    'HTTP/1.1 200 OK',
    'cache-control: no-cache, no-store',
    'x-content-type-options: nosniff',
    'content-type: text/plain',
    `x-xblcorrelationid: ${correlationId}`,
    'ms-cv: 456789abcdef.0',
  ]);
});

test('headers that an answer has itself win', () => {
  const headers = { 'cache-control': 'max-age=60', 'x-xblcorrelationid': 'mine', 'ms-cv': 'own.1' };
  const lines = linesOf({ status: 200, headers, correlationId });
  for (const [name, value] of Object.entries(headers)) {
    assert.deepEqual(
      lines.filter((line) => line.startsWith(`${name}:`)),
      [`${name}: ${value}`],
    );
  }
});

test('the same headers serve answers of different statuses and names', () => {
  const headers = { 'content-type': 'text/plain' };
  const lines = [200, 404, 200].map((status, count) => {
    const own = correlationId.replace('0', String(count));
    return linesOf({ status, headers, correlationId: own });
  });
  assert.deepEqual(
    lines.map(([status]) => status),
    ['HTTP/1.1 200 OK', 'HTTP/1.1 404 Not Found', 'HTTP/1.1 200 OK'],
  );
  assert.equal(new Set(lines.map((each) => each.join())).size, 3);
});

test('an answer that was not named has no name', () => {
  const lines = linesOf({ status: 400, headers: {} });
  assert.deepEqual(
    lines.filter((line) => /correlation|ms-cv/.test(line)),
    [],
  );
});

test('a value with a line end begins no line, also when it is tried again', () => {
  const headers = { location: 'x\r\nset-cookie: y' };
  for (let count = 0; count < 2; count += 1) {
    assert.throws(() => answerHead({ status: 301, headers }), /location of an answer holds a line/);
  }
});
