import assert from 'node:assert/strict';
import type { Totals } from '@laurel/domain';
import { emptyRecord, type Fact, noTotals, type PlayerRecord, Refusal } from '@laurel/domain';
import type { Advanced, RecordKey } from '../store.ts';
import { noon, plain } from './sample-decisions.ts';
import type { Step } from './simulation-steps.ts';

/** A record as the model has it. */
export type ModelState = {
  readonly version: number;
  readonly record: PlayerRecord | undefined;
  readonly totals: Totals;
  readonly facts: readonly (Fact & { readonly recordVersion: number })[];
};

type Answered = { readonly step: Step; readonly outcome: PromiseSettledResult<Advanced> };

type Known = ModelState & { readonly key: RecordKey };

/** What the store must hold, in memory. */
export type Model = {
  state(name: string): ModelState;
  /**
   * Does what was done at once to one record in the order that the versions of the answers tell,
   * and fails when no order explains them.
   */
  follow(name: string, answered: readonly Answered[]): void;
  names(): readonly string[];
  players(): readonly Pick<RecordKey, 'sandbox' | 'xuid'>[];
  titles(): readonly Pick<RecordKey, 'sandbox' | 'scid'>[];
  /** In the order of their scid. */
  recordsOf(of: Pick<RecordKey, 'sandbox' | 'xuid'>): readonly Known[];
  recordsOfTitle(of: Pick<RecordKey, 'sandbox' | 'scid'>): readonly PlayerRecord[];
};

/** @returns a name that no other record has */
export function nameOf({ sandbox, xuid, scid }: RecordKey): string {
  return `${xuid} ${sandbox} ${scid}`;
}

const nothing: ModelState = { version: 0, record: undefined, totals: noTotals, facts: [] };

/** A model in which nobody has played. */
export function createModel(): Model {
  const states = new Map<string, Known>();

  function follow(name: string, answered: readonly Answered[]): void {
    const [first] = answered;
    if (first === undefined) return;
    const { key } = first.step;
    const visited: ModelState[] = [states.get(name) ?? nothing];
    const changed = answered
      .flatMap(({ step, outcome }) => (outcome.status === 'fulfilled' ? [{ step, outcome }] : []))
      .filter(({ outcome }) => outcome.value.version > (visited[0]?.version ?? 0))
      .filter(({ outcome }) => outcome.value.facts.length > 0)
      .sort((a, b) => a.outcome.value.version - b.outcome.value.version);
    for (const { step, outcome } of changed) {
      const before = visited.at(-1) ?? nothing;
      const after = decided(step, before);
      assert.equal(outcome.value.version, after.version);
      assert.deepEqual(plain(outcome.value.record), after.record && plain(after.record));
      const own = after.facts.slice(before.facts.length);
      assert.deepEqual(
        outcome.value.facts.map((fact) => ({ ...fact, recordVersion: after.version })),
        own,
      );
      visited.push(after);
    }
    for (const one of answered) assertExplained(one, visited);
    const last = visited.at(-1);
    if (last !== undefined && last.version > 0) states.set(name, { ...last, key });
  }

  function known(): readonly Known[] {
    return [...states.values()].sort((a, b) => (a.key.scid < b.key.scid ? -1 : 1));
  }

  return {
    state: (name) => states.get(name) ?? nothing,
    follow,
    names: () => [...states.keys()],
    players: () => known().map(({ key }) => key),
    titles: () => known().map(({ key: { sandbox, scid } }) => ({ sandbox, scid })),
    recordsOf: ({ sandbox, xuid }) =>
      known().filter(({ key }) => key.sandbox === sandbox && key.xuid === xuid),
    recordsOfTitle: ({ sandbox, scid }) =>
      known()
        .filter(({ key }) => key.sandbox === sandbox && key.scid === scid)
        .map(({ record }) => record ?? emptyRecord(noon)),
  };
}

function decided({ decide }: Step, before: ModelState): ModelState {
  const { record, totals, facts } = decide(before.record, before.totals);
  const version = before.version + 1;
  const told = facts.map((fact) => ({ ...fact, recordVersion: version }));
  return { version, record, totals, facts: [...before.facts, ...told] };
}

/** What changed nothing, or was refused, did so in one of the states that there were. */
function assertExplained({ step, outcome }: Answered, visited: readonly ModelState[]): void {
  if (outcome.status === 'rejected') {
    assert.ok(outcome.reason instanceof Refusal, String(outcome.reason));
    assert.ok(
      visited.some((state) => isRefused(step, state)),
      'nothing explains a refusal',
    );
    return;
  }
  if (outcome.value.facts.length > 0) return;
  const state = visited.find(({ version }) => version === outcome.value.version);
  assert.ok(state, `version ${outcome.value.version} was never there`);
  const { facts, record } = step.decide(state.record, state.totals);
  assert.deepEqual(facts, []);
  assert.deepEqual(plain(outcome.value.record), plain(record));
}

function isRefused({ decide }: Step, { record, totals }: ModelState): boolean {
  try {
    decide(record, totals);
    return false;
  } catch (thrown) {
    return thrown instanceof Refusal;
  }
}
