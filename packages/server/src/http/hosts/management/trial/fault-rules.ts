import {
  addFaultRule,
  clearFaultRules,
  deleteFaultRule,
  dropRealtime,
  listFaultRules,
  routes,
} from '@laurel/contract';
import { quoted, Refusal } from '@laurel/domain';
import { answer, answerEmpty, type Operation, operation } from '../../../operation.ts';
import type { FaultRules } from '../../../staging/fault-rules.ts';
import type { LiveLines } from '../../../staging/live-lines.ts';

const operationIds = routes.filter(({ host }) => host !== 'management').map(({ id }) => id);

/** Calls that go wrong by rules, and connections that are cut. */
export function faultRuleOperations({
  rules,
  lines,
}: {
  rules: FaultRules;
  lines: LiveLines;
}): readonly Operation[] {
  return [
    operation(listFaultRules, () => answer(200, { rules: rules.list() })),
    operation(addFaultRule, ({ body }) => {
      requireOperation(body.match?.operation);
      return answer(201, rules.add(body));
    }),
    operation(clearFaultRules, () => {
      rules.clear();
      return answerEmpty(204);
    }),
    operation(deleteFaultRule, ({ params: { rule } }) => {
      if (rules.remove(rule)) return answerEmpty(204);
      throw new Refusal('UnknownEntity', `there is no fault rule ${rule}`);
    }),
    operation(dropRealtime, ({ body }) => {
      return answer(200, { dropped: lines.cut(body.player ?? null) });
    }),
  ];
}

/** A rule for an operation that is not there would never strike, and the test would pass. */
function requireOperation(id: string | undefined): void {
  if (id === undefined || operationIds.includes(id)) return;
  throw new Refusal(
    'UnknownEntity',
    `there is no operation ${quoted(id)}; there are: ${operationIds.join(', ')}`,
  );
}
