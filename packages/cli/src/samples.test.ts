import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { schema } from '@laurel/contract';
import { localesOf, retail, type Title } from '@laurel/domain';
import { sampleFiles } from './samples.ts';
import { readTitleFile, type TitleFile } from './title-file.ts';

const files = await Promise.all(sampleFiles().map((path) => readTitleFile(path, retail)));

function titleOf({ path, read }: TitleFile): Title {
  assert.ok(read, `${path} can't be read`);
  return read.title;
}

const titles = files.map(titleOf);
const achievements = titles.flatMap((title) => title.achievements);

describe('sample titles', () => {
  test('nothing is wrong with them, and nothing is to be warned of', () => {
    assert.equal(files.length, 2);
    for (const { path, findings } of files) assert.deepEqual(findings, [], path);
  });

  test('they name the schema that their editors shall use', () => {
    for (const { path, read } of files) {
      const reference = read?.document.$schema ?? '';
      const text = readFileSync(resolve(dirname(path), reference), 'utf8');
      assert.equal(text, schema.titleSchemaText());
    }
  });

  test('one is told in at least six languages', () => {
    assert.ok(titles.some((title) => localesOf(title).length >= 6));
  });

  test('one is reported by its title, the other is unlocked by events', () => {
    const systems = titles.map(({ system }) => system).sort();
    assert.deepEqual(systems, ['EventBased', 'TitleManaged']);
  });

  test('together they show what a title document can say', () => {
    const rewards = new Set(achievements.flatMap((one) => one.rewards.map(({ type }) => type)));
    assert.deepEqual([...rewards].sort(), ['Art', 'Gamerscore', 'InApp']);
    assert.ok(achievements.some(({ secret }) => secret));
    assert.ok(achievements.some(({ set }) => set !== 'base'));
    assert.ok(achievements.some(({ type, timeWindow }) => type === 'Challenge' && timeWindow));
    assert.ok(achievements.some(({ deeplink }) => deeplink?.startsWith('ms-xbl-')));
    assert.ok(achievements.some(({ requirements }) => requirements.length > 1));
  });
});
