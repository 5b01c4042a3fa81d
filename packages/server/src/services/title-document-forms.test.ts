import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Achievement,
  achievementId,
  instant,
  type LocalizedText,
  type MediaAsset,
  ownStatKey,
  type Requirement,
  type Reward,
  type StatDefinition,
  type StatRule,
  scid,
  type Title,
  titleId,
} from '@laurel/domain';
import fc from 'fast-check';
import { percentRequirement } from './title-defaults.ts';
import { readTitle } from './title-document.ts';
import { documentOf } from './title-export.ts';

const text: fc.Arbitrary<LocalizedText> = fc.oneof(
  fc.string().map((en) => ({ 'en-US': en })),
  fc.record({ 'en-US': fc.string(), fr: fc.string(), 'zh-Hant': fc.string() }),
);
const url = fc.constantFrom('https://img.example/a.png', '/media/a.png', 'icons/a.png');
const named = fc.constantFrom('a.png', 'another name');
const picture = (types: readonly MediaAsset['type'][]): fc.Arbitrary<MediaAsset> =>
  fc.record({ name: named, type: fc.constantFrom(...types), url });
const reward = fc.record<Reward>({
  type: fc.constantFrom('InApp', 'Art', 'Gamerscore'),
  name: fc.option(text),
  description: fc.option(text),
  value: fc.constantFrom('25', 'X', 'https://img.example/a.png'),
  valueType: fc.constantFrom('Int', 'String'),
  mediaAsset: fc.option(picture(['Art'])),
});

const requirement: fc.Arbitrary<Requirement> = fc
  .record({
    id: fc.uuid(),
    on: fc.record(
      { stat: fc.constantFrom('Pots', 'Bowls.Blue'), carries: fc.constant(true) },
      { requiredKeys: ['stat'] },
    ),
    target: fc.integer().map(String),
    spelling: fc.constantFrom('Sum', 'SUM', 'sum', 'MAXIMUM', 'Minimum'),
    valueType: fc.constantFrom('Integer', 'Double'),
  })
  .map(({ spelling, ...rest }): Requirement => {
    if (spelling === 'SUM' || spelling === 'sum') {
      return { ...rest, operation: 'Sum', operationSpelling: spelling };
    }
    if (spelling === 'MAXIMUM') {
      return { ...rest, operation: 'Maximum', operationSpelling: spelling };
    }
    return { ...rest, operation: spelling };
  });
const guid = '8c410200-77aa-4f0e-8d21-5b6c7d8e9f02';
const window = { start: instant('2026-01-01T00:00:00Z'), end: instant('2026-02-01T00:00:00.5Z') };
const legacy = { imageId: 2, sequence: 16, flags: 9, earnedFlags: 0x130000, platform: 15 };

function anyAchievement(eventBased: boolean): fc.Arbitrary<Achievement> {
  return fc.record<Achievement>({
    id: fc.nat(4000000000).map((id) => achievementId(String(id))),
    name: text,
    description: text,
    lockedDescription: text,
    mediaAssets: fc.array(picture(['Icon', 'Art', 'ChallengePromoIcon']), { maxLength: 3 }),
    gamerscore: fc.constantFrom(0, 25),
    rewards: fc.array(reward, { maxLength: 3 }),
    secret: fc.boolean(),
    set: fc.constantFrom('base', 'Second Firing'),
    type: fc.constantFrom('Persistent', 'Challenge'),
    participation: fc.constantFrom('Individual', 'Group'),
    timeWindow: fc.option(fc.constant(window)),
    requirements: eventBased
      ? fc.array(requirement, { maxLength: 3 })
      : fc.constant([percentRequirement]),
    deeplink: fc.constantFrom(null, '', 'ms-xbl-6e756f71://x'),
    estimatedTime: fc.constantFrom('00:00:00', '01:30:00'),
    platforms: fc.constantFrom(['XboxOne'], ['PC', 'XboxOne']),
    productId: fc.constantFrom('00000000-0000-0000-0000-00006e756f71', guid),
    archived: fc.boolean(),
    legacy: fc.option(fc.constant(legacy)),
  });
}

const filter = fc.record(
  {
    field: fc.constantFrom('Kiln', 'Heat'),
    in: fc.array(fc.constantFrom('A', 1, true), { minLength: 1 }),
    atLeast: fc.integer(),
    atMost: fc.integer(),
  },
  { requiredKeys: ['field'] },
);
const rule = fc.record<StatRule>({
  event: fc.constantFrom('Fired', 'Glazed'),
  fold: fc.constantFrom('Sum', 'Minimum', 'Maximum', 'Last', 'Count'),
  field: fc.constantFrom(null, 'Heat'),
  where: fc.array(filter, { maxLength: 2 }),
  per: fc.constantFrom([], ['Kiln']),
  guard: fc.record({
    minimum: fc.option(fc.integer()),
    maximum: fc.option(fc.integer()),
    largestChange: fc.option(fc.integer()),
    onlyRising: fc.boolean(),
  }),
});
const pots = fc.record<StatDefinition>(
  { name: fc.constant('Pots'), type: fc.constant('Integer'), rule },
  { requiredKeys: ['name', 'type'] },
);
const fired = { name: 'Fired', fields: [{ name: 'Heat', type: 'Double' as const }] };

/** What counts on its own is kept under a key that is made, and not written. */
function withKeys(one: Achievement): Achievement {
  const places = new Map<string, number>();
  const requirements = one.requirements.map((requirement): Requirement => {
    if (requirement.on === 'Percent') return requirement;
    const { stat, carries } = requirement.on;
    const ordinal = places.get(stat) ?? 0;
    places.set(stat, ordinal + 1);
    if (one.timeWindow === null && !carries) return requirement;
    const key = ownStatKey(stat, ordinal === 0 ? one.id : `${one.id}.${ordinal}`);
    return { ...requirement, on: { ...requirement.on, key } };
  });
  return { ...one, requirements };
}

/** Any title a document can hold. */
function anyTitle(): fc.Arbitrary<Title> {
  return fc.boolean().chain((eventBased) =>
    fc
      .record({
        scid: fc.constantFrom(scid('00000000-0000-0000-0000-00006e756f71'), scid(guid)),
        name: text,
        generation: fc.constantFrom('Modern' as const, 'Xbox360' as const),
        public: fc.boolean(),
        retired: fc.boolean(),
        titleType: fc.constantFrom('DGame', 'LiveApp'),
        platforms: fc.constantFrom(['XboxOne'], ['PC']),
        legacy: fc.option(fc.constant({ titleType: 3, platforms: [1, 15] })),
        displayImage: fc.option(url),
        stats: fc.array(pots, { maxLength: 2 }),
        achievements: fc.array(anyAchievement(eventBased), { maxLength: 4 }),
      })
      .map(
        (part): Title => ({
          titleId: titleId(1853190001),
          version: 3,
          defaultLocale: 'en-US',
          system: eventBased ? 'EventBased' : 'TitleManaged',
          ...part,
          ...(eventBased && { events: [fired, { name: 'Glazed', fields: [] }] }),
          achievements: part.achievements.map((one) => withKeys(withGamerscore(one))),
        }),
      ),
  );
}

/** Without a reward of that worth a document could not say where it is. */
function withGamerscore(one: Achievement): Achievement {
  const has = one.rewards.some(({ type }) => type === 'Gamerscore');
  return has ? one : { ...one, gamerscore: 0 };
}

test('any title is written as a document that reads back as the same title', () => {
  fc.assert(
    fc.property(anyTitle(), (title) => {
      const document: unknown = JSON.parse(JSON.stringify(documentOf(title)));
      assert.deepEqual(readTitle(document, 3).title, structuredClone(title));
    }),
    { numRuns: 500 },
  );
});
