import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestReport } from './test-report.ts';

const begin = (files: readonly string[] = []) =>
  createTestReport(files, (path) => path.replace('/repository/', ''));
const file = '/repository/a.test.ts';
const twoPassed = { tests: 2, suites: 0, passed: 2, failed: 0, cancelled: 0, skipped: 0, todo: 0 };

test('a file is one line', () => {
  const counts = { tests: 3, failed: 0, cancelled: 0 };
  const line = begin().note({ type: 'test:summary', data: { file, counts, duration_ms: 1234 } });
  assert.equal(line, '✔ a.test.ts (3 tests, 1.2 s)\n');
});

test('a failure is told at the end, with its place and cause, and spoils the run', () => {
  const report = begin();
  const error = { failureType: 'testCodeFailure', cause: new Error('the lamp went out') };
  const data = { name: 'the lamp burns', file, line: 7, details: { error } };
  assert.equal(report.note({ type: 'test:fail', data }), '');
  assert.match(report.closing(), /✖ a\.test\.ts:7 the lamp burns\n {2}Error: the lamp went out/);
  assert.equal(report.isGood(), false);
});

test('a group that fails by its tests alone is not told twice', () => {
  const report = begin();
  const details = { error: { failureType: 'subtestsFailed' } };
  report.note({ type: 'test:fail', data: { name: 'lamps', file, details } });
  assert.doesNotMatch(report.closing(), /lamps/);
});

test('a skipped test is told with its reason', () => {
  const report = begin();
  const data = { name: 'the sea is calm', file, line: 2, skip: 'no sea here' };
  report.note({ type: 'test:pass', data });
  assert.match(report.closing(), /- a\.test\.ts:2 the sea is calm: no sea here/);
});

test('the counts are the last lines', () => {
  const report = begin();
  report.note({ type: 'test:summary', data: { counts: twoPassed, duration_ms: 10 } });
  assert.match(
    report.closing(),
    /ℹ tests 2\nℹ suites 0\nℹ pass 2\nℹ fail 0\n[\s\S]*duration_ms 10\n$/,
  );
  assert.equal(report.isGood(), true);
});

test('a run without a test is not good', () => {
  const report = begin();
  const counts = { tests: 0, passed: 0, failed: 0 };
  report.note({ type: 'test:summary', data: { counts } });
  assert.equal(report.isGood(), false);
});

test('a file that ends before its tests do is told, and spoils the run', () => {
  const report = begin([file, '/repository/b.test.ts']);
  report.note({ type: 'test:summary', data: { file, counts: twoPassed } });
  report.note({ type: 'test:pass', data: { name: 'b.test.ts', file: '/repository/b.test.ts' } });
  report.note({ type: 'test:summary', data: { counts: twoPassed } });
  assert.match(report.closing(), /✖ b\.test\.ts has no test, or its process ended before/);
  assert.equal(report.isGood(), false);
});

test('a file whose only group is skipped has come to its end', () => {
  const report = begin([file, '/repository/b.test.ts']);
  report.note({ type: 'test:summary', data: { file, counts: twoPassed } });
  const skipped = { name: 'recordings', file: '/repository/b.test.ts', skip: 'there are none' };
  report.note({ type: 'test:pass', data: skipped });
  report.note({ type: 'test:summary', data: { counts: twoPassed } });
  assert.doesNotMatch(report.closing(), /its process ended/);
  assert.match(report.closing(), /there are none/);
  assert.equal(report.isGood(), true);
});

test('a run in which every file sums up its tests is good', () => {
  const report = begin([file]);
  report.note({ type: 'test:summary', data: { file, counts: twoPassed } });
  report.note({ type: 'test:summary', data: { counts: twoPassed } });
  assert.equal(report.isGood(), true);
});
