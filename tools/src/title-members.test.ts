import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { membersMark, titleMembers } from './title-members.ts';

test('the manual names every member of a title document: npm run -s title-schema', () => {
  const manual = readFileSync(new URL('../../docs/titles.md', import.meta.url), 'utf8');
  const [, members] = manual.split(membersMark);
  assert.equal(members, titleMembers());
});

test('a member says its form, and whether it is needed', () => {
  const text = titleMembers();
  assert.match(text, /^\| `titleId` \| yes \| A whole number\. /m);
  assert.match(text, /^\| `secret` \| {2}\| `true` or `false`\. /m);
  assert.match(text, /^\| `rewards` \| {2}\| A list: \[Reward\]\(#reward\)\. /m);
});

test('every part that is linked has a table', () => {
  const text = titleMembers();
  for (const [, anchor = ''] of text.matchAll(/\]\(#([\w-]+)\)/g)) {
    const heading = anchor.charAt(0).toUpperCase() + anchor.slice(1).replaceAll('-', ' ');
    assert.ok(text.includes(`### ${heading}\n`), anchor);
  }
});
