import { AssertionError } from 'node:assert';
import type { Management } from './management.ts';

/** A call that a game made. */
export type TestCall = {
  readonly id: number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** Such as `achievements.update`. */
  readonly operation: string;
  /** An xuid; `null` where nobody is named. */
  readonly player: string | null;
  readonly gamertag: string | null;
  /** 0 where the connection was cut on purpose. */
  readonly status: number;
  /** Text that was sent; `null` for none, and on the token hosts. */
  readonly sent: string | null;
  readonly answered: string | null;
};

/** A pattern of calls that a game would do better without. */
export type TestFinding = {
  /** Such as `small-batch`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'advice';
  readonly message: string;
  readonly advice: string;
  readonly source: string;
  /** The ids of the calls. */
  readonly calls: readonly number[];
};

/** What a game called, and what the linter finds in it. */
export type CallList = {
  calls(): Promise<readonly TestCall[]>;
  clearCalls(): Promise<void>;
  findings(): Promise<readonly TestFinding[]>;
  /**
   * @param except rules whose findings are let pass
   * @throws {AssertionError} by the result, naming each finding with its advice
   */
  hasNoFindings(except?: { readonly except?: readonly string[] }): Promise<void>;
};

/** @returns the calls of the instance that is managed so */
export function callListOf(manage: Management): CallList {
  async function findings(): Promise<readonly TestFinding[]> {
    return Object(await manage('GET', '/development/findings')).findings;
  }

  return {
    findings,
    async calls() {
      return Object(await manage('GET', '/development/calls')).calls;
    },
    async clearCalls() {
      await manage('DELETE', '/development/calls');
    },
    async hasNoFindings({ except = [] } = {}) {
      const found = (await findings()).filter(({ rule }) => !except.includes(rule));
      if (found.length === 0) return;
      const lines = found.map(
        ({ severity, rule, message, advice }) => `${severity} ${rule}: ${message}. ${advice}`,
      );
      throw new AssertionError({
        message: `the game's calls could be better:\n  ${lines.join('\n  ')}`,
        actual: found.map(({ rule }) => rule),
        expected: [],
        operator: 'hasNoFindings',
      });
    },
  };
}
