import { ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

/** Level 1 is at most this many bytes, minified and compressed. */
const bytesMax = 6 * 1024;

/** Types, comments and indentation go; names stay long, so a real minifier does better. */
function strip(source: string): string {
  return stripTypeScriptTypes(source)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\s*\n\s*/g, '\n');
}

test('level 1 stays within its size', () => {
  const folder = new URL('./', import.meta.url);
  const sources = readdirSync(folder)
    .filter((name) => !name.endsWith('.test.ts') && name !== 'fake-service.ts')
    .map((name) => strip(readFileSync(new URL(name, folder), 'utf8')));
  const { length } = gzipSync(sources.join('\n'), { level: 9 });
  ok(length <= bytesMax, `${length} bytes`);
});
