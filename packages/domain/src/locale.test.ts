import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { localesOf, localize, parseAcceptLanguage, preferredLocales } from './locale.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';

describe('parseAcceptLanguage', () => {
  const headers: readonly [string | undefined, string[]][] = [
    [undefined, []],
    ['', []],
    ['en-US', ['en-US']],
    ['fr-FR,fr', ['fr-FR', 'fr']],
    ['pt-BR, pt;q=0.9, en-US;q=0.8', ['pt-BR', 'pt', 'en-US']],
    ['en;q=0.5, de, fr;q=0.9', ['de', 'fr', 'en']],
    ['de;q=0, en', ['en']],
    ['*, de', ['de']],
    ['de;q=high, en', ['en']],
    ['de;q=7, en', ['de', 'en']],
    ['de ; q = 0.5 , en', ['en', 'de']],
    [';;;,,, de', ['de']],
    ['<script>, de', ['de']],
  ];
  for (const [header, tags] of headers) {
    test(`"${header}" prefers ${tags.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(parseAcceptLanguage(header), tags);
    });
  }

  test('a header of a thousand tags counts to the thirty-second', () => {
    const header = Array.from({ length: 1000 }, () => 'de').join();
    assert.equal(parseAcceptLanguage(header).length, 32);
  });
});

describe('preferredLocales', () => {
  const offered = ['en-US', 'fr', 'zh-Hant', 'pt-BR', 'sr-Latn'];
  const wishes: readonly [string[], string[]][] = [
    [[], ['en-US']],
    [['fr'], ['fr', 'en-US']],
    [['fr-ML'], ['fr', 'en-US']],
    [['FR-fr'], ['fr', 'en-US']],
    [['zh-Hant-TW'], ['zh-Hant', 'en-US']],
    [['pt'], ['pt-BR', 'en-US']],
    [['pt-PT'], ['en-US']],
    [['sr'], ['en-US']],
    [
      ['en', 'fr'],
      ['en-US', 'fr'],
    ],
    [
      ['de', 'fr', 'fr'],
      ['fr', 'en-US'],
    ],
  ];
  for (const [wanted, expected] of wishes) {
    test(`a reader of "${wanted.join()}" is served in ${expected.join(', then ')}`, () => {
      assert.deepEqual(preferredLocales(wanted, { offered, fallback: 'en-US' }), expected);
    });
  }
});

describe('localize', () => {
  const text = { en: 'Ember', fr: 'Braise' };
  test('the first preferred locale that has the string wins', () => {
    assert.equal(localize(text, ['de', 'fr', 'en']), 'Braise');
  });

  test('each string falls back alone', () => {
    const locales = ['zh-Hant', 'en'];
    assert.equal(localize({ en: 'Ember', 'zh-Hant': '餘燼' }, locales), '餘燼');
    assert.equal(localize({ en: 'Done' }, locales), 'Done');
  });

  test('a string in none of the locales is still shown', () => {
    assert.equal(localize({ fr: 'Braise' }, ['de']), 'Braise');
  });
});

test('a title offers every locale that any of its strings has', () => {
  const title = sampleTitle({
    defaultLocale: 'en',
    achievements: [
      sampleAchievement('1', {
        name: { en: 'Ember', 'zh-Hant': '餘燼' },
        rewards: [
          {
            type: 'Art',
            name: { en: 'Glaze', fr: 'Glaçure' },
            description: null,
            value: '/art.png',
            valueType: 'String',
            mediaAsset: null,
          },
        ],
      }),
    ],
  });
  assert.deepEqual([...localesOf(title)].sort(), ['en', 'fr', 'zh-Hant']);
});
