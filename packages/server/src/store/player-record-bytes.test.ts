import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AchievementId,
  AmendedMap,
  emptyRecord,
  instant,
  type PlayerRecord,
  type Progress,
  parseAchievementId,
} from '@laurel/domain';
import fc from 'fast-check';
import { anyInstant } from './contract/any-instant.ts';
import {
  decodePlayerRecord,
  encodePlayerRecord,
  entriesEndIn,
  headToPatch,
  lastPlayedIn,
  patchPlayerRecord,
  storedLength,
} from './player-record-bytes.ts';
import { StoreFailure } from './store.ts';

const noon = instant('2026-03-01T12:00:00.1234567Z');

/** Disk that an entry of a typical record may take, all of the record counted in. */
const bytesPerEntryMax = 60;

/** As titles number them, as far as numbers go, and as text that is nearly a number. */
const anyId = fc
  .oneof(
    { arbitrary: fc.integer({ min: 0, max: 60 }).map(String), weight: 4 },
    fc.integer({ min: 0, max: 2 ** 31 - 1 }).map(String),
    fc.constantFrom('999999999', '1000000000', '4294967295', '-1', '1.0', '1e3', '00', 'finale'),
    fc.stringMatching(/^[A-Za-z0-9_.-]{1,64}$/),
  )
  .map(parseAchievementId)
  .filter((id) => id !== undefined);

const anyProgress: fc.Arbitrary<Progress> = fc.oneof(
  fc.constant<Progress>({ state: 'NotStarted', percent: 0 }),
  fc.integer({ min: 0, max: 100 }).map((percent): Progress => ({ state: 'InProgress', percent })),
  anyInstant.map((unlockedAt): Progress => ({ state: 'Achieved', percent: 100, unlockedAt })),
);

function entriesOf(
  maxLength: number,
): fc.Arbitrary<readonly (readonly [AchievementId, Progress])[]> {
  return fc.uniqueArray(fc.tuple(anyId, anyProgress), { maxLength, selector: ([id]) => id });
}

const anyRecord: fc.Arbitrary<PlayerRecord> = fc.record({
  progress: entriesOf(40).map((entries) => new Map(entries)),
  stats: fc
    .array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })))
    .map((pairs) => new Map(pairs.map(([name, value]) => [name.toWellFormed(), value]))),
  revoked: fc.uniqueArray(anyId, { maxLength: 10 }).map((ids) => new Set(ids)),
  lastPlayedAt: anyInstant,
});

/** As plain values, so that it does not count what holds them. */
function plain({ progress, stats, revoked, lastPlayedAt }: PlayerRecord): unknown {
  return { progress: [...progress], stats: [...stats], revoked: [...revoked], lastPlayedAt };
}

function inHex(record: PlayerRecord): string {
  return Buffer.from(encodePlayerRecord(record)).toString('hex');
}

describe("a player's record as bytes", () => {
  test('any record is read back entry by entry, in its order', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const read = decodePlayerRecord(encodePlayerRecord(record));
        assert.deepEqual(plain(read), plain(record));
        assert.equal(read.progress.size, record.progress.size);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what was read is written again as the same bytes', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const read = decodePlayerRecord(encodePlayerRecord(record));
        assert.equal(inHex(read), inHex(record));
        assert.deepEqual(plain(read), plain(record));
        assert.equal(inHex(read), inHex(record));
      }),
      { numRuns: 500 },
    );
  });

  test('a record that was read and amended is written as one made anew', () => {
    fc.assert(
      fc.property(anyRecord, entriesOf(8), entriesOf(3), (record, first, second) => {
        const read = decodePlayerRecord(encodePlayerRecord(record));
        const once = new AmendedMap(read.progress, new Map(first));
        const twice = new AmendedMap(once, new Map(second));
        for (const progress of [once, twice]) {
          const anew: PlayerRecord = { ...read, progress: new Map(progress) };
          assert.equal(inHex({ ...read, progress }), inHex(anew));
          assert.deepEqual(plain(decodePlayerRecord(encodePlayerRecord({ ...read, progress }))), {
            ...(plain(anew) as object),
          });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('read with what was found of its entries before, it is the same', () => {
    fc.assert(
      fc.property(anyRecord, anyId, anyProgress, (record, id, is) => {
        const stored = encodePlayerRecord(record).slice();
        const read = decodePlayerRecord(stored, entriesEndIn(stored));
        assert.deepEqual(plain(read), plain(record));
        const progress = new AmendedMap(read.progress, new Map([[id, is]]));
        const expected = new Map(record.progress).set(id, is);
        assert.equal(inHex({ ...read, progress }), inHex({ ...record, progress: expected }));
      }),
      { numRuns: 500 },
    );
  });

  test('amending an entry that is there changes no other, whatever holds the bytes', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(), anyProgress, (record, place, progress) => {
        const ids = [...record.progress.keys()];
        const id = ids[place % Math.max(1, ids.length)];
        if (id === undefined) return;
        const read = decodePlayerRecord(encodePlayerRecord(record));
        const amended = new AmendedMap(read.progress, new Map([[id, progress]]));
        const expected = new Map(record.progress).set(id, progress);
        const again = decodePlayerRecord(encodePlayerRecord({ ...read, progress: amended }));
        assert.deepEqual([...again.progress], [...expected]);
        assert.deepEqual(plain(read), plain(record));
      }),
      { numRuns: 500 },
    );
  });

  test('where one achievement gets further, the patched bytes are those that would be written', () => {
    let patched = 0;
    fc.assert(
      fc.property(
        anyRecord,
        fc.nat(),
        fc.tuple(anyProgress, anyInstant),
        (record, at, becoming) => {
          const [is, lastPlayedAt] = becoming;
          const [id, was] = [...record.progress][at % Math.max(1, record.progress.size)] ?? [];
          if (id === undefined) return;
          const stored = Buffer.from(encodePlayerRecord(record));
          const read = decodePlayerRecord(stored);
          const progress = new AmendedMap(read.progress, new Map([[id, is]]));
          const amended = { ...read, progress, lastPlayedAt };
          const head = headToPatch(amended);
          assert.equal(head >= 0, was?.state === 'InProgress' && is.state === 'InProgress');
          assert.equal(storedLength(amended), stored.length);
          if (head < 0) return;
          patched += 1;
          const bytes = Buffer.concat([Buffer.from('before'), stored, Buffer.from('behind')]);
          patchPlayerRecord(bytes, { start: 6, head, record: amended });
          assert.equal(bytes.toString('hex', 6, 6 + stored.length), inHex(amended));
          const patchedBytes = bytes.subarray(6, 6 + stored.length);
          assert.deepEqual(entriesEndIn(patchedBytes), entriesEndIn(stored));
          assert.equal(
            bytes.toString('latin1', 0, 6) + bytes.toString('latin1', 6 + stored.length),
            'beforebehind',
          );
        },
      ),
      { numRuns: 2000 },
    );
    assert.ok(patched > 100);
  });

  test('what gets further otherwise is not patched', () => {
    const [one, two] = ['1', '2'].map(String) as [AchievementId, AchievementId];
    const half: Progress = { state: 'InProgress', percent: 50 };
    const made: PlayerRecord = { ...emptyRecord(noon), progress: new Map([[one, half]]) };
    const read = decodePlayerRecord(encodePlayerRecord(made));
    const amend = (...changes: [AchievementId, Progress][]) => ({
      ...read,
      progress: new AmendedMap(read.progress, new Map(changes)),
    });
    assert.ok(headToPatch(amend([one, half])) > 0);
    assert.equal(headToPatch(amend([two, half])), -1);
    assert.equal(headToPatch(amend([one, half], [two, half])), -1);
    assert.equal(headToPatch(amend()), -1);
    assert.equal(headToPatch(read), -1);
    assert.equal(headToPatch(made), -1);
    assert.equal(storedLength(made), 0);
  });

  test('the progress that was read answers as a map does, in whatever order it is asked', () => {
    const questions = fc.array(fc.tuple(fc.boolean(), anyId), { maxLength: 12 });
    fc.assert(
      fc.property(anyRecord, questions, (record, asked) => {
        const { progress } = decodePlayerRecord(encodePlayerRecord(record));
        for (const [isGet, id] of [...asked, ...[...record.progress.keys()].map(isThere)]) {
          if (isGet) assert.deepEqual(progress.get(id), record.progress.get(id));
          else assert.equal(progress.has(id), record.progress.has(id));
        }
        assert.deepEqual([...progress.keys()], [...record.progress.keys()]);
        assert.deepEqual([...progress.values()], [...record.progress.values()]);
        const seen: unknown[] = [];
        progress.forEach((value, id) => {
          seen.push([id, value]);
        });
        assert.deepEqual(seen, [...record.progress.entries()]);
      }),
      { numRuns: 300 },
    );
  });

  test('when the player last played is read without the rest', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        assert.equal(lastPlayedIn(encodePlayerRecord(record)), record.lastPlayedAt);
      }),
    );
  });
});

function isThere(id: AchievementId): [boolean, AchievementId] {
  return [true, id];
}

/** With that many achievements, all unlocked, as a title numbers them. */
function recordOf(achievements: number): PlayerRecord {
  const progress = new Map<AchievementId, Progress>();
  for (let id = 1; id <= achievements; id += 1) {
    const unlocked: Progress = { state: 'Achieved', percent: 100, unlockedAt: noon };
    progress.set(String(id) as AchievementId, unlocked);
  }
  return { ...emptyRecord(noon), progress };
}

describe('the size of a record', () => {
  for (const achievements of [1, 10, 50, 500]) {
    test(`${achievements} unlocked take at most ${bytesPerEntryMax} bytes each`, () => {
      const { length } = encodePlayerRecord(recordOf(achievements));
      assert.ok(length / achievements <= bytesPerEntryMax, `${length / achievements} bytes`);
    });
  }

  test('fifty unlocked take at most 11 bytes each, and one in progress 2 more', () => {
    const fifty = recordOf(50);
    const { length } = encodePlayerRecord(fifty);
    assert.ok(length <= 50 * 11, `${length} bytes`);
    const begun: Progress = { state: 'InProgress', percent: 7 };
    const progress = new Map(fifty.progress).set('51' as AchievementId, begun);
    assert.equal(encodePlayerRecord({ ...fifty, progress }).length, length + 2);
  });
});

describe('bytes that are no record', () => {
  const whole = Uint8Array.from(
    encodePlayerRecord({
      ...recordOf(3),
      stats: new Map([['Kilns', '12']]),
      revoked: new Set(['2' as AchievementId, 'finale' as AchievementId]),
    }),
  );

  for (const bytes of [[], [0], [2, ...whole.slice(1)], [255]]) {
    test(`a format of ${bytes[0] ?? 'nothing'} is refused by name`, () => {
      assert.throws(
        () => decodePlayerRecord(Uint8Array.from(bytes)),
        (thrown) => thrown instanceof StoreFailure && /unknown format/.test(thrown.message),
      );
    });
  }

  test('a record cut short anywhere is refused as damaged', () => {
    for (let length = 1; length < whole.length; length += 1) {
      assert.throws(() => decodePlayerRecord(whole.slice(0, length)), damaged, `${length} bytes`);
    }
  });

  test('bytes behind the end are refused as damaged', () => {
    assert.throws(() => decodePlayerRecord(Uint8Array.from([...whole, 0])), damaged);
  });

  test('whatever byte is changed, the bytes are refused or every question has an answer', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = whole.slice();
        bytes[at] = byte;
        let read: PlayerRecord;
        try {
          read = decodePlayerRecord(bytes);
        } catch (thrown) {
          assert.ok(thrown instanceof StoreFailure, String(thrown));
          return;
        }
        for (const progress of read.progress.values()) assert.ok(progress.percent <= 100);
        encodePlayerRecord(read);
      }),
      { numRuns: 3_000 },
    );
  });
});

function damaged(thrown: unknown): boolean {
  return thrown instanceof StoreFailure && /damaged/.test(thrown.message);
}

describe('what no record may hold', () => {
  for (const percent of [-1, 101, 12.5, Number.NaN]) {
    test(`a percent of ${percent} is not written`, () => {
      const progress = new Map([['1' as AchievementId, { state: 'InProgress', percent } as const]]);
      assert.throws(() => encodePlayerRecord({ ...emptyRecord(noon), progress }), RangeError);
    });
  }

  test('a stat longer than a megabyte is not written', () => {
    const stats = new Map([['Kilns', 'x'.repeat((1 << 20) + 1)]]);
    assert.throws(() => encodePlayerRecord({ ...emptyRecord(noon), stats }), RangeError);
  });
});
