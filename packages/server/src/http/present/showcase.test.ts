import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Title, titleId } from '@laurel/domain';
import { sampleAchievement, sampleTitle } from '@laurel/domain/sample-title';
import { presentShowcase } from './showcase.ts';

function shown(title: Title, languages: readonly string[] = []) {
  const [only] = presentShowcase([title], languages).titles;
  assert.ok(only);
  return only;
}

describe('the showcase of a development instance', () => {
  test('titles are shown with their achievements as they are while locked', () => {
    const title = shown(sampleTitle({ achievements: [sampleAchievement('1')] }));
    assert.deepEqual(title.achievements, [
      {
        id: '1',
        name: 'Ember 1',
        description: 'Do 1',
        picture: '/media/1.png',
        gamerscore: 25,
        set: 'base',
        isSecret: false,
      },
    ]);
  });

  test('what is secret does not tell its name, its text or its picture', () => {
    const title = shown(sampleTitle({ achievements: [sampleAchievement('1', { secret: true })] }), [
      'de-AT',
    ]);
    const [secret] = title.achievements;
    assert.equal(secret?.name, 'Geheimer Erfolg');
    assert.equal(secret.picture, '/icons/secret.png');
    assert.doesNotMatch(JSON.stringify(title), /Ember 1|Do 1|Done 1/);
  });

  test('texts are in the language of whoever asks', () => {
    const name = { en: 'First Light', de: 'Erstes Licht' };
    const title = sampleTitle({ achievements: [sampleAchievement('1', { name })] });
    assert.equal(shown(title, ['de-CH', 'en']).achievements[0]?.name, 'Erstes Licht');
  });

  test('what is out of play is not shown', () => {
    const archived = sampleAchievement('1', { archived: true });
    const title = sampleTitle({ achievements: [archived, sampleAchievement('2')] });
    assert.deepEqual(
      shown(title).achievements.map(({ id }) => id),
      ['2'],
    );
    assert.equal(shown(title).achievementId, '2');
    const retired = sampleTitle({ titleId: titleId(7), retired: true });
    assert.deepEqual(presentShowcase([retired], []).titles, []);
  });

  test('a title that events unlock offers nothing to report', () => {
    assert.equal(shown(sampleTitle({ system: 'EventBased' })).achievementId, null);
  });
});
