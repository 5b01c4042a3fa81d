import {
  type Achievement,
  instant,
  retail,
  type Sandbox,
  type Title,
  type Xuid,
  xuid,
} from '@laurel/domain';
import {
  sampleTitle as titleManaged,
  sampleAchievement as titleManagedAchievement,
} from '@laurel/domain/sample-title';
import type { Caller } from '../asker.ts';
import type { Player } from '../store/store.ts';
import type { TitleLookup } from './title-access.ts';

/** For tests: three players. */
export const alice = xuid('2533274800000001');
/** For tests. */
export const bob = xuid('2533274800000002');
/** For tests. */
export const carol = xuid('2533274800000003');
/** For tests: an xuid that nobody has. */
export const nobody = xuid('2533279999999999');

/** For tests: the moment at which everything happens. */
export const noon = instant('2026-03-01T12:00:00Z');

/** For tests: a player of `RETAIL`, changed where the test says. */
export function samplePlayer(id: Xuid, part: Partial<Omit<Player, 'xuid'>> = {}): Player {
  return {
    xuid: id,
    gamertag: `Player${Number(id.slice(-3))}`,
    issuer: 'test',
    subject: id,
    locale: null,
    ageGroup: 'Adult',
    sandboxes: ['RETAIL'],
    pictureUrl: null,
    privacy: {},
    createdAt: noon,
    ...part,
  };
}

/** For tests: a caller with a user claim alone, changed where the test says. */
export function callerOf(
  id: Xuid | null,
  part: Partial<Omit<Caller, 'kind' | 'xuid'>> = {},
): Caller {
  return {
    kind: 'Token',
    xuid: id,
    gamertag: null,
    titleId: null,
    sandbox: retail,
    locale: null,
    isThirdParty: false,
    isDeveloper: false,
    ...part,
  };
}

/** For tests: an achievement without rewards or requirements, changed where the test says. */
export function sampleAchievement(
  id: string,
  part: Partial<Omit<Achievement, 'id'>> = {},
): Achievement {
  const name = { en: `Ember ${id}`, fr: `Braise ${id}` };
  return titleManagedAchievement(id, { name, rewards: [], requirements: [], ...part });
}

/** For tests: a title with the achievements 1 to 4, changed where the test says. */
export function sampleTitle(part: Partial<Title> = {}): Title {
  return titleManaged({
    name: { en: 'Kiln', fr: 'Four' },
    achievements: ['1', '2', '3', '4'].map((id) => sampleAchievement(id)),
    stats: [{ name: 'EnemiesDefeated', type: 'Integer' }],
    ...part,
  });
}

/** For tests: titles that are published in every sandbox. */
export function sampleTitles(...titles: readonly Title[]): TitleLookup & {
  all(sandbox: Sandbox): readonly Title[];
} {
  return {
    byScid: (_, id) => titles.find((title) => title.scid === id),
    byTitleId: (_, id) => titles.find((title) => title.titleId === id),
    all: () => titles,
  };
}
