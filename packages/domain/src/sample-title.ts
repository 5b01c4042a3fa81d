import { achievementId, scid, titleId } from './ids.ts';
import type { Achievement, Requirement, Title } from './title.ts';

/** For tests: a requirement on the percent that a title reports. */
export const onPercent: Requirement = {
  id: '00000000-0000-0000-0000-000000000000',
  on: 'Percent',
  target: '100',
  operation: 'Sum',
  valueType: 'Integer',
};

/** For tests: a requirement on a stat. */
export function onStat(
  stat: string,
  part: Partial<Pick<Requirement, 'target' | 'operation'>> = {},
): Requirement {
  return { ...onPercent, id: '2f0f948f-1111-4222-8333-444455556666', on: { stat }, ...part };
}

/** For tests: a title-managed achievement of 25 Gamerscore, changed where the test says. */
export function sampleAchievement(
  id: string,
  part: Partial<Omit<Achievement, 'id'>> = {},
): Achievement {
  return {
    id: achievementId(id),
    name: { en: `Ember ${id}` },
    description: { en: `Done ${id}` },
    lockedDescription: { en: `Do ${id}` },
    mediaAssets: [{ name: `${id}.png`, type: 'Icon', url: `/media/${id}.png` }],
    gamerscore: 25,
    rewards: [
      {
        type: 'Gamerscore',
        name: null,
        description: null,
        value: '25',
        valueType: 'Int',
        mediaAsset: null,
      },
    ],
    secret: false,
    set: 'base',
    type: 'Persistent',
    participation: 'Individual',
    timeWindow: null,
    requirements: [onPercent],
    deeplink: '',
    estimatedTime: '00:00:00',
    platforms: ['XboxOne'],
    productId: '00000000-0000-0000-0000-00006e756f71',
    archived: false,
    legacy: null,
    ...part,
  };
}

/** For tests: a title with the achievements 1, 2 and 3, changed where the test says. */
export function sampleTitle(part: Partial<Title> = {}): Title {
  return {
    titleId: titleId(1853190001),
    scid: scid('00000000-0000-0000-0000-00006e756f71'),
    version: 1,
    name: { en: 'Kiln' },
    defaultLocale: 'en',
    generation: 'Modern',
    system: 'TitleManaged',
    public: true,
    retired: false,
    titleType: 'DGame',
    platforms: ['XboxOne'],
    legacy: null,
    displayImage: null,
    achievements: ['1', '2', '3'].map((id) => sampleAchievement(id)),
    stats: [],
    ...part,
  };
}
