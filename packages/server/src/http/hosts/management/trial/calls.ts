import { clearCalls, listCalls, listFindings } from '@laurel/contract';
import type { CallLog } from '../../../calls/call-log.ts';
import { lint } from '../../../lint/lint.ts';
import { answer, answerEmpty, type Operation, operation } from '../../../operation.ts';

/** What was called, and what the linter finds in it. */
export function callOperations(log: CallLog): readonly Operation[] {
  return [
    operation(listCalls, ({ query: { after = 0 } }) =>
      answer(200, {
        calls: log
          .calls()
          .map(({ shown }) => shown)
          .filter(({ id }) => id > after),
        forgotten: log.forgotten(),
      }),
    ),
    operation(clearCalls, () => {
      log.clear();
      return answerEmpty(204);
    }),
    operation(listFindings, () =>
      answer(200, { findings: lint(log.calls()), calls: log.calls().length }),
    ),
  ];
}
