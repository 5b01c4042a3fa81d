import type { schema } from '@laurel/contract';
import { Refusal } from '@laurel/domain';
import type { z } from 'zod';

/** What a rule asks for, as it was sent. */
export type FaultRuleOrder = z.output<typeof schema.FaultRuleOrder>;

/** What happens to a call instead of its answer. */
export type Fault = FaultRuleOrder['fault'];

/** A rule, and what became of it. */
export type FaultRule = {
  readonly id: number;
  readonly match: NonNullable<FaultRuleOrder['match']>;
  readonly fault: Fault;
  /** Calls that fitted. */
  readonly matched: number;
  /** Those of them that went wrong by this rule. */
  readonly made: number;
};

/** What a rule looks at. */
export type CallFacts = {
  readonly host: string;
  readonly operation: string;
  /** The xuids of who asks and of whom the path names. */
  readonly players: readonly string[];
};

/** Rules by which calls go wrong, in the order in which they were added. */
export type FaultRules = {
  /** @throws {Refusal} `LimitReached` */
  add(order: FaultRuleOrder): FaultRule;
  list(): readonly FaultRule[];
  /** @returns whether there was such a rule */
  remove(id: number): boolean;
  clear(): void;
  /** Counts a call with every rule it fits. @returns what the first that strikes makes of it */
  strike(call: CallFacts): Fault | null;
};

/** Rules at most. */
export const faultRulesMax = 100;

/** Where no seed is given. */
const seedDefault = 1;

type Kept = { rule: FaultRule; readonly draw: () => number };

/** @returns rules of which there are none yet */
export function createFaultRules(): FaultRules {
  const kept: Kept[] = [];
  let lastId = 0;
  return {
    add({ match = {}, fault }) {
      if (kept.length >= faultRulesMax) {
        const message = `there are ${faultRulesMax} fault rules already; take some away first`;
        throw new Refusal('LimitReached', message);
      }
      lastId += 1;
      const rule = { id: lastId, match, fault, matched: 0, made: 0 };
      kept.push({ rule, draw: createDraw(match.seed ?? seedDefault) });
      return rule;
    },
    list: () => kept.map(({ rule }) => rule),
    remove(id) {
      const index = kept.findIndex(({ rule }) => rule.id === id);
      if (index !== -1) kept.splice(index, 1);
      return index !== -1;
    },
    clear: () => void kept.splice(0),
    strike(call) {
      let struck: Fault | null = null;
      for (const one of kept.filter(({ rule }) => fits(rule.match, call))) {
        const matched = one.rule.matched + 1;
        const strikes = struck === null && isDue({ ...one.rule, matched }, one.draw);
        one.rule = { ...one.rule, matched, made: one.rule.made + (strikes ? 1 : 0) };
        if (strikes) struck = one.rule.fault;
      }
      return struck;
    },
  };
}

function fits({ host, operation, player }: FaultRule['match'], call: CallFacts): boolean {
  if (host !== undefined && host !== call.host) return false;
  if (operation !== undefined && operation !== call.operation) return false;
  return player === undefined || call.players.includes(player);
}

/** Whether a rule that fits strikes; `matched` counts this call. */
function isDue({ match, matched, made }: FaultRule, draw: () => number): boolean {
  if (match.nth !== undefined && match.nth !== matched) return false;
  if (match.count !== undefined && made >= match.count) return false;
  return match.probability === undefined || draw() < match.probability;
}

/** Numbers from 0 to below 1 that follow from the seed: the generator known as mulberry32. */
function createDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
