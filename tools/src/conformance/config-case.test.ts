import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { checkConfigCase } from './config-case.ts';

const vectors = new URL('../../../fixtures/vectors/', import.meta.url);

for (const name of ['wire-vectors.json', 'laurel-vectors.json']) {
  describe(`the config cases of ${name}`, () => {
    const { cases } = JSON.parse(readFileSync(new URL(name, vectors), 'utf8'));
    for (const { id, kind, title, request, expect } of cases) {
      if (kind !== 'config') continue;
      test(`${id}: ${title}`, () => {
        const { valid, messages } = checkConfigCase(request.config);
        assert.equal(valid, expect.valid, messages.join('\n'));
      });
    }
  });
}

describe('checkConfigCase', () => {
  const long = (count: number) => 'x'.repeat(count);
  const challenge = { achievementType: 'Challenge' };
  const eventBased = { system: 'event-based' };
  const even = (count: number, gamerscore: number) => Array(count).fill({ gamerscore });
  const rows: readonly [what: string, config: object, valid: boolean][] = [
    ['nothing said', {}, true],
    ['nothing said, for release', { publishTo: 'RETAIL' }, true],
    ['an achievement in a release', { publishTo: 'RETAIL', achievement: { gamerscore: 0 } }, true],
    ['gamerscore 1.5', { achievement: { gamerscore: 1.5 } }, false],
    ['gamerscore -1', { achievement: { gamerscore: -1 } }, false],
    ['gamerscore as text', { achievement: { gamerscore: '25' } }, false],
    ['a long name', { achievement: { name: long(60) } }, true],
    ['a description of 101', { achievement: { description: long(101) } }, false],
    ['a reward name of 57', { achievement: { rewards: [{ type: 'Art', name: long(57) }] } }, true],
    [
      'a reward description of 90',
      { achievement: { rewards: [{ type: 'InApp', description: long(90) }] } },
      true,
    ],
    ['all three rewards', { achievement: { rewards: ['Gamerscore', 'InApp', 'Art'] } }, true],
    ['two Gamerscore rewards', { achievement: { rewards: ['Gamerscore', 'Gamerscore'] } }, false],
    ['two InApp rewards', { achievement: { rewards: ['InApp', 'InApp'] } }, false],
    ['ten worth 1000', { publishTo: 'RETAIL', base: even(10, 100) }, true],
    ['ten worth 990', { publishTo: 'RETAIL', base: even(10, 99) }, false],
    ['nine worth 1000 in a workshop', { publishTo: 'ACME.7', base: even(5, 200) }, true],
    [
      'a later set beside the base set',
      { publishTo: 'RETAIL', base: even(10, 100), dlc: even(2, 200) },
      true,
    ],
    ['a deep link of another title', { achievement: { deeplink: 'ms-xbl-00000001://x' } }, false],
    [
      'a deep link of a small titleId',
      { titleId: 1, achievement: { deeplink: 'ms-xbl-00000001://x' } },
      true,
    ],
    ['an icon of 1080×1920', { image: { width: 1080, height: 1920, type: 'png' } }, false],
    ['an icon in upper case', { image: { width: 1920, height: 1080, type: 'PNG' } }, true],
    ['one system', { title: { systems: ['event-based'] } }, true],
    ['two systems, the other way', { title: { systems: ['event-based', 'title-managed'] } }, false],
    ['a system nobody knows', { title: { system: 'hybrid' } }, false],
    ['a challenge', { title: eventBased, achievement: challenge }, true],
    [
      'a challenge without a window',
      { title: eventBased, achievement: { ...challenge, timeWindow: null } },
      false,
    ],
    [
      'a window that ends before it starts',
      {
        title: eventBased,
        achievement: {
          ...challenge,
          timeWindow: { startDate: '2026-03-01T00:00:00Z', endDate: '2026-02-01T00:00:00Z' },
        },
      },
      false,
    ],
    ['the default locale', { defaultLocale: 'fr', strings: { fr: 'x' } }, true],
    ['another default locale', { defaultLocale: 'de', strings: { 'en-US': 'x', fr: 'x' } }, false],
    ['a titleId of 33 bits', { titleId: 2 ** 32 }, false],
    ['a member nobody knows', { achievement: { gamescore: 25 } }, false],
  ];
  for (const [what, config, valid] of rows) {
    test(`${what} is ${valid ? 'valid' : 'not valid'}`, () => {
      const verdict = checkConfigCase(config);
      assert.equal(verdict.valid, valid, verdict.messages.join('\n'));
    });
  }

  test('what is no configuration is not valid', () => {
    for (const config of ['x', 5, []]) assert.equal(checkConfigCase(config).valid, false);
  });
});
