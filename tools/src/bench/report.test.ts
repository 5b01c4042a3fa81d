import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CaseReport, caseLines, type Figure, missedIn, verdictOn } from './report.ts';

const share: Figure = {
  name: 'update ÷ bare server',
  value: 0.7,
  unit: '×',
  bound: { sense: 'atLeast', floor: 0.6, goal: 0.9 },
};

describe('a verdict', () => {
  for (const [value, verdict] of [
    [0.59, 'MISSED'],
    [0.6, 'ok'],
    [0.89, 'ok'],
    [0.9, 'goal'],
  ] as const) {
    test(`a share of ${value} is "${verdict}" where 0.6 is the floor and 0.9 the goal`, () => {
      equal(verdictOn({ ...share, value }), verdict);
    });
  }

  for (const [value, verdict] of [
    [1.36, 'MISSED'],
    [1.35, 'ok'],
    [1.2, 'goal'],
  ] as const) {
    test(`a cost of ${value} is "${verdict}" where 1.35 is the ceiling and 1.2 the goal`, () => {
      equal(verdictOn({ value, bound: { sense: 'atMost', floor: 1.35, goal: 1.2 } }), verdict);
    });
  }

  test('an exact count misses from either side', () => {
    const bound = { sense: 'exactly', floor: 1, goal: null } as const;
    deepEqual(
      [0.99, 1, 1.01].map((value) => verdictOn({ value, bound })),
      ['MISSED', 'ok', 'MISSED'],
    );
  });

  test('a figure that was not measured is not passed off as good', () => {
    equal(verdictOn({ ...share, value: null }), 'not measured');
  });
});

describe('a report', () => {
  const slow: CaseReport = {
    name: 'update',
    title: 'durable update',
    figures: [share, { ...share, name: 'slow', value: 0.1 }],
    discardedRounds: 2,
    isDisturbed: false,
  };

  test('what misses its floor is found', () => {
    deepEqual(
      missedIn({ cases: [slow] }).map(({ name }) => name),
      ['slow'],
    );
  });

  test('discarded rounds are told', () => {
    match(caseLines(slow)[0] ?? '', /2 disturbed rounds discarded/);
  });
});
