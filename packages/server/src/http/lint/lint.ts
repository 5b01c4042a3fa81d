import type { schema } from '@laurel/contract';
import type { z } from 'zod';
import type { LoggedCall } from '../calls/logged-call.ts';
import type { LintRule, Severity } from './lint-rule.ts';
import {
  burst,
  hastyRetry,
  hopelessRepeat,
  ignoredRetryAfter,
  rateLimit,
  reconnects,
  staleToken,
} from './rate-rules.ts';
import {
  missingLanguage,
  missingVersion,
  oneByOne,
  polling,
  repeatedRead,
  smallPages,
} from './read-rules.ts';
import {
  readAfterUpdate,
  repeatedReport,
  smallBatch,
  tinySteps,
  unneededFields,
} from './update-rules.ts';

/** A pattern that was found, as it is shown. */
export type LintFinding = z.output<typeof schema.LintFinding>;

/** Every rule, the gravest first. */
export const lintRules: readonly LintRule[] = [
  rateLimit,
  ignoredRetryAfter,
  burst,
  polling,
  repeatedReport,
  repeatedRead,
  smallBatch,
  oneByOne,
  hastyRetry,
  hopelessRepeat,
  staleToken,
  reconnects,
  missingVersion,
  tinySteps,
  readAfterUpdate,
  unneededFields,
  smallPages,
  missingLanguage,
];

/** Findings of one rule that are shown at most. */
const findingsPerRuleMax = 20;

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

/**
 * Looks for every pattern. Pure: the same calls give the same findings.
 *
 * @param calls in the order in which they were answered
 * @returns the gravest first, then in the order of the rules
 */
export function lint(calls: readonly LoggedCall[]): readonly LintFinding[] {
  return lintRules
    .toSorted((a, b) => order[a.severity] - order[b.severity])
    .flatMap((rule) => findingsOf(rule, calls).slice(0, findingsPerRuleMax));
}

function findingsOf(rule: LintRule, calls: readonly LoggedCall[]): readonly LintFinding[] {
  const { id, severity, advice, source } = rule;
  return rule.find(calls).map(({ message, calls: about }) => ({
    rule: id,
    severity,
    message,
    advice,
    source,
    player: about[0]?.shown.player ?? null,
    operation: about[0]?.shown.operation ?? '',
    calls: about.map(({ shown }) => shown.id),
    firstAt: about[0]?.shown.at ?? '',
    lastAt: about.at(-1)?.shown.at ?? '',
  }));
}
