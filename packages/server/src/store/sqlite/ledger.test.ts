import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { instant } from '@laurel/domain';
import fc from 'fast-check';
import { lateWriteBytes, putLateWrite } from '../late-write-bytes.ts';
import { insertLateWrites, SqliteLedger, unpackLateWrites } from './ledger.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { numbered } from './statements.ts';

const place = 77;

/** How a write is kept: as a row of its own, with facts or without, or with late ones before it. */
type Kept = { readonly how: 'Row' | 'RowWithoutFacts' | 'Late' | 'LateOnNewRow'; width: number };

const anyLedger = fc.array(
  fc.record({
    how: fc.constantFrom<Kept['how'][]>('Row', 'RowWithoutFacts', 'Late', 'LateOnNewRow'),
    width: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 40 },
);

/** A database with such a ledger, and the numbers of its writes that have facts, and of all. */
function kept(writes: readonly Kept[]) {
  const database = new DatabaseSync(':memory:');
  migrate(database, { migrations: knownMigrations(), now: instant('2026-03-01T12:00:00Z') });
  database.exec(`insert into places (id, sandbox, scid) values (${place}, 'RETAIL', 'some')`);
  const insertRow = database.prepare('insert into facts values (?, ?, ?, ?, ?, ?)');
  const insertLate = database.prepare(numbered(insertLateWrites));
  const [all, withFacts]: [number[], number[]] = [[], []];
  let late: Uint8Array[] = [];
  let [first, next] = [0, 1];
  function finishRow(): void {
    if (late.length > 0) insertLate.run(first, Buffer.concat(late));
    late = [];
  }
  for (const { how, width } of writes) {
    const write = { sequence: next, xuid: String(next), place, recordVersion: 2, previous: 1 };
    const facts = Uint8Array.of(next, width);
    if (how === 'LateOnNewRow') finishRow();
    if (how === 'Late' || how === 'LateOnNewRow') {
      if (late.length === 0) first = next;
      const bytes = new Uint8Array(lateWriteBytes({ ...write, facts }));
      putLateWrite(new DataView(bytes.buffer), 0, { ...write, facts });
      late.push(bytes);
    } else {
      insertRow.run(next, write.xuid, place, 2, 1, how === 'Row' ? facts : null);
    }
    all.push(next);
    if (how !== 'RowWithoutFacts') withFacts.push(next);
    next += width;
  }
  finishRow();
  return { database, all, withFacts, end: next };
}

const numbers = (rows: readonly { sequence?: unknown }[]) => rows.map(({ sequence }) => sequence);

test('writes are the same however they are kept, and in their order', () => {
  fc.assert(
    fc.property(anyLedger, (writes) => {
      const { database, all, withFacts, end } = kept(writes);
      const ledger = new SqliteLedger(database);
      for (let at = 0; at <= end; at += 1) {
        const behind = all.filter((sequence) => sequence > at);
        assert.deepEqual(numbers(ledger.writesBehind(at, { limit: -1 })), behind);
        for (const limit of [0, 1, 2, 7]) {
          assert.deepEqual(numbers(ledger.writesBehind(at, { limit })), behind.slice(0, limit));
          const which = { limit, onlyWithFacts: true };
          const telling = withFacts.filter((sequence) => sequence > at).slice(0, limit);
          assert.deepEqual(numbers(ledger.writesBehind(at, which)), telling);
        }
        assert.equal(ledger.write(at)?.sequence, all.includes(at) ? at : undefined);
        assert.equal(ledger.sequenceUpTo(at), all.findLast((sequence) => sequence <= at) ?? 0);
      }
      assert.equal(ledger.count(), all.length);
      assert.equal(ledger.last()?.sequence, all.at(-1));
    }),
    { numRuns: 60 },
  );
});

test('a write has the same columns however it is kept', () => {
  const { database } = kept([
    { how: 'Row', width: 1 },
    { how: 'Late', width: 1 },
  ]);
  const ledger = new SqliteLedger(database);
  const common = { sandbox: 'RETAIL', scid: 'some', record_version: 2, previous: 1 };
  for (const sequence of [1, 2]) {
    const { body, ...others } = ledger.write(sequence) ?? {};
    assert.deepEqual(others, { sequence, xuid: String(sequence), ...common });
    assert.deepEqual([...(body as Uint8Array)], [sequence, 1]);
  }
  database.exec('delete from places');
  for (const sequence of [1, 2]) assert.equal(ledger.write(sequence)?.scid, null);
});

test('late writes that become rows are the same writes', () => {
  fc.assert(
    fc.property(anyLedger, (writes) => {
      const { database } = kept(writes);
      const ledger = new SqliteLedger(database);
      const plain = () =>
        ledger.writesBehind(0, { limit: -1 }).map((row) => ({
          ...row,
          body: row.body === null ? null : [...(row.body as Uint8Array)],
        }));
      const before = plain();
      unpackLateWrites(database, 'main');
      assert.deepEqual(plain(), before);
      assert.equal(database.prepare('select count(*) as n from late_writes').get()?.n, 0);
    }),
    { numRuns: 30 },
  );
});
