import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkTitle, hasErrors, retail, sandbox } from '@laurel/domain';
import { readTitleText } from '@laurel/server';

const fixtures = new URL('../../../fixtures/vectors/', import.meta.url);
const { world } = JSON.parse(readFileSync(new URL('wire-vectors.json', fixtures), 'utf8'));

/** Titles of tests are small, so they break the rules of a release and no others. */
const released = new Set(['base-set-size', 'base-set-gamerscore']);

for (const [key, described] of Object.entries<Record<string, unknown>>(world.titles)) {
  test(`title ${key} is as the world describes it, and sound`, () => {
    const text = readFileSync(new URL(`world/${key}.json`, fixtures), 'utf8');
    const { title, findings } = readTitleText(text, 1);
    assert.ok(title, JSON.stringify(findings));
    assert.equal(title.titleId, described.titleId);
    if (described.scid !== undefined) assert.equal(title.scid, described.scid);
    assert.deepEqual(title.name, { 'en-US': described.name });
    assert.equal(title.system, described.system === 'event-based' ? 'EventBased' : 'TitleManaged');
    assert.equal(title.generation, described.system === 'legacy360' ? 'Xbox360' : 'Modern');
    const errors = checkTitle(title, { sandbox: retail }).filter(({ rule }) => !released.has(rule));
    assert.deepEqual(hasErrors(errors), false, JSON.stringify(errors));
    assert.equal(hasErrors(checkTitle(title, { sandbox: sandbox('ACME.7') })), false);
  });
}

test('title A is a base set that could be released', () => {
  const { title } = readTitleText(readFileSync(new URL('world/A.json', fixtures), 'utf8'), 1);
  assert.ok(title);
  assert.equal(hasErrors(checkTitle(title, { sandbox: retail })), false);
});
