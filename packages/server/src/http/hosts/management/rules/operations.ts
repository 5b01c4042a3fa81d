import type { Catalog } from '../../../../services/catalog.ts';
import type { RuleChanges } from '../../../../services/rule-changes.ts';
import type { Operation } from '../../../operation.ts';
import { backfillOperation } from './backfill.ts';
import { explainOperation } from './explain.ts';
import { simulateOperation } from './simulate.ts';

/** What our own API does with rules. */
export function managementRuleOperations(rooms: {
  ruleChanges: RuleChanges;
  catalog: Catalog;
}): readonly Operation[] {
  return [explainOperation(rooms), simulateOperation(rooms), backfillOperation(rooms)];
}
