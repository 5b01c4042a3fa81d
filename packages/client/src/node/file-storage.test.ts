import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ClientError } from '../client-error.ts';
import type { Entry } from '../outbox/entry.ts';
import { createEntryMaker } from '../outbox/new-entry.ts';
import { fileStorage, type JournalFile } from './file-storage.ts';
import { journalLines, readJournal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'laurel-outbox-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

function newPath(): string {
  files += 1;
  return join(folder, `${files}`, 'outbox.jsonl');
}

const make = createEntryMaker(
  () => 1_772_366_400_000,
  () => 0.5,
);

function entriesOf(count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, index) =>
    make({
      xuid: '2533274800000001',
      scid: '00000000-0000-0000-0000-00006e756f71',
      id: `${index + 1}`,
      percentComplete: 100,
    }),
  );
}

function idsOf(entries: Iterable<Entry>): readonly string[] {
  return [...entries].map(({ id }) => id).sort();
}

async function write(path: string, entries: readonly Entry[]): Promise<void> {
  const storage = fileStorage(path);
  await storage.load();
  for (const entry of entries) await storage.write({ put: [entry], remove: [] });
  await storage.close();
}

async function read(path: string) {
  const storage = fileStorage(path);
  const stored = await storage.load();
  await storage.close();
  return stored;
}

function withCode(code: string) {
  return (thrown: unknown) => thrown instanceof ClientError && thrown.code === code;
}

test('what was written is there when it is opened again', async () => {
  const path = newPath();
  const entries = entriesOf(3);
  await write(path, entries);
  deepEqual(await read(path), { entries, damaged: 0 });
});

test('what was removed is gone, and the last version of an entry counts', async () => {
  const path = newPath();
  const [first, second] = entriesOf(2);
  ok(first && second);
  const storage = fileStorage(path);
  await storage.load();
  await storage.write({ put: [first, second], remove: [] });
  const delivered: Entry = { ...second, state: 'Delivered' };
  await storage.write({ put: [delivered], remove: [first.id] });
  await storage.close();
  deepEqual((await read(path)).entries, [delivered]);
});

test('only its owner may read the file', async () => {
  const path = newPath();
  await write(path, entriesOf(1));
  equal(statSync(path).mode & 0o777, 0o600);
});

test('what is on its way is kept as waiting', () => {
  const sending = entriesOf(1).map((entry): Entry => ({ ...entry, state: 'Sending' }));
  const { entries } = readJournal(journalLines({ put: sending, remove: [] }));
  deepEqual(
    [...entries.values()].map(({ state }) => state),
    ['Queued'],
  );
});

describe('a file that is damaged', () => {
  const entries = entriesOf(4);
  const bytes = journalLines({ put: entries, remove: [] });
  const lengths = entries.map((entry) => journalLines({ put: [entry], remove: [] }).length);

  test('cut at any byte keeps every line before the cut', () => {
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      let end = 0;
      const whole = entries.filter((_, index) => {
        end += lengths[index] ?? 0;
        // A line is whole without its line end.
        return end - 1 <= cut;
      });
      const journal = readJournal(bytes.subarray(0, cut));
      deepEqual(idsOf(journal.entries.values()), idsOf(whole), `cut at ${cut}`);
      equal(journal.damaged, 0, `cut at ${cut}`);
    }
  });

  test('with any bit turned loses at most the line it is in, and says so', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const turned = Buffer.from(bytes);
      turned.writeUInt8((turned[at] ?? 0) ^ (1 << (at % 8)), at);
      const journal = readJournal(turned);
      ok(journal.entries.size >= entries.length - 1, `bit at ${at}: ${journal.entries.size}`);
      ok(journal.damaged > 0 || journal.isTorn || journal.entries.size === 4, `bit at ${at}`);
    }
  });

  test('is opened with what is good, and the damaged one is kept beside it', async () => {
    const path = newPath();
    await write(path, entries);
    const spoilt = readFileSync(path);
    spoilt.write('!!!', 40);
    writeFileSync(path, spoilt);
    const { entries: kept, damaged } = await read(path);
    deepEqual(idsOf(kept), idsOf(entries.slice(1)));
    equal(damaged, 1);
    deepEqual(readFileSync(`${path}.damaged`), spoilt);
    equal((await read(path)).damaged, 0);
  });

  test('with half a line at its end takes new lines all the same', async () => {
    const path = newPath();
    await write(path, entries.slice(0, 2));
    appendFileSync(path, bytes.subarray(0, 30));
    await write(path, entries.slice(2));
    deepEqual(await read(path), { entries, damaged: 0 });
  });

  test('that is anything at all is opened empty', async () => {
    const path = newPath();
    await write(path, []);
    writeFileSync(path, Buffer.from([0, 10, 255, 126, 10, 123, 125]));
    deepEqual((await read(path)).entries, []);
  });
});

/** A disk that takes so many bytes and no more; then it may fail to cut back as well. */
function fullDisk({ bytesMax, mayTruncate = true }: { bytesMax: number; mayTruncate?: boolean }) {
  let left = bytesMax;
  const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
  return {
    makeRoom: () => {
      left = Number.POSITIVE_INFINITY;
    },
    async openFile(path: string): Promise<JournalFile> {
      const handle = await open(path, 'a', 0o600);
      const fake: Pick<JournalFile, 'close' | 'datasync' | 'truncate'> & { write: unknown } = {
        close: () => handle.close(),
        datasync: () => handle.datasync(),
        truncate: (length) => (mayTruncate ? handle.truncate(length) : Promise.reject(full)),
        async write(bytes: Buffer, at: number) {
          const count = Math.min(bytes.length - at, left);
          left -= count;
          if (count === 0) throw full;
          return handle.write(bytes, at, count);
        },
      };
      return fake as JournalFile;
    },
  };
}

describe('a full disk', () => {
  const entries = entriesOf(3);

  for (const mayTruncate of [true, false]) {
    const what = mayTruncate ? 'that can be cut back' : 'that can not';
    test(`refuses what it can't keep, keeps the rest, and goes on when there is room: one ${what}`, async () => {
      const path = newPath();
      const disk = fullDisk({ bytesMax: 500, mayTruncate });
      const storage = fileStorage(path, disk);
      await storage.load();
      const [first, second, third] = entries;
      ok(first && second && third);
      await storage.write({ put: [first], remove: [] });
      await rejects(storage.write({ put: [second], remove: [] }), withCode('storage_full'));
      disk.makeRoom();
      await storage.write({ put: [third], remove: [] });
      await storage.close();
      deepEqual(idsOf((await read(path)).entries), idsOf([first, third]));
    });
  }
});

test('a file of many changes is written anew, short', async () => {
  const path = newPath();
  const [entry] = entriesOf(1);
  ok(entry);
  const storage = fileStorage(path);
  await storage.load();
  const same = Array.from({ length: 1200 }, () => entry);
  await storage.write({ put: same, remove: [] });
  ok(statSync(path).size < 1000);
  await storage.write({ put: [{ ...entry, attempts: 7 }], remove: [] });
  await storage.close();
  deepEqual((await read(path)).entries, [{ ...entry, attempts: 7 }]);
});

describe('the lock', () => {
  test('one process has the file open, and a second is told to share', async () => {
    const path = newPath();
    const storage = fileStorage(path);
    await storage.load();
    await rejects(fileStorage(path).load(), withCode('outbox_in_use'));
    await storage.close();
    deepEqual((await read(path)).entries, []);
  });

  test('a process that forgot its storage holds it, one that was killed no longer', async () => {
    const path = newPath();
    const source = new URL('./file-storage.ts', import.meta.url).href;
    const code = `import { fileStorage } from ${JSON.stringify(source)};
      await fileStorage(${JSON.stringify(path)}).load();
      for (let turn = 0; turn < 3; turn += 1) {
        globalThis.gc();
        await new Promise((done) => setTimeout(done, 10));
      }
      console.log('open'); setInterval(() => {}, 1000);`;
    const options = ['--expose-gc', '--input-type=module-typescript', '-e', code];
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await rejects(fileStorage(path).load(), withCode('outbox_in_use'));
    child.kill('SIGKILL');
    await once(child, 'exit');
    deepEqual((await read(path)).entries, []);
  });
});
