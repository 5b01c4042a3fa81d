import { apartFieldsPerStatMax, eventsPerTitleMax, fieldsPerEventMax } from './catalog-limits.ts';
import { type CatalogRule, errorAt, type Finding } from './finding.ts';
import { quoted } from './refusal.ts';
import { type FieldType, type StatRule, type StatType, updateEventName } from './stat-rule.ts';
import type { Title } from './title.ts';

/** Checks the events of a title, and the rules by which they change its stats. */
export function checkStats(title: Title): readonly Finding[] {
  return [...checkEvents(title), ...title.stats.flatMap((_, index) => checkRule(title, index))];
}

function checkEvents({ events = [] }: Title): readonly Finding[] {
  const findings: Finding[] = [];
  if (events.length > eventsPerTitleMax) {
    const message = `a title may have ${eventsPerTitleMax} events; got ${events.length}`;
    findings.push(errorAt('title-limits', '/events', message));
  }
  for (const [index, { name, fields }] of events.entries()) {
    const at = `/events/${index}`;
    if (name === updateEventName) {
      const message = `${updateEventName} is the event by which clients tell of updates; call yours otherwise`;
      findings.push(errorAt('event-name', `${at}/name`, message));
    }
    if (events.findIndex((event) => event.name === name) < index) {
      const message = `each event needs a name of its own; ${quoted(name)} is there twice`;
      findings.push(errorAt('event-name', `${at}/name`, message));
    }
    if (fields.length > fieldsPerEventMax) {
      const message = `an event may have ${fieldsPerEventMax} fields; got ${fields.length}`;
      findings.push(errorAt('event-field', `${at}/fields`, message));
    }
  }
  return findings;
}

/** A rule, and what it is of. */
type Placed = {
  readonly rule: StatRule;
  readonly type: StatType;
  readonly fields: ReadonlyMap<string, FieldType>;
  /** `/stats/<index>/rule` */
  readonly at: string;
};

function checkRule({ stats, events = [] }: Title, index: number): readonly Finding[] {
  const { rule, type } = stats[index] ?? {};
  if (rule === undefined || type === undefined) return [];
  const at = `/stats/${index}/rule`;
  const event = events.find(({ name }) => name === rule.event);
  if (event === undefined) {
    const message = `event ${quoted(rule.event)} is not among the title's events; add it there`;
    return [errorAt('stat-rule', `${at}/event`, message)];
  }
  const placed = { rule, type, at, fields: new Map(event.fields.map((f) => [f.name, f.type])) };
  return [
    ...checkFold(placed),
    ...checkFields(placed),
    ...checkFilters(placed),
    ...checkGuard(placed),
  ];
}

const isNumeric = (type: FieldType | undefined) => type === 'Integer' || type === 'Double';

/** Which folds a type takes. Source: wire contract §10.1 [D]; the rest is ours [I]. */
const foldsOf: Readonly<Record<StatType, readonly StatRule['fold'][]>> = {
  Integer: ['Sum', 'Minimum', 'Maximum', 'Last', 'Count'],
  Double: ['Sum', 'Minimum', 'Maximum', 'Last'],
  String: ['Last'],
  DateTime: ['Minimum', 'Maximum', 'Last'],
};

function checkFold({ rule, type, fields, at }: Placed): readonly Finding[] {
  const { fold, field } = rule;
  if (!foldsOf[type].includes(fold)) {
    const message = `a stat of type ${type} can be folded by ${foldsOf[type].join(', ')}; got ${quoted(fold)}`;
    return [errorAt('stat-rule', `${at}/fold`, message)];
  }
  if ((fold === 'Count') !== (field === null)) {
    const message =
      fold === 'Count'
        ? 'a count counts events, so it takes no field; sum one instead'
        : `${fold} needs the field whose values are folded`;
    return [errorAt('stat-rule', `${at}/field`, message)];
  }
  const found = field === null ? undefined : fields.get(field);
  if (field === null || found === undefined) return [];
  const fits = found === type || (type === 'Double' && found === 'Integer') || type === 'String';
  if (fits) return [];
  const message = `a stat of type ${type} needs a field of that type; ${quoted(field)} is of type ${found}`;
  return [errorAt('stat-rule', `${at}/field`, message)];
}

function checkFields({ rule, fields, at }: Placed): readonly Finding[] {
  const unknown = (field: string, path: string) =>
    fields.has(field)
      ? []
      : [
          errorAt(
            'stat-rule',
            path,
            `event ${quoted(rule.event)} has no field ${quoted(field)}; add it there`,
          ),
        ];
  const tooMany =
    rule.per.length > apartFieldsPerStatMax
      ? [
          errorAt(
            'stat-rule',
            `${at}/per`,
            `a stat may be kept apart by ${apartFieldsPerStatMax} fields; got ${rule.per.length}`,
          ),
        ]
      : [];
  return [
    ...(rule.field === null ? [] : unknown(rule.field, `${at}/field`)),
    ...rule.per.flatMap((field, order) => unknown(field, `${at}/per/${order}`)),
    ...rule.where.flatMap(({ field }, order) => unknown(field, `${at}/where/${order}/field`)),
    ...tooMany,
  ];
}

function checkFilters({ rule, fields, at }: Placed): readonly Finding[] {
  return rule.where.flatMap((filter, order) => {
    const path = `${at}/where/${order}`;
    const { field, in: values, atLeast, atMost } = filter;
    if (values === undefined && atLeast === undefined && atMost === undefined) {
      const message = 'a filter needs "in", "atLeast" or "atMost"';
      return [errorAt('stat-rule', path, message)];
    }
    const isBounded = atLeast !== undefined || atMost !== undefined;
    if (!isBounded || !fields.has(field) || isNumeric(fields.get(field))) return [];
    const message = `only a number has bounds; ${quoted(field)} is of type ${fields.get(field)}`;
    return [errorAt('stat-rule', path, message)];
  });
}

function checkGuard({ rule, type, at }: Placed): readonly Finding[] {
  const { minimum, maximum, largestChange, onlyRising } = rule.guard;
  const isGuarded = minimum !== null || maximum !== null || largestChange !== null || onlyRising;
  const found: [place: string, message: string][] = [];
  if (isGuarded && !isNumeric(type)) {
    found.push(['', `only a number can be guarded; the stat is of type ${type}`]);
  }
  if (minimum !== null && maximum !== null && minimum > maximum) {
    found.push([
      '/maximum',
      `the maximum must be at least the minimum, ${minimum}; got ${maximum}`,
    ]);
  }
  if (largestChange !== null && largestChange <= 0) {
    found.push(['/largestChange', `the largest change must be above 0; got ${largestChange}`]);
  }
  if (onlyRising && rule.fold === 'Minimum') {
    found.push(['/onlyRising', 'a minimum only falls, so it can not be one that only rises']);
  }
  const name: CatalogRule = 'stat-guard';
  return found.map(([place, message]) => errorAt(name, `${at}/guard${place}`, message));
}
