import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createLineWriter } from './line-writer.ts';

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'laurel-log-'));
});
after(() => rmSync(directory, { recursive: true }));

async function written(name: string, use: (fd: number) => Promise<void>): Promise<string> {
  const path = join(directory, name);
  const fd = openSync(path, 'w');
  await use(fd);
  closeSync(fd);
  return readFileSync(path, 'utf8');
}

test('everything that was gathered is written, in order, when the writer is closed', async () => {
  const text = await written('few', async (fd) => {
    const writer = createLineWriter(fd);
    for (const line of ['a\n', 'é\n', 'c\n']) writer.write(line);
    await writer.close();
  });
  assert.equal(text, 'a\né\nc\n');
});

test('lines that come while others leave are written behind them, whatever their length', async () => {
  let expected = '';
  const text = await written('while', async (fd) => {
    const writer = createLineWriter(fd);
    const write = (line: string) => {
      writer.write(line);
      expected += line;
    };
    for (let turn = 0; turn < 40; turn += 1) {
      for (let count = 0; count < 50; count += 1) {
        write(`${turn}/${count} ${'é'.repeat((turn * count * 7919) % 3000)}\n`);
      }
      await setImmediate();
    }
    write(`${'y'.repeat(1024 * 1024)}\n`);
    write('last\n');
    await writer.close();
  });
  assert.equal(text === expected, true);
});

test('lines beyond what is kept are dropped, and their number is told', async () => {
  const line = `${'x'.repeat(1023)}\n`;
  const text = await written('many', async (fd) => {
    const writer = createLineWriter(fd);
    for (let count = 0; count < 9 * 1024; count += 1) writer.write(line);
    await writer.close();
  });
  assert.match(text, /\{"level":40,"msg":"log lines dropped","count":\d+\}\n$/);
});

test('a reader that is gone stops nothing', async () => {
  const writer = createLineWriter(9999);
  writer.write('a\n');
  await writer.close();
});
