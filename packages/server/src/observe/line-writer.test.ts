import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLineWriter } from './line-writer.ts';

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'laurel-log-'));
});
after(() => rmSync(directory, { recursive: true }));

function written(name: string, use: (fd: number) => void): string {
  const path = join(directory, name);
  const fd = openSync(path, 'w');
  use(fd);
  closeSync(fd);
  return readFileSync(path, 'utf8');
}

test('everything that was gathered is written, in order, when the writer is closed', () => {
  const text = written('few', (fd) => {
    const writer = createLineWriter(fd);
    for (const line of ['a\n', 'é\n', 'c\n']) writer.write(line);
    writer.close();
  });
  assert.equal(text, 'a\né\nc\n');
});

test('lines beyond what is kept are dropped, and their number is told', () => {
  const line = `${'x'.repeat(1023)}\n`;
  const text = written('many', (fd) => {
    const writer = createLineWriter(fd);
    for (let count = 0; count < 9 * 1024; count += 1) writer.write(line);
    writer.close();
  });
  assert.match(text, /\{"level":40,"msg":"log lines dropped","count":\d+\}\n$/);
});

test('a reader that is gone stops nothing', () => {
  const writer = createLineWriter(9999);
  writer.write('a\n');
  assert.doesNotThrow(() => writer.close());
});
