import { type Aim, checkTitle } from './catalog.ts';
import type { Finding } from './finding.ts';
import { retail, sandbox } from './ids.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';
import type { Achievement, Title } from './title.ts';

/** A sandbox where nothing is released. */
export const workshop = sandbox('ACME.7');

/** A title without findings: its achievements count 40, so its base set is worth 1000. */
export const releasable = sampleTitle({
  achievements: Array.from({ length: 40 }, (_, index) => sampleAchievement(String(index + 1))),
});

/** Checks a title for `RETAIL`, or as it is aimed. */
export function check(title: Title, aim: Partial<Aim> = {}): readonly Finding[] {
  return checkTitle(title, { sandbox: retail, ...aim });
}

/** A title with its first achievement changed. */
export function withFirst(part: Partial<Achievement>, title: Title = releasable): Title {
  const achievements = title.achievements.map((one, index) =>
    index === 0 ? { ...one, ...part } : one,
  );
  return { ...title, achievements };
}

/** What makes an achievement worth so much. */
export function gamerscoreOf(value: number): Partial<Achievement> {
  const { rewards } = sampleAchievement('1');
  return { gamerscore: value, rewards: rewards.map((one) => ({ ...one, value: String(value) })) };
}
