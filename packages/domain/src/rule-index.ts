import type { EventDefinition, StatRule, StatType } from './stat-rule.ts';
import {
  type Achievement,
  isReported,
  type Requirement,
  type StatSource,
  type Title,
} from './title.ts';

/** A stat with the rule by which events change it. */
export type RuledStat = { readonly name: string; readonly type: StatType; readonly rule: StatRule };

/** A count that an achievement keeps on its own, beside the stat it is made from. */
export type OwnCount = {
  readonly key: string;
  readonly achievement: Achievement;
  readonly requirement: Requirement;
  readonly source: StatSource;
};

/** Who is concerned by what: so that an event touches nothing else. */
export type RuleIndex = {
  readonly events: ReadonlyMap<string, EventDefinition>;
  /** The stats that an event changes, by its name. */
  readonly statsOf: ReadonlyMap<string, readonly RuledStat[]>;
  /** By the key of the stat they are made from. */
  readonly ownCounts: ReadonlyMap<string, readonly OwnCount[]>;
  /** The achievements that read a key. */
  readonly readers: ReadonlyMap<string, readonly Achievement[]>;
};

const indexes = new WeakMap<Title, RuleIndex>();

/** The index of a title: made once, the same object from then on. */
export function ruleIndexOf(title: Title): RuleIndex {
  const known = indexes.get(title);
  if (known !== undefined) return known;
  const made = createIndex(title);
  indexes.set(title, made);
  return made;
}

function createIndex({ events = [], stats, achievements }: Title): RuleIndex {
  const statsOf = new Map<string, RuledStat[]>();
  const ownCounts = new Map<string, OwnCount[]>();
  const readers = new Map<string, Achievement[]>();
  for (const { name, type, rule } of stats) {
    if (rule !== undefined) put(statsOf, rule.event, { name, type, rule });
  }
  for (const achievement of achievements) {
    if (isReported(achievement) || achievement.archived) continue;
    const keys = new Set<string>();
    for (const requirement of achievement.requirements) {
      const source = requirement.on;
      if (source === 'Percent') continue;
      const key = source.key ?? source.stat;
      if (source.key !== undefined) {
        put(ownCounts, source.stat, { key, achievement, requirement, source });
      }
      keys.add(key);
    }
    for (const key of keys) put(readers, key, achievement);
  }
  return { events: new Map(events.map((one) => [one.name, one])), statsOf, ownCounts, readers };
}

function put<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
