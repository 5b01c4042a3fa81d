import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refused } from '../../services/refused.ts';
import {
  type CallFacts,
  createFaultRules,
  type FaultRuleOrder,
  faultRulesMax,
} from './fault-rules.ts';

const update: CallFacts = {
  host: 'achievements',
  operation: 'achievements.update',
  players: ['1'],
};
const list: CallFacts = { host: 'achievements', operation: 'achievements.list', players: ['1'] };
const profile: CallFacts = { host: 'profile', operation: 'profile.one', players: ['1', '2'] };
const stale = { kind: 'staleToken' } as const;

/** Which of some calls go wrong by one rule, by their number from 0. */
function struck(match: FaultRuleOrder['match'], calls: readonly CallFacts[]): readonly number[] {
  const rules = createFaultRules();
  rules.add({ match, fault: stale });
  return calls.flatMap((call, index) => (rules.strike(call) === null ? [] : [index]));
}

const table: readonly [string, FaultRuleOrder['match'], readonly CallFacts[], readonly number[]][] =
  [
    ['a rule without a match strikes every call', undefined, [update, list, profile], [0, 1, 2]],
    ['a host', { host: 'achievements' }, [update, list, profile], [0, 1]],
    ['an operation', { operation: 'achievements.update' }, [update, list, update], [0, 2]],
    ['a player, who may ask or be asked for', { player: '2' }, [update, profile], [1]],
    [
      'the n-th call that fits',
      { host: 'achievements', nth: 2 },
      [profile, update, list, list],
      [2],
    ],
    ['at most so many calls', { count: 2 }, [update, list, profile], [0, 1]],
    ['all that is said together', { player: '1', host: 'profile', nth: 1 }, [update, profile], [1]],
  ];

describe('a fault rule', () => {
  for (const [what, match, calls, expected] of table) {
    test(`it strikes by: ${what}`, () => assert.deepEqual(struck(match, calls), expected));
  }

  test('a probability strikes about as many calls, and the same seed strikes the same', () => {
    const calls = Array.from({ length: 1000 }, () => update);
    const first = struck({ probability: 0.3, seed: 7 }, calls);
    assert.deepEqual(struck({ probability: 0.3, seed: 7 }, calls), first);
    assert.notDeepEqual(struck({ probability: 0.3, seed: 8 }, calls), first);
    assert.ok(first.length > 250 && first.length < 350, String(first.length));
  });

  test('the first that strikes decides, and every rule counts what fits it', () => {
    const rules = createFaultRules();
    rules.add({ match: { count: 1 }, fault: stale });
    rules.add({ fault: { kind: 'delay', delayMs: 1 } });
    assert.deepEqual(
      [rules.strike(update)?.kind, rules.strike(update)?.kind],
      ['staleToken', 'delay'],
    );
    assert.deepEqual(
      rules.list().map(({ matched, made }) => [matched, made]),
      [
        [2, 1],
        [2, 1],
      ],
    );
  });

  test('one that is taken away strikes no more', () => {
    const rules = createFaultRules();
    const { id } = rules.add({ fault: stale });
    assert.equal(rules.remove(id), true);
    assert.equal(rules.remove(id), false);
    assert.equal(rules.strike(update), null);
  });

  test('beyond the most that are kept, one more is refused', () => {
    const rules = createFaultRules();
    for (let index = 0; index < faultRulesMax; index += 1) rules.add({ fault: stale });
    assert.throws(() => rules.add({ fault: stale }), refused('LimitReached'));
  });
});
