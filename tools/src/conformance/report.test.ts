import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closingLine, failureLine, jsonReport, skippedLines, tallyOf } from './report.ts';
import type { Outcome } from './run.ts';
import type { CaseKind } from './vectors.ts';

function outcome(id: string, result: Outcome['result'], reasons: string[] = []): Outcome {
  const kind: CaseKind = result === 'skipped' ? 'ws' : 'http';
  const vector = { id, kind, area: 'a', title: 'does this', given: '', note: '', steps: [] };
  return { vector: { ...vector, request: {}, expect: {} }, result, reasons };
}

const outcomes = [
  outcome('A-1', 'passed'),
  outcome('A-2', 'failed', ['status: expected 200,\n got 404', '$.id eq: expected "1", got "2"']),
  outcome('A-3', 'skipped', ['not yet']),
  outcome('A-4', 'skipped', ['not yet']),
];

test('a case that fails is one line with its id, title and what was seen', () => {
  assert.deepEqual(outcomes.filter(({ result }) => result === 'failed').map(failureLine), [
    'A-2 does this: status: expected 200, got 404; $.id eq: expected "1", got "2"',
  ]);
});

test('the closing line counts each way in which cases came out', () => {
  assert.equal(closingLine(tallyOf(outcomes)), '1 passed, 1 failed, 2 skipped');
});

test('reasons for skipping are told once each', () => {
  assert.deepEqual(skippedLines(outcomes), ['skipped 2 ws: not yet']);
});

test('the report for machines names every case', () => {
  const report = JSON.parse(jsonReport(outcomes));
  assert.deepEqual([report.passed, report.failed, report.skipped], [1, 1, 2]);
  assert.deepEqual(report.cases[1].reasons.length, 2);
});
