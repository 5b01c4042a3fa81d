import type { Aim } from './catalog.ts';
import { errorAt, type Finding } from './finding.ts';
import { type AchievementId, retail, type Sandbox } from './ids.ts';
import { quoted } from './refusal.ts';
import { type Achievement, findAchievement, isReported, type Title } from './title.ts';

/** One thing that a publish changes for players. */
export type Change =
  | { readonly kind: 'TitleChanged'; readonly members: readonly string[] }
  | { readonly kind: 'Added'; readonly achievementId: AchievementId }
  | {
      readonly kind: 'Changed';
      readonly achievementId: AchievementId;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'Converted';
      readonly achievementId: AchievementId;
      readonly from: AchievementKind;
      readonly to: AchievementKind;
    }
  | { readonly kind: 'Archived'; readonly achievementId: AchievementId }
  | { readonly kind: 'Restored'; readonly achievementId: AchievementId };

/** What moves an achievement: reported percents, the title's own count, or stats. */
export type AchievementKind = 'Direct' | 'Counter' | 'RuleDriven';

/** What publishing would change, and what it may not. */
export type PublishPlan = {
  /** The title's first, then the achievements' in their order. */
  readonly changes: readonly Change[];
  /** Errors about what was published before; the publish is possible only when there are none. */
  readonly refused: readonly Finding[];
};

/**
 * Compares a configuration with the one in force.
 *
 * Players' progress hangs on ids, so a published achievement can be archived but neither deleted
 * nor given another id. In `RETAIL` its Gamerscore is fixed. A title's service configuration never
 * changes; its system only from or to `Mixed`, and not where the original rule is kept.
 *
 * @param before the version in force in that sandbox; `null` for the first publish
 *
 * Source: wire contract §11.1 [D][I].
 */
export function planPublish(
  before: Title | null,
  after: Title,
  { sandbox, isStrict = false }: Pick<Aim, 'sandbox' | 'isStrict'>,
): PublishPlan {
  if (before === null) {
    const changes = after.achievements.map(({ id }) => added(id));
    return { changes, refused: [] };
  }
  const changes: Change[] = [];
  const members = changedMembers(before, after, titleMembers);
  if (members.length > 0) changes.push({ kind: 'TitleChanged', members });
  for (const achievement of after.achievements) {
    changes.push(...changesOf(findAchievement(before, achievement.id), achievement));
  }
  return {
    changes,
    refused: [
      ...refusedOfTitle(before, after, isStrict),
      ...refusedOf(before, after, sandbox),
      ...lostProgress(before, after),
    ],
  };
}

function added(achievementId: AchievementId): Change {
  return { kind: 'Added', achievementId };
}

const titleMembers = [
  'name',
  'defaultLocale',
  'public',
  'retired',
  'titleType',
  'platforms',
  'legacy',
  'displayImage',
  'stats',
  'events',
  'recorded',
] as const satisfies readonly (keyof Title)[];

const achievementMembers = [
  'name',
  'description',
  'lockedDescription',
  'mediaAssets',
  'gamerscore',
  'rewards',
  'secret',
  'set',
  'type',
  'participation',
  'timeWindow',
  'requirements',
  'counter',
  'deeplink',
  'estimatedTime',
  'platforms',
  'productId',
  'legacy',
] as const satisfies readonly (keyof Achievement)[];

function changesOf(before: Achievement | undefined, after: Achievement): readonly Change[] {
  const achievementId = after.id;
  if (before === undefined) return [added(achievementId)];
  const members = changedMembers(before, after, achievementMembers);
  const changes: Change[] = [];
  if (members.length > 0) changes.push({ kind: 'Changed', achievementId, members });
  const [from, to] = [kindOf(before), kindOf(after)];
  if (from !== to) changes.push({ kind: 'Converted', achievementId, from, to });
  if (before.archived !== after.archived) {
    changes.push({ kind: after.archived ? 'Archived' : 'Restored', achievementId });
  }
  return changes;
}

/** What moves an achievement. */
export function kindOf(achievement: Achievement): AchievementKind {
  if (!isReported(achievement)) return 'RuleDriven';
  return achievement.counter === undefined ? 'Direct' : 'Counter';
}

function changedMembers<T, K extends keyof T & string>(
  before: T,
  after: T,
  members: readonly K[],
): readonly K[] {
  return members.filter((member) => !isSame(before[member], after[member]));
}

/** Whether two values of a title are alike; the order of an object's members doesn't count. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [ours, theirs] = [Object.entries(a), new Map(Object.entries(b))];
  if (Array.isArray(a) !== Array.isArray(b) || ours.length !== theirs.size) return false;
  return ours.every(([key, value]) => theirs.has(key) && isSame(value, theirs.get(key)));
}

/**
 * An achievement that stats move from now on begins where players are, or they would begin anew.
 */
function lostProgress(before: Title, after: Title): readonly Finding[] {
  return after.achievements.flatMap((is, index) => {
    const was = findAchievement(before, is.id);
    if (was === undefined || kindOf(was) === 'RuleDriven' || kindOf(is) !== 'RuleDriven') return [];
    return is.requirements.flatMap(({ on }, order) => {
      if (on === 'Percent' || on.carries) return [];
      const path = `/achievements/${index}/requirements/${order}`;
      const message = `achievement ${quoted(is.id)} was reported by the title so far; set "carry" to true, so that players go on from where they are`;
      return [errorAt('carry', path, message)];
    });
  });
}

function refusedOfTitle(before: Title, after: Title, isStrict: boolean): readonly Finding[] {
  const refused: Finding[] = [];
  if (before.scid !== after.scid) {
    const message = `the service configuration of a published title never changes; it is ${before.scid}, got ${quoted(after.scid)}`;
    refused.push(errorAt('fixed-scid', '/scid', message));
  }
  const isMixed = before.system === 'Mixed' || after.system === 'Mixed';
  const isOtherSystem = before.system !== after.system && (isStrict || !isMixed);
  if (isOtherSystem || before.generation !== after.generation) {
    const message = `the system of a published title never changes; it is ${systemOf(before)}, got ${systemOf(after)}`;
    refused.push(errorAt('fixed-system', '/system', message));
  }
  return refused;
}

function systemOf({ system, generation }: Title): string {
  return `${system} (${generation})`;
}

function refusedOf(before: Title, after: Title, sandbox: Sandbox): readonly Finding[] {
  const refused: Finding[] = [];
  for (const was of before.achievements) {
    const is = findAchievement(after, was.id);
    if (is === undefined) refused.push(missing(was, { before, after }));
    else if (sandbox === retail && was.gamerscore !== is.gamerscore) {
      const path = `/achievements/${after.achievements.indexOf(is)}/gamerscore`;
      const message = `the Gamerscore of an achievement published to ${retail} never changes; achievement ${quoted(was.id)} has ${was.gamerscore}, got ${is.gamerscore}`;
      refused.push(errorAt('fixed-gamerscore', path, message));
    }
  }
  return refused;
}

/** A published achievement that is gone, or that came back under another id. */
function missing(was: Achievement, { before, after }: { before: Title; after: Title }): Finding {
  const index = after.achievements.findIndex(
    ({ id, name }) => findAchievement(before, id) === undefined && isSame(name, was.name),
  );
  const renumbered = after.achievements[index];
  if (renumbered === undefined) {
    const message = `achievement ${quoted(was.id)} is published, so it can't be deleted; set "archived" to true instead`;
    return errorAt('never-deleted', '/achievements', message);
  }
  const message = `achievement ${quoted(was.id)} is published, so its id can't change to ${quoted(renumbered.id)}; players' progress hangs on it`;
  return errorAt('never-renumbered', `/achievements/${index}/id`, message);
}
