import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offerOf, readTitles } from './showcase-titles.js';

const told = {
  titles: [
    {
      titleId: 8,
      name: 'Saltlight',
      picture: '/media/1.png',
      achievementId: '3',
      locales: ['en-US', 'de'],
      achievements: [
        { id: '3', name: 'First Light', gamerscore: 1200, isSecret: true },
        { id: '4', name: 'Last Dawn', gamerscore: 0 },
      ],
    },
  ],
};

test('what an instance tells of its titles is read', () => {
  const [title] = readTitles(told);
  assert.equal(title?.name, 'Saltlight');
  assert.equal(title.achievements[0]?.isSecret, true);
  assert.equal(title.achievements[1]?.set, 'base');
});

test('what is missing is left empty', () => {
  assert.deepEqual(readTitles(null), []);
  assert.deepEqual(readTitles({ titles: [{}] })[0]?.achievements, []);
});

test('an offer counts achievements, Gamerscore and languages', () => {
  const [title] = readTitles(told);
  assert.ok(title);
  assert.equal(offerOf(title), '2 achievements · 1,200 G · 2 languages');
});

test('one language goes without saying', () => {
  const [title] = readTitles(told);
  assert.ok(title);
  assert.equal(offerOf({ ...title, locales: ['en-US'] }), '2 achievements · 1,200 G');
});
