import type { Fact } from '@laurel/domain';
import { countFacts, decodeFacts } from '../fact-bytes.ts';
import type { CommittedFact, FactStore, RecordKey } from '../store.ts';
import type { Row, SqlEngine } from './engine.ts';

const columns = 'sequence, xuid, sandbox, scid, record_version, previous, body';

/** Facts with the names of their places; the join looks each up, it never leads. */
const ledger = 'facts left join places on places.id = place';

/**
 * From the write that holds the cursor's fact, for its later facts may be wanted. Parameters:
 * cursor, limit.
 */
const readFactsAfter = `
  select ${columns} from ${ledger}
   where body is not null
     and sequence >= coalesce((select max(sequence) from facts where sequence <= $1), 0)
   order by sequence
   limit $2`;

/** Every write behind one, also those without facts. Parameters: sequence, limit. */
export const readWritesAfter = `
  select ${columns} from ${ledger}
   where sequence > $1
   order by sequence
   limit $2`;

/** One write. Parameters: sequence. */
export const readWrite = `
  select ${columns} from ${ledger}
   where sequence = $1`;

/** The newest write there is. */
export const readLastWrite = `
  select sequence, body from facts
   order by sequence desc
   limit 1`;

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
 * The ledger on an engine.
 *
 * @param lastWritesOf the newest write of each record of a player in a sandbox
 */
export function createFactStore(
  engine: SqlEngine,
  lastWritesOf: (of: Omit<RecordKey, 'scid'>) => Promise<readonly number[]>,
): FactStore {
  return {
    async ofPlayer({ sandbox, xuid }, { before, limit }) {
      const below = before ?? Number.MAX_SAFE_INTEGER;
      const newest = await lastWritesOf({ sandbox, xuid });
      const facts: CommittedFact[] = [];
      for await (const write of newestFirst(engine, newest)) {
        const older = committedFacts(write).filter(({ sequence }) => sequence < below);
        facts.push(...older.reverse());
        if (facts.length >= limit) break;
      }
      return facts.slice(0, limit);
    },
    async after(cursor, limit) {
      const rows = await engine.read([readFactsAfter, cursor, limit + 1]);
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
  engine: Pick<SqlEngine, 'read'>,
  newest: number | null,
): AsyncGenerator<LedgerWrite> {
  for (let at = newest; at !== null; ) {
    const [row] = await engine.read([readWrite, at]);
    // Older writes may have been cleared away.
    if (row === undefined) return;
    const write = writeOf(row);
    yield write;
    at = write.previous;
  }
}

/** The writes of several records as one line, newest first. */
async function* newestFirst(
  engine: Pick<SqlEngine, 'read'>,
  newest: readonly number[],
): AsyncGenerator<LedgerWrite> {
  const lines: { head: LedgerWrite; rest: AsyncGenerator<LedgerWrite> }[] = [];
  for (const at of newest) {
    const rest = writesBackFrom(engine, at);
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
