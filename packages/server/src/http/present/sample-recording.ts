/** A row with everything a recorded one may have, changed where the test says. */
export function modernRow(id: string, part: object = {}): Record<string, unknown> {
  return {
    id,
    serviceConfigId: '8c410200-77aa-4f0e-8d21-5b6c7d8e9f02',
    name: `Row ${id} ™`,
    titleAssociations: [{ name: 'Stat Quest', id: 1700000002 }],
    progressState: 'NotStarted',
    progression: {
      requirements: [
        {
          id: `2f0f948f-1111-4222-8333-${id.padStart(12, '0')}`,
          current: null,
          target: '25',
          operationType: 'SUM',
          valueType: 'Integer',
          ruleParticipationType: 'Individual',
        },
      ],
      timeUnlocked: '0001-01-01T00:00:00.0000000Z',
    },
    mediaAssets: [{ name: 'a', type: 'Icon', url: 'https://img.example/1' }],
    platforms: ['Durango'],
    isSecret: false,
    description: 'Done',
    lockedDescription: 'Do',
    productId: '9a924f64-6ac5-4380-b249-8162269c15cc',
    achievementType: 'Persistent',
    participationType: 'Individual',
    timeWindow: null,
    rewards: [
      {
        name: null,
        description: null,
        value: '10',
        type: 'Gamerscore',
        mediaAsset: null,
        valueType: 'Int',
      },
    ],
    estimatedTime: '00:00:00',
    deeplink: null,
    isRevoked: false,
    ...part,
  };
}

/**
 * The progression of a row.
 *
 * @param timeUnlocked also tells the ids of its requirements apart from those of other rows
 */
export function progression(
  requirements: readonly (readonly [current: string | null, operationType: string])[],
  timeUnlocked = '0001-01-01T00:00:00.0000000Z',
): object {
  // Each requirement is of one achievement alone, so ids do not repeat within a recording.
  const first = timeUnlocked.replace(/\D/g, '').slice(0, 8);
  return {
    requirements: requirements.map(([current, operationType], index) => ({
      id: `${first}-1111-4222-8333-${String(index).padStart(12, '0')}`,
      current,
      target: '5',
      operationType,
      valueType: index === 0 ? 'Double' : 'Integer',
      ruleParticipationType: 'Individual',
    })),
    timeUnlocked,
  };
}

/** A row in which no member is at its default. */
export const challenge = modernRow('61', {
  achievementType: 'Challenge',
  participationType: 'Group',
  timeWindow: {
    startDate: '2026-02-01T00:00:00.0000000Z',
    endDate: '2026-03-31T23:59:00.0000000Z',
  },
  mediaAssets: [
    { name: 'icon.png', type: 'Icon', url: 'https://img.example/icon.png' },
    { name: '', type: 'ChallengePromoIcon', url: 'https://img.example/promo.png' },
  ],
  rewards: [
    {
      name: 'Glaze',
      description: 'Wallpaper',
      value: 'https://img.example/art.png',
      type: 'Art',
      mediaAsset: { name: 'glaze', type: 'Art', url: 'https://img.example/art.png' },
      valueType: 'String',
    },
    {
      name: null,
      description: null,
      value: '5',
      type: 'Gamerscore',
      mediaAsset: null,
      valueType: 'Int',
    },
  ],
  platforms: ['XboxOne', 'PC'],
  estimatedTime: '01:30:00',
  deeplink: 'ms-xbl-6553f102://61',
  isSecret: true,
});
