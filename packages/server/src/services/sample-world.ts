import {
  type Achievement,
  achievementId,
  instant,
  retail,
  type Sandbox,
  scid,
  type Title,
  titleId,
  type Xuid,
  xuid,
} from '@laurel/domain';
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

/** For tests: an achievement of 25 Gamerscore, changed where the test says. */
export function sampleAchievement(
  id: string,
  part: Partial<Omit<Achievement, 'id'>> = {},
): Achievement {
  return {
    id: achievementId(id),
    name: { en: `Ember ${id}`, fr: `Braise ${id}` },
    description: { en: `Done ${id}` },
    lockedDescription: { en: `Do ${id}` },
    mediaAssets: [{ name: `${id}.png`, type: 'Icon', url: `/media/${id}.png` }],
    gamerscore: 25,
    rewards: [],
    secret: false,
    set: 'base',
    type: 'Persistent',
    participation: 'Individual',
    timeWindow: null,
    requirements: [],
    deeplink: '',
    estimatedTime: '00:00:00',
    platforms: ['XboxOne'],
    productId: '00000000-0000-0000-0000-00006e756f71',
    archived: false,
    legacy: null,
    ...part,
  };
}

/** For tests: a title with the achievements 1 to 4, changed where the test says. */
export function sampleTitle(part: Partial<Title> = {}): Title {
  return {
    titleId: titleId(1853190001),
    scid: scid('00000000-0000-0000-0000-00006e756f71'),
    version: 1,
    name: { en: 'Kiln', fr: 'Four' },
    defaultLocale: 'en',
    generation: 'Modern',
    system: 'TitleManaged',
    public: true,
    retired: false,
    titleType: 'DGame',
    platforms: ['XboxOne'],
    legacy: null,
    displayImage: null,
    achievements: ['1', '2', '3', '4'].map((id) => sampleAchievement(id)),
    stats: [{ name: 'EnemiesDefeated', type: 'Integer' }],
    ...part,
  };
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
