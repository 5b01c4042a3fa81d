import { equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin.mjs', import.meta.url));

/** Makes the process believe that it runs on another Node. */
function pretending(version: string): readonly string[] {
  const versions = `{ ...process.versions, node: '${version}' }`;
  const text = `Object.defineProperty(process, 'versions', { value: ${versions} });`;
  return ['--import', `data:text/javascript,${encodeURIComponent(text)}`];
}

function runOn(version: string) {
  const words = [...pretending(version), bin, '--version'];
  return spawnSync(process.execPath, words, { encoding: 'utf8' });
}

test('a Node that is too old is told which one is needed, and where to get it', () => {
  const { status, stderr, stdout } = runOn('20.20.2');
  equal(status, 1);
  match(stderr, /^laurel: needs Node 24 or later; this is 20\.20\.2\n.*node@\d+/);
  equal(stdout, '');
});

test('a Node that is new enough runs the command', () => {
  const { status, stdout } = runOn('24.15.0');
  equal(status, 0);
  match(stdout, /^\d+\.\d+\.\d+\n$/);
});
