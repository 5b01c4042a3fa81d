import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ImageFacts } from './catalog-achievement.ts';
import type { CatalogRule } from './finding.ts';
import { achievementId, titleId } from './ids.ts';
import { check, gamerscoreOf, releasable, withFirst, workshop } from './sample-release.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';
import type { Title } from './title.ts';

describe('checkTitle · the base set', () => {
  const of = (...values: readonly number[]): Title =>
    sampleTitle({
      achievements: values.map((value, index) =>
        sampleAchievement(String(index + 1), gamerscoreOf(value)),
      ),
    });
  const rows: readonly [what: string, title: Title, rules: readonly CatalogRule[]][] = [
    ['ten worth 1000', of(...Array<number>(10).fill(100)), []],
    ['ten worth 900', of(...Array<number>(10).fill(90)), ['base-set-gamerscore']],
    ['five worth 1000', of(200, 200, 200, 200, 200), ['base-set-size']],
    ['three worth 75', sampleTitle(), ['base-set-size', 'base-set-gamerscore']],
  ];
  for (const [what, title, rules] of rows) {
    test(`a base set of ${what} is judged for release and only warned of elsewhere`, () => {
      const forRetail = check(title);
      assert.deepEqual(
        forRetail.map(({ rule, severity }) => [rule, severity]),
        rules.map((rule) => [rule, 'error']),
      );
      assert.deepEqual(
        check(title, { sandbox: workshop }).map(({ rule, severity }) => [rule, severity]),
        rules.map((rule) => [rule, 'warning']),
      );
    });
  }

  test('a later set counts for nothing in it', () => {
    const later = sampleAchievement('41', { set: 'Second Firing' });
    const title = { ...releasable, achievements: [...releasable.achievements, later] };
    assert.deepEqual(check(title), []);
  });

  test('an archived achievement still counts', () => {
    assert.deepEqual(check(withFirst({ archived: true })), []);
  });
});

describe('checkTitle · pictures', () => {
  const rows: readonly [what: string, facts: ImageFacts | null, rules: readonly CatalogRule[]][] = [
    ['a PNG of 1920×1080', { type: 'png', width: 1920, height: 1080 }, []],
    ['a PNG of 512×512', { type: 'png', width: 512, height: 512 }, ['icon']],
    ['a JPEG of 1920×1080', { type: 'jpeg', width: 1920, height: 1080 }, ['icon']],
    ['a file that is not there', null, ['picture']],
  ];
  for (const [what, facts, rules] of rows) {
    test(`${what} as an icon gives ${rules[0] ?? 'no'} error`, () => {
      const findings = check(releasable, { images: new Map([['/media/1.png', facts]]) });
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        rules,
      );
    });
  }

  test('only icons have a size to keep', () => {
    const art = { name: 'a', type: 'Art', url: '/art.png' } as const;
    const title = withFirst({ mediaAssets: [...sampleAchievement('1').mediaAssets, art] });
    const images = new Map([['/art.png', { type: 'png', width: 10, height: 10 }]]);
    assert.deepEqual(check(title, { images }), []);
  });
});

describe('checkTitle · warnings', () => {
  test('a translation that some strings lack is warned of once, with the first places', () => {
    const [finding, ...others] = check(withFirst({ name: { en: 'Ember', fr: 'Braise' } }));
    assert.deepEqual(others, []);
    assert.deepEqual([finding?.severity, finding?.rule], ['warning', 'translations']);
    assert.match(
      finding?.message ?? '',
      /^120 of 121 strings have no fr text.*: \/name, .*0\/description, .* and 117 more$/,
    );
  });

  test('a name of 45 characters is warned of, one of 44 is not', () => {
    const named = (count: number) => check(withFirst({ name: { en: 'x'.repeat(count) } }));
    assert.deepEqual(
      named(45).map(({ rule, severity }) => [rule, severity]),
      [['name-length', 'warning']],
    );
    assert.deepEqual(named(44), []);
  });

  test('a titleId above 2^31 is warned of', () => {
    const findings = check({ ...releasable, titleId: titleId(3051199919) });
    assert.deepEqual(
      findings.map(({ rule, severity }) => [rule, severity]),
      [['title-id', 'warning']],
    );
  });
});

describe('checkTitle · recorded titles', () => {
  test('what another service published is warned of, not refused', () => {
    const title = withFirst({ description: { en: 'x'.repeat(101) }, deeplink: 'x' });
    const findings = check({ ...title, recorded: { achievements: 73 } });
    assert.deepEqual(
      findings.map(({ rule, severity }) => [rule, severity]),
      [
        ['deep-link', 'warning'],
        ['description-length', 'warning'],
      ],
    );
  });

  test('what would break answers stays an error', () => {
    const title = withFirst({ id: achievementId('2') });
    const findings = check({ ...title, recorded: { achievements: 73 } });
    assert.deepEqual(
      findings.map(({ rule, severity }) => [rule, severity]),
      [['id-unique', 'error']],
    );
  });
});

test('errors come before warnings, and every message starts in lower case without a full stop', () => {
  const findings = check(
    withFirst({ ...gamerscoreOf(201), name: { en: 'x'.repeat(45) }, deeplink: 'x' }),
  );
  assert.deepEqual(
    findings.map(({ severity }) => severity),
    [...findings.map(({ severity }) => severity)].sort(),
  );
  for (const { message } of findings) assert.match(message, /^[^A-Z].*[^.]$/);
});

test('an Xbox 360 title needs its traits and has no base set to keep', () => {
  const legacy = { imageId: 1, sequence: 0, flags: 9, earnedFlags: 0x30000, platform: 1 };
  const title = sampleTitle({
    generation: 'Xbox360',
    legacy: { titleType: 1, platforms: [1] },
    achievements: [sampleAchievement('1', { legacy }), sampleAchievement('2')],
  });
  assert.deepEqual(
    check(title).map(({ rule, path }) => [rule, path]),
    [['legacy-traits', '/achievements/1/legacy']],
  );
});
