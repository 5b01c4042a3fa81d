import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingText } from './finding.ts';
import { readRepository } from './repository.ts';
import { commentShare } from './rules/comments.ts';
import { rules } from './rules/rules.ts';

const repository = readRepository();

for (const { promise, check } of rules) {
  test(promise, () => {
    const findings = check(repository).map(findingText);
    assert.deepEqual(findings, [], `\n${findings.join('\n')}\n`);
  });
}

test('code outside tests is explained by comments, and not buried under them', (t) => {
  const share = commentShare(repository.sources.filter(({ isTest }) => !isTest));
  t.diagnostic(`comment share ${(share * 100).toFixed(1)} %`);
  assert.ok(share > 0.05 && share < 0.35, `comments make up ${(share * 100).toFixed(1)} %`);
});
