import type { Fact } from '@laurel/domain';
import { countFacts, decodeFacts } from '../fact-bytes.ts';
import type { CommittedFact, FactStore, RecordKey } from '../store.ts';
import type { Row } from './engine.ts';

/** Which writes are asked for: so many at most, -1 for all. */
export type WritesBehind = { readonly limit: number; readonly onlyWithFacts?: boolean };

/**
 * Reads the ledger as an engine keeps it. Rows have the number of the write, `xuid`, `sandbox` and
 * `scid` (null where nobody knows them), `record_version`, `previous` and `body`.
 */
export type Ledger = {
  /** The writes behind one, in order. */
  writesBehind(sequence: number, which: WritesBehind): Promise<readonly Row[]>;
  /** One write. */
  write(sequence: number): Promise<Row | undefined>;
  /** The number of the newest write up to one, 0 where there is none. */
  sequenceUpTo(sequence: number): Promise<number>;
};

/** One write of a record as the ledger has it. */
export type LedgerWrite = {
  readonly sequence: number;
  readonly key: RecordKey;
  readonly recordVersion: number;
  /** The write of the same record before it; `null` for the first. */
  readonly previous: number | null;
  readonly facts: readonly Fact[];
};

/**
 * The facts of a ledger.
 *
 * @param lastWritesOf the newest write of each record of a player in a sandbox
 */
export function createFactStore(
  ledger: Ledger,
  lastWritesOf: (of: Omit<RecordKey, 'scid'>) => Promise<readonly number[]>,
): FactStore {
  return {
    async ofPlayer({ sandbox, xuid }, { before, limit }) {
      const below = before ?? Number.MAX_SAFE_INTEGER;
      const newest = await lastWritesOf({ sandbox, xuid });
      const facts: CommittedFact[] = [];
      for await (const write of newestFirst(ledger, newest)) {
        const older = committedFacts(write).filter(({ sequence }) => sequence < below);
        facts.push(...older.reverse());
        if (facts.length >= limit) break;
      }
      return facts.slice(0, limit);
    },
    async after(cursor, limit) {
      // From the write that holds the cursor's fact, for its later facts may be wanted.
      const before = (await ledger.sequenceUpTo(cursor)) - 1;
      const rows = await ledger.writesBehind(before, { limit: limit + 1, onlyWithFacts: true });
      const facts = rows.flatMap((row) => committedFacts(writeOf(row)));
      return facts.filter(({ sequence }) => sequence > cursor).slice(0, limit);
    },
  };
}

/** How many numbers a write takes of the sequence. */
export function sequenceWidth(facts: readonly Fact[]): number {
  return Math.max(1, facts.length);
}

/** Where the ledger goes on behind its newest write. */
export function sequenceAfter(row: Row | undefined): number {
  if (row === undefined) return 1;
  return Number(row.sequence) + Math.max(1, countFacts(row.body as LedgerRow['body']));
}

/** @param row with the columns of the ledger */
export function writeOf(row: Row): LedgerWrite {
  const { sequence, xuid, sandbox, scid, record_version, previous, body } =
    row as unknown as LedgerRow;
  const key = { sandbox, xuid, scid };
  return { sequence, key, recordVersion: record_version, previous, facts: decodeFacts(body) };
}

type LedgerRow = RecordKey & {
  readonly sequence: number;
  readonly record_version: number;
  readonly previous: number | null;
  readonly body: Uint8Array | null;
};

/**
 * The writes of one record from that one back. The ledger has no index: each write knows the one
 * before it, so adding one touches only its end.
 */
export async function* writesBackFrom(
  ledger: Pick<Ledger, 'write'>,
  newest: number | null,
): AsyncGenerator<LedgerWrite> {
  for (let at = newest; at !== null; ) {
    const row = await ledger.write(at);
    // Older writes may have been cleared away.
    if (row === undefined) return;
    const write = writeOf(row);
    yield write;
    at = write.previous;
  }
}

/** The writes of several records as one line, newest first. */
async function* newestFirst(
  ledger: Pick<Ledger, 'write'>,
  newest: readonly number[],
): AsyncGenerator<LedgerWrite> {
  const lines: { head: LedgerWrite; rest: AsyncGenerator<LedgerWrite> }[] = [];
  for (const at of newest) {
    const rest = writesBackFrom(ledger, at);
    const { value: head } = await rest.next();
    if (head) lines.push({ head, rest });
  }
  while (lines.length > 0) {
    lines.sort((a, b) => a.head.sequence - b.head.sequence);
    const line = lines.pop();
    if (line === undefined) return;
    yield line.head;
    const { value: head } = await line.rest.next();
    if (head) lines.push({ head, rest: line.rest });
  }
}

/** The facts of a write with where they belong, in order. */
export function committedFacts({
  sequence,
  key,
  recordVersion,
  facts,
}: Omit<LedgerWrite, 'previous'>): CommittedFact[] {
  return facts.map((fact, index) => ({ ...fact, key, recordVersion, sequence: sequence + index }));
}
