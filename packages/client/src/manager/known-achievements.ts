import type { Achievement } from '../wire.ts';
import type { ProgressEntry } from './progress-event.ts';

/** What is known of one player's achievements, by id, in the order of the service. */
export type KnownAchievements = ReadonlyMap<string, Achievement>;

/** What became different. A finishing update progresses first and then unlocks. */
export type Change = {
  readonly kind: 'AchievementProgressUpdated' | 'AchievementUnlocked';
  readonly achievement: Achievement;
};

/** What is known afterwards, and what that changed. */
export type Known = {
  readonly achievements: KnownAchievements;
  readonly changes: readonly Change[];
};

type Requirement = Achievement['progression']['requirements'][number];

/**
 * Takes in events. An id that is not known is ignored; what says nothing new changes nothing, so
 * an event that comes twice is told once; and nothing that is unlocked is locked again by an event.
 *
 * @param rule `onlyRises` for events that may be older than the list: a lower value is old news
 *
 * Source: wire contract §12, RTA event [X].
 */
export function withProgress(
  achievements: KnownAchievements,
  entries: readonly ProgressEntry[],
  { onlyRises = false }: { onlyRises?: boolean } = {},
): Known {
  const next = new Map(achievements);
  const changes: Change[] = [];
  for (const entry of entries) {
    const before = next.get(entry.id);
    if (before === undefined || before.progressState === 'Achieved') continue;
    const after = advanced(before, entry);
    const isUnlocked = after.progressState === 'Achieved';
    const isNews = isUnlocked || (onlyRises ? hasRisen(before, after) : differs(before, after));
    if (!isNews) continue;
    next.set(entry.id, after);
    changes.push(...changesTo(after));
  }
  return { achievements: next, changes };
}

/**
 * Takes in the whole list as the service has it now, and finds what rose since: events that were
 * missed are told from the difference.
 *
 * Source: wire contract §12, resync [X].
 */
export function withList(achievements: KnownAchievements, list: readonly Achievement[]): Known {
  const changes = list.flatMap((after): readonly Change[] => {
    const before = achievements.get(after.id);
    if (before === undefined || before.progressState === 'Achieved') return [];
    const isNews = after.progressState === 'Achieved' || hasRisen(before, after);
    return isNews ? changesTo(after) : [];
  });
  return { achievements: new Map(list.map((one) => [one.id, one])), changes };
}

function changesTo(achievement: Achievement): readonly Change[] {
  const progressed: Change = { kind: 'AchievementProgressUpdated', achievement };
  if (achievement.progressState !== 'Achieved') return [progressed];
  return [progressed, { kind: 'AchievementUnlocked', achievement }];
}

function advanced(before: Achievement, entry: ProgressEntry): Achievement {
  const merged = mergedRequirements(before.progression.requirements, entry);
  const isFull =
    merged.length > 0 &&
    merged.every(({ current, target }) => current !== null && current === target);
  const isUnlocked = entry.progressState === 'Achieved' || isFull;
  const progressState = isUnlocked ? 'Achieved' : entry.progressState;
  const requirements = isUnlocked
    ? merged.map((one) => ({ ...one, current: one.target ?? '100' }))
    : merged;
  const { timeUnlocked } = isUnlocked ? entry : before.progression;
  return {
    ...before,
    progressState,
    progression: {
      ...before.progression,
      achievementState: progressState,
      requirements,
      timeUnlocked,
    },
  };
}

function mergedRequirements(
  known: readonly Requirement[],
  { requirements }: ProgressEntry,
): Requirement[] {
  if (known.length === 0) return requirements.map(requirementOf);
  return known.map((one) => {
    const told = requirements.find(({ id }) => id === one.id);
    if (told === undefined) return one;
    return { ...one, current: told.current, target: told.target ?? one.target };
  });
}

/** For a service whose lists leave requirements out. */
function requirementOf({ id, current, target }: ProgressEntry['requirements'][number]) {
  return {
    id,
    current,
    target: target ?? '100',
    operationType: 'Sum',
    valueType: 'Integer',
    ruleParticipationType: 'Individual',
  } as Requirement;
}

function differs(before: Achievement, after: Achievement): boolean {
  const { requirements } = before.progression;
  return (
    before.progressState !== after.progressState ||
    requirements.length !== after.progression.requirements.length ||
    after.progression.requirements.some(({ current }, at) => current !== requirements[at]?.current)
  );
}

function hasRisen(before: Achievement, after: Achievement): boolean {
  return after.progression.requirements.some(({ id, current }) => {
    const known = before.progression.requirements.find((one) => one.id === id);
    return Number(current ?? 0) > Number(known?.current ?? 0);
  });
}

/** @returns the recorded percent of an achievement that the title reports; 0 where none is */
export function percentOf({ progressState, progression }: Achievement): number {
  if (progressState === 'Achieved') return 100;
  return Number(progression.requirements[0]?.current ?? 0);
}
