import { schema, simulateRules } from '@laurel/contract';
import {
  type EventRefusalCode,
  type GameEvent,
  type Title,
  titleId,
  type Xuid,
  xuid,
} from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import type { RuleChanges } from '../../../../services/rule-changes.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentFound, presentRefusals } from '../../../present/rule-change.ts';
import { readEvent } from '../../events/send.ts';
import { titleOf } from '../players/subject.ts';

/** The newcomer that events are played to which name nobody. */
const nobody = '1';

/** Tries rules out. */
export function simulateOperation({
  ruleChanges,
  catalog,
}: {
  ruleChanges: RuleChanges;
  catalog: Pick<Catalog, 'validate'>;
}): Operation {
  return operation(simulateRules, async ({ params, body }) => {
    const of = titleOf({ titleId: params.titleId, sandbox: body.sandbox });
    const title = ruleChanges.read(body.document, titleId(params.titleId));
    const findings = await catalog.validate(body.document, { sandbox: of.sandbox });
    const page = {
      after: body.after === undefined ? null : xuid(body.after),
      limit: body.limit ?? schema.playersPerCall.default,
    };
    if (body.events === undefined) {
      const stored = await ruleChanges.simulateStored(of, title, page);
      return answer(200, { ...presentFound(stored), ...presentRefusals(new Map()), findings });
    }
    const { players, malformed } = told(body.events, title);
    const simulated = ruleChanges.simulateEvents(of, title, players);
    const refusals = new Map<EventRefusalCode, number>(simulated.refusals);
    if (malformed > 0) refusals.set('Malformed', malformed + (refusals.get('Malformed') ?? 0));
    return answer(200, { ...presentFound(simulated), ...presentRefusals(refusals), findings });
  });
}

/** The events of a title by whom they are of, and how many can't be read. */
function told(events: readonly unknown[], title: Title) {
  const players = new Map<Xuid, GameEvent[]>();
  let malformed = 0;
  for (const json of events) {
    const sent = readEvent(schema.readSentEvent(json));
    if ('problem' in sent) {
      malformed += 1;
      continue;
    }
    const isOther =
      (sent.scid !== null && sent.scid !== title.scid) ||
      (sent.titleId !== null && sent.titleId !== title.titleId);
    if (isOther) continue;
    const owner = sent.owner ?? xuid(nobody);
    const own = players.get(owner) ?? [];
    players.set(owner, own);
    own.push(sent.event);
  }
  return { players, malformed };
}
