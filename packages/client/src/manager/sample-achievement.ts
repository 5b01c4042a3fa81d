import type { Achievement } from '../wire.ts';

/** How far the sample achievement is. */
export type SampleProgress = {
  readonly percent?: number;
  /** Of each requirement; title-managed ones have one of 100. */
  readonly targets?: readonly string[];
  readonly timeUnlocked?: string;
  readonly isSecret?: boolean;
};

/** An achievement as the service answers it: for tests. */
export function sampleAchievement(id: string, sample: SampleProgress = {}): Achievement {
  const { percent = 0, targets = ['100'], isSecret = false } = sample;
  const { timeUnlocked = percent < 100 ? never : '2026-03-01T12:13:14.7070000Z' } = sample;
  const progressState = percent === 0 ? 'NotStarted' : percent < 100 ? 'InProgress' : 'Achieved';
  const requirements = targets.map((target, at) => ({
    id: `00000000-0000-0000-0000-00000000000${at}`,
    current: String(percent),
    target,
    operationType: 'Sum' as const,
    valueType: 'Integer' as const,
    ruleParticipationType: 'Individual' as const,
  }));
  return {
    id,
    serviceConfigId: '00000000-0000-0000-0000-00006e756f71',
    name: `Ember ${id}`,
    titleAssociations: [{ name: 'Kiln', id: 1853190001 }],
    progressState,
    progression: { requirements, timeUnlocked, achievementState: progressState },
    mediaAssets: [{ name: 'icon', type: 'Icon', url: `https://img.example/${id}.png` }],
    platforms: ['XboxOne'],
    platform: 'XboxOne',
    isSecret,
    description: `Fired ${id} pots`,
    lockedDescription: 'Fire pots',
    productId: '00000000-0000-0000-0000-000000000000',
    achievementType: 'Persistent',
    participationType: 'Individual',
    timeWindow: null,
    rewards: [
      {
        name: null,
        description: null,
        value: '25',
        type: 'Gamerscore',
        mediaAsset: null,
        valueType: 'Int',
      },
    ],
    estimatedTime: '00:00:00',
    deeplink: '',
    isRevoked: false,
  } as Achievement;
}

const never = '0001-01-01T00:00:00.0000000Z';
