import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CatalogRule } from './finding.ts';
import { achievementId, retail, sandbox, scid } from './ids.ts';
import { type Change, planPublish } from './publish-plan.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';
import type { Achievement, Title } from './title.ts';

const workshop = sandbox('ACME.7');
const [one, two, three] = ['1', '2', '3'].map((id) => sampleAchievement(id));
assert.ok(one && two && three);
const before = sampleTitle();

function having(...achievements: readonly Achievement[]): Title {
  return sampleTitle({ version: 2, achievements });
}

function changesTo(after: Title): readonly Change[] {
  return planPublish(before, after, { sandbox: workshop }).changes;
}

function refusedRules(after: Title, where = workshop): readonly [CatalogRule, string][] {
  return planPublish(before, after, { sandbox: where }).refused.map(({ rule, path }) => [
    rule,
    path,
  ]);
}

test('the first publish adds everything and nothing can be refused', () => {
  const plan = planPublish(null, before, { sandbox: retail });
  assert.deepEqual(
    plan.changes,
    ['1', '2', '3'].map((id) => ({ kind: 'Added', achievementId: id })),
  );
  assert.deepEqual(plan.refused, []);
});

test('the same configuration changes nothing, whatever the order of an object is', () => {
  const name = { en: 'a', fr: 'b' };
  const reversed = { fr: 'b', en: 'a' };
  const plan = planPublish(sampleTitle({ name }), sampleTitle({ name: reversed }), {
    sandbox: retail,
  });
  assert.deepEqual(plan, { changes: [], refused: [] });
});

describe('planPublish · changes', () => {
  const rows: readonly [what: string, after: Title, changes: readonly Change[]][] = [
    [
      'a new achievement',
      having(one, two, three, sampleAchievement('4')),
      [{ kind: 'Added', achievementId: achievementId('4') }],
    ],
    [
      'new texts',
      having({ ...one, name: { en: 'Spark' }, secret: true }, two, three),
      [{ kind: 'Changed', achievementId: achievementId('1'), members: ['name', 'secret'] }],
    ],
    [
      'a translation',
      having(one, { ...two, name: { ...two.name, fr: 'Braise' } }, three),
      [{ kind: 'Changed', achievementId: achievementId('2'), members: ['name'] }],
    ],
    [
      'an archived achievement',
      having(one, two, { ...three, archived: true }),
      [{ kind: 'Archived', achievementId: achievementId('3') }],
    ],
    [
      'the title itself',
      { ...having(one, two, three), retired: true, platforms: ['PC'] },
      [{ kind: 'TitleChanged', members: ['retired', 'platforms'] }],
    ],
  ];
  for (const [what, after, changes] of rows) {
    test(`${what} is named`, () => {
      assert.deepEqual(changesTo(after), changes);
      assert.deepEqual(refusedRules(after, retail), []);
    });
  }

  test('an archived achievement can be restored', () => {
    const archived = having({ ...one, archived: true }, two, three);
    assert.deepEqual(planPublish(archived, before, { sandbox: retail }), {
      changes: [{ kind: 'Restored', achievementId: '1' }],
      refused: [],
    });
  });
});

describe('planPublish · what may not change', () => {
  const rows: readonly [what: string, after: Title, refused: readonly [CatalogRule, string][]][] = [
    ['a deleted achievement', having(one, three), [['never-deleted', '/achievements']]],
    [
      'another id for an achievement',
      having(one, two, { ...three, id: achievementId('7') }),
      [['never-renumbered', '/achievements/2/id']],
    ],
    [
      'another service configuration',
      { ...before, scid: scid('8c410200-77aa-4f0e-8d21-5b6c7d8e9f02') },
      [['fixed-scid', '/scid']],
    ],
    ['another system', { ...before, system: 'EventBased' }, [['fixed-system', '/system']]],
    ['another generation', { ...before, generation: 'Xbox360' }, [['fixed-system', '/system']]],
  ];
  for (const [what, after, refused] of rows) {
    test(`${what} is refused in every sandbox`, () => {
      assert.deepEqual(refusedRules(after, workshop), refused);
      assert.deepEqual(refusedRules(after, retail), refused);
    });
  }

  test('Gamerscore is fixed in RETAIL and a change elsewhere', () => {
    const after = having(one, { ...two, gamerscore: 30 }, three);
    assert.deepEqual(refusedRules(after, retail), [
      ['fixed-gamerscore', '/achievements/1/gamerscore'],
    ]);
    assert.deepEqual(refusedRules(after, workshop), []);
    assert.deepEqual(changesTo(after), [
      { kind: 'Changed', achievementId: '2', members: ['gamerscore'] },
    ]);
  });
});
