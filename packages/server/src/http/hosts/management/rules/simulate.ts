import { schema, simulateRules } from '@laurel/contract';
import { type GameEvent, parseInstant, titleId, type Xuid, xuid } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import type { RuleChanges } from '../../../../services/rule-changes.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentFound } from '../../../present/rule-change.ts';
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
    const found = await catalog.validate(body.document, { sandbox: of.sandbox });
    const read = (body.events ?? []).map((event) => schema.readSentEvent(event));
    const told = read.flatMap(({ event }) => (event === null ? [] : [event]));
    const page = {
      after: body.after === undefined ? null : xuid(body.after),
      limit: body.limit ?? schema.playersPerCall.default,
    };
    const simulated =
      body.events === undefined
        ? await ruleChanges.simulateStored(of, title, page)
        : ruleChanges.simulateEvents(of, title, byPlayer(told));
    const refusedEvents = read.length - told.length;
    return answer(200, { ...presentFound(simulated), findings: found, refusedEvents });
  });
}

function byPlayer(told: readonly schema.SentEvent[]): ReadonlyMap<Xuid, readonly GameEvent[]> {
  const events = new Map<Xuid, GameEvent[]>();
  for (const { id, name, time, fields, userId } of told) {
    const owner = xuid(userId ?? nobody);
    const own = events.get(owner) ?? [];
    events.set(owner, own);
    own.push({ id, name, at: parseInstant(time ?? '') ?? null, fields });
  }
  return events;
}
