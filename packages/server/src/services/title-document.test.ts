import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Achievement, checkTitle, errorAt, retail, type Title } from '@laurel/domain';
import { defaultRequirementId, percentRequirement } from './title-defaults.ts';
import { readTitle, readTitleText, type TitleDocument, titleOf } from './title-document.ts';
import { documentOf } from './title-export.ts';
import { inDocument } from './title-places.ts';

const first = {
  id: '1',
  name: 'First Firing',
  description: 'Fired a pot',
  lockedDescription: 'Fire a pot',
  icon: 'https://img.example/ach/1.png?w=9',
};
const shortest: TitleDocument = {
  titleId: 1853190001,
  name: 'Kiln & Ember',
  defaultLocale: 'en-us',
  achievements: [first],
};

function firstOf(document: TitleDocument): Achievement {
  const [achievement] = titleOf(document, 1).achievements;
  assert.ok(achievement);
  return achievement;
}

test('what a document leaves out is filled in as the real service has it', () => {
  assert.deepEqual(titleOf(shortest, 7), {
    titleId: 1853190001,
    scid: '00000000-0000-0000-0000-00006e756f71',
    version: 7,
    name: { 'en-US': 'Kiln & Ember' },
    defaultLocale: 'en-US',
    generation: 'Modern',
    system: 'TitleManaged',
    public: true,
    retired: false,
    titleType: 'DGame',
    platforms: ['XboxOne'],
    legacy: null,
    displayImage: null,
    stats: [],
    achievements: [
      {
        id: '1',
        name: { 'en-US': 'First Firing' },
        description: { 'en-US': 'Fired a pot' },
        lockedDescription: { 'en-US': 'Fire a pot' },
        mediaAssets: [{ name: '1.png', type: 'Icon', url: 'https://img.example/ach/1.png?w=9' }],
        gamerscore: 0,
        rewards: [],
        secret: false,
        set: 'base',
        type: 'Persistent',
        participation: 'Individual',
        timeWindow: null,
        requirements: [percentRequirement],
        deeplink: '',
        estimatedTime: '00:00:00',
        platforms: ['XboxOne'],
        productId: '00000000-0000-0000-0000-00006e756f71',
        archived: false,
        legacy: null,
      },
    ],
  });
});

describe('titleOf · rewards', () => {
  const inApp = { type: 'InApp', name: 'Ash Cloak', value: 'ASH_CLOAK' } as const;
  const typesOf = (part: object) =>
    firstOf({ ...shortest, achievements: [{ ...first, ...part }] }).rewards.map(({ type }) => type);

  test('Gamerscore comes first', () => {
    assert.deepEqual(typesOf({ gamerscore: 25, rewards: [inApp] }), ['Gamerscore', 'InApp']);
  });

  test('a Gamerscore that is written stays where it is', () => {
    const rewards = [inApp, { type: 'Gamerscore' }];
    assert.deepEqual(typesOf({ gamerscore: 25, rewards }), ['InApp', 'Gamerscore']);
  });

  test('nothing is a reward of 0 Gamerscore', () => assert.deepEqual(typesOf({}), []));

  test('an Art reward has the picture at its value, and the value of its picture', () => {
    const url = 'https://img.example/art.png';
    for (const reward of [
      { type: 'Art', value: url },
      { type: 'Art', mediaAsset: url },
    ] as const) {
      const { rewards } = firstOf({
        ...shortest,
        achievements: [{ ...first, rewards: [reward] }],
      });
      assert.equal(rewards[0]?.value, url);
      assert.deepEqual(rewards[0]?.mediaAsset, { name: 'art.png', type: 'Art', url });
    }
  });
});

describe('titleOf · requirements', () => {
  const eventBased = (...requirements: readonly object[]) =>
    titleOf(
      {
        ...shortest,
        system: 'event-based',
        stats: [{ name: 'Pots', type: 'Integer' }],
        achievements: [{ ...first, requirements } as TitleDocument['achievements'][number]],
      },
      1,
    );

  test('operations keep the spelling they are written with', () => {
    const [achievement] = eventBased(
      { stat: 'Pots', target: 1, operation: 'MAXIMUM' },
      { stat: 'Pots', target: '2', operation: 'Minimum' },
    ).achievements;
    assert.deepEqual(
      achievement?.requirements.map((one) => [one.operation, one.operationSpelling, one.target]),
      [
        ['Maximum', 'MAXIMUM', '1'],
        ['Minimum', undefined, '2'],
      ],
    );
  });

  test('an id that is not written stays the same while other requirements come and go', () => {
    const idsOf = (title: Title) => title.achievements[0]?.requirements.map(({ id }) => id) ?? [];
    const [alone] = idsOf(eventBased({ stat: 'Pots', target: 1 }));
    const [, behind] = idsOf(eventBased({ stat: 'Bowls', target: 1 }, { stat: 'Pots', target: 1 }));
    assert.equal(alone, behind);
    assert.match(alone ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(new Set(idsOf(eventBased({ stat: 'Pots' }, { stat: 'Pots' }))).size, 2);
  });

  test('an event-based achievement without a deep link has null', () => {
    assert.equal(eventBased({ stat: 'Pots', target: 1 }).achievements[0]?.deeplink, null);
  });
});

describe('readTitleText', () => {
  test('reads a document', () => {
    assert.equal(readTitleText(JSON.stringify(shortest), 3).title?.version, 3);
  });

  test('tells where the JSON breaks', () => {
    const [finding] = readTitleText('{"titleId": 1,}', 1).findings ?? [];
    assert.equal(finding?.rule, 'form');
    assert.match(finding?.message ?? '', /^the document must be JSON: .*position 14/);
  });

  test('refuses more than 4 MiB before reading them', () => {
    const [finding] = readTitleText(' '.repeat(4 * 1024 * 1024 + 1), 1).findings ?? [];
    assert.match(finding?.message ?? '', /may have 4194304 bytes; got 4194305/);
  });

  test('gives every problem of the form as an error', () => {
    const { findings } = readTitle({ ...shortest, titelId: 1, titleId: '1' }, 1);
    assert.deepEqual(
      findings?.map(({ severity, rule, path }) => [severity, rule, path]),
      [
        ['error', 'form', '/titleId'],
        ['error', 'form', ''],
      ],
    );
  });
});

describe('inDocument', () => {
  const document: TitleDocument = {
    ...shortest,
    achievements: [
      {
        ...first,
        gamerscore: 25,
        name: { 'en-US': 'First', fr: 'Premier' },
        rewards: [{ type: 'InApp', name: 'Cloak', value: 'X' }],
        mediaAssets: [{ type: 'Art', url: 'a.png' }],
      },
      { ...first, id: '2', gamerscore: 25, rewards: [{ type: 'Gamerscore' }] },
    ],
  };
  const rows: readonly [from: string, to: string][] = [
    ['/name/en-US', '/name'],
    ['/titleId', '/titleId'],
    ['/achievements', '/achievements'],
    ['/achievements/0/name/fr', '/achievements/0/name/fr'],
    ['/achievements/0/description/en-US', '/achievements/0/description'],
    ['/achievements/0/rewards/0/value', '/achievements/0/gamerscore'],
    ['/achievements/0/rewards/1/name/en-US', '/achievements/0/rewards/0/name'],
    ['/achievements/1/rewards/0/value', '/achievements/1/rewards/0/value'],
    ['/achievements/0/mediaAssets/0', '/achievements/0/icon'],
    ['/achievements/0/mediaAssets/1', '/achievements/0/mediaAssets/0'],
    ['/achievements/9/name', '/achievements/9/name'],
  ];
  for (const [from, to] of rows) {
    test(`${from} of the title is ${to} of the document`, () => {
      assert.equal(inDocument(document, errorAt('form', from, 'x')).path, to);
    });
  }
});

test('of two Gamerscore rewards a document keeps both', () => {
  const twice = [{ type: 'Gamerscore' }, { type: 'Gamerscore' }] as const;
  const [achievement] = shortest.achievements;
  assert.ok(achievement);
  const title = titleOf(
    { ...shortest, achievements: [{ ...achievement, gamerscore: 25, rewards: [...twice] }] },
    3,
  );
  assert.equal(titleOf(documentOf(title), 3).achievements[0]?.rewards.length, 2);
});

test('a document says nothing that would be so without it', () => {
  const document = { ...shortest, defaultLocale: 'en-US', system: 'title-managed' as const };
  assert.deepEqual(documentOf(titleOf(document, 1)), document);
});

test('ids made for requirements are not written', () => {
  const id = defaultRequirementId({
    scid: '00000000-0000-0000-0000-00006e756f71',
    achievementId: '1',
    stat: 'Pots',
    ordinal: 0,
  });
  const requirements = [{ stat: 'Pots', target: '5' }];
  const document: TitleDocument = {
    ...shortest,
    system: 'event-based',
    achievements: [{ ...first, requirements }],
  };
  assert.equal(firstOf(document).requirements[0]?.id, id);
  assert.deepEqual(documentOf(titleOf(document, 1)).achievements[0]?.requirements, requirements);
});

test('what is given to the wrong system is kept for the catalog to find', () => {
  const document: TitleDocument = {
    ...shortest,
    achievements: [{ ...first, requirements: [{ stat: 'Pots', target: 1 }] }],
  };
  const rules = checkTitle(titleOf(document, 1), { sandbox: retail }).map(({ rule }) => rule);
  assert.ok(rules.includes('one-system'));
});
