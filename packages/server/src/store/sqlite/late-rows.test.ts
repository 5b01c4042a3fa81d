import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyRecord, never, noTotals } from '@laurel/domain';
import { type ByteText, byteText } from '../byte-text.ts';
import { type Encoded, moveCaughtUp, updateRecordOnly } from '../sql/records.ts';
import { StoreFailure } from '../store.ts';
import { KnownRecords } from './known-records.ts';
import { LateRows, lateBodyMax, lateRowLimits } from './late-rows.ts';
import { GroupDraft, runUnits, unpacked } from './packed-group.ts';
import { rememberedBytesMax } from './records.ts';

const place = 7;
const record = emptyRecord(never);
const failed = new StoreFailure('the disk is full');

/** Of each group, and the rows that go with it. */
const units = 80;
const rowsOfGroup = lateRowLimits.rowsPerGroup + units * lateRowLimits.rowsPerUnit;

/** Records whose versions rise, and what is written of their rows. */
function trial() {
  const known = new KnownRecords(rememberedBytesMax);
  const late = new LateRows(known, 1);
  const versions = new Map<string, number>();
  let sequence = 1;

  function encoded(xuid: string, body: ByteText): Encoded {
    const version = (versions.get(xuid) ?? 0) + 1;
    versions.set(xuid, version);
    sequence += 1;
    return {
      id: 10_000_000 - Number(xuid),
      version,
      lastWrite: sequence - 1,
      totals: noTotals,
      body,
    };
  }

  return {
    known,
    late,
    versions,
    sequence: () => sequence,
    write(xuid: string, { isLate = true, bodyBytes = 3 } = {}): void {
      const body = byteText(new Uint8Array(bodyBytes));
      late.remember(known.of(xuid, place), { ...encoded(xuid, body), isLate, head: -1, record });
    },
    /** Everything that goes along with groups until nothing does. */
    run(outcome: boolean | StoreFailure = true, onGroup = () => {}): Ran {
      const ran: Ran = { rows: [], targets: [] };
      for (let write = late.next(units); write !== undefined; write = late.next(units)) {
        const draft = new GroupDraft();
        write.pack(draft);
        const { texts, units: packed } = unpacked(draft.take(1).bytes);
        runUnits(packed, (statement, parameters) => {
          const sql = texts[statement];
          if (sql === updateRecordOnly)
            ran.rows.push([String(parameters[2]), Number(parameters[5])]);
          if (sql === moveCaughtUp) ran.targets.push(Number(parameters[0]));
          return 1;
        });
        onGroup();
        write.told(outcome);
      }
      return ran;
    },
  };
}

type Ran = { readonly rows: [xuid: string, version: number][]; readonly targets: number[] };

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => String(at + 1));
}

describe('late rows', () => {
  test('wait until a round is worth it', () => {
    const { write, run } = trial();
    for (const xuid of names(1000)) write(xuid);
    assert.deepEqual(run(), { rows: [], targets: [] });
  });

  test('are written once each, near ones together, and then the ledger is caught up with', () => {
    const { write, run, versions, sequence } = trial();
    for (let times = 0; times < 40; times += 1) for (const xuid of names(900)) write(xuid);
    const target = sequence();
    const { rows, targets } = run();
    assert.deepEqual(rows, [...versions].reverse());
    assert.deepEqual(targets, [target]);
    assert.deepEqual(run(), { rows: [], targets: [] });
  });

  test('go in rounds when there are many of them', () => {
    const { write, run, late } = trial();
    const all = names(lateRowLimits.rowsMax);
    for (const xuid of all) {
      assert.equal(late.hasRoom, true);
      write(xuid);
    }
    assert.equal(late.hasRoom, false);
    assert.equal(run().rows.length, all.length);
    assert.equal(late.hasRoom, true);
  });

  test('that were written with their ledger meanwhile are left out', () => {
    const { write, run } = trial();
    for (const xuid of names(11_000)) write(xuid);
    for (const xuid of names(10_000)) write(xuid, { isLate: false });
    assert.deepEqual(
      run()
        .rows.map(([xuid]) => Number(xuid))
        .sort((one, other) => one - other),
      Array.from({ length: 1000 }, (_, at) => 10_001 + at),
    );
  });

  test('that rise while they are being written are written again in the next round', () => {
    const { write, run, versions } = trial();
    for (const xuid of names(11_000)) write(xuid);
    let groups = 0;
    const first = run(true, () => {
      groups += 1;
      if (groups === 2) for (const xuid of names(11_000)) write(xuid);
    });
    assert.equal(first.targets.length, 1);
    const behind = first.rows.filter(([xuid, version]) => version < (versions.get(xuid) ?? 0));
    assert.equal(behind.length, 2 * rowsOfGroup);
    for (const xuid of [...names(11_000)].reverse()) write(xuid);
    const second = run();
    assert.deepEqual(new Map(second.rows), versions);
    assert.equal(second.targets.length, 1);
  });

  test('are written again when the disk did not take them, and nothing is caught up with before', () => {
    const { write, late, run, versions } = trial();
    for (const xuid of names(11_000)) write(xuid);
    const one = late.next(units);
    one?.pack(new GroupDraft());
    one?.told(failed);
    const others = run();
    assert.equal(others.rows.length, 11_000 - rowsOfGroup);
    assert.deepEqual(others.targets, []);
    for (const xuid of names(10_300)) write(xuid);
    const again = run();
    assert.deepEqual(new Map([...others.rows, ...again.rows]), versions);
    assert.equal(again.targets.length, 1);
  });

  test('stay in memory, however much else is read', () => {
    const { write, known, versions } = trial();
    const all = names(lateRowLimits.rowsMax);
    for (const xuid of all) write(xuid, { bodyBytes: lateBodyMax });
    const other = {
      id: 1,
      version: 1,
      lastWrite: 1,
      totals: noTotals,
      body: byteText(Buffer.alloc(900)),
    };
    for (let at = 0; at < 60_000; at += 1) {
      known.store(known.of(`other ${at}`, place), { ...other });
      if (at % 10_000 === 0) write(String(1 + at / 10_000), { bodyBytes: lateBodyMax });
    }
    for (const xuid of all) {
      assert.equal(known.stored(known.of(xuid, place))?.version, versions.get(xuid));
    }
  });
});
