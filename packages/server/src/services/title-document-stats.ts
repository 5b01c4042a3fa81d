import type { schema } from '@laurel/contract';
import type { EventDefinition, StatDefinition, StatGuard, StatRule } from '@laurel/domain';

type DocumentEvent = NonNullable<schema.TitleDocument['events']>[number];
type DocumentStat = NonNullable<schema.TitleDocument['stats']>[number];
type DocumentRule = NonNullable<DocumentStat['rule']>;
type DocumentFilter = NonNullable<DocumentRule['where']>[number];
type DocumentGuard = NonNullable<DocumentRule['guard']>;

/** Reads an event of a document. */
export function eventOf({ name, fields = {} }: DocumentEvent): EventDefinition {
  return { name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) };
}

/** Reads a stat of a document. */
export function statOf({ name, type, rule }: DocumentStat): StatDefinition {
  return { name, type, ...(rule !== undefined && { rule: ruleOf(rule) }) };
}

function ruleOf({ event, fold, field, where = [], per = [], guard = {} }: DocumentRule): StatRule {
  return {
    event,
    fold,
    field: field ?? null,
    where: where.map(filterOf),
    per,
    guard: {
      minimum: guard.minimum ?? null,
      maximum: guard.maximum ?? null,
      largestChange: guard.largestChange ?? null,
      onlyRising: guard.onlyRising ?? false,
    },
  };
}

function filterOf({ field, in: values, atLeast, atMost }: DocumentFilter) {
  return {
    field,
    ...(values !== undefined && { in: values }),
    ...(atLeast !== undefined && { atLeast }),
    ...(atMost !== undefined && { atMost }),
  };
}

/** Writes an event as a document has it. */
export function documentEventOf({ name, fields }: EventDefinition): DocumentEvent {
  const types = Object.fromEntries(fields.map((field) => [field.name, field.type]));
  return { name, ...(fields.length > 0 && { fields: types }) };
}

/** Writes a stat as a document has it. */
export function documentStatOf({ name, type, rule }: StatDefinition): DocumentStat {
  return { name, type, ...(rule !== undefined && { rule: documentRuleOf(rule) }) };
}

function documentRuleOf({ event, fold, field, where, per, guard }: StatRule): DocumentRule {
  const guarded = documentGuardOf(guard);
  return {
    event,
    fold,
    ...(field !== null && { field }),
    ...(where.length > 0 && {
      where: where.map((filter) => ({
        ...filterOf({ ...filter, in: filter.in && [...filter.in] }),
      })),
    }),
    ...(per.length > 0 && { per: [...per] }),
    ...(Object.keys(guarded).length > 0 && { guard: guarded }),
  };
}

function documentGuardOf({ minimum, maximum, largestChange, onlyRising }: StatGuard) {
  const guarded: DocumentGuard = {
    ...(minimum !== null && { minimum }),
    ...(maximum !== null && { maximum }),
    ...(largestChange !== null && { largestChange }),
    ...(onlyRising && { onlyRising }),
  };
  return guarded;
}
