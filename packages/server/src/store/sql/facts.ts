import type { Fact } from '@laurel/domain';
import type { CommittedFact, FactStore, RecordKey } from '../store.ts';
import type { Row, SqlEngine } from './engine.ts';

const columns = 'sequence, xuid, sandbox, scid, record_version, body';

/** Parameters: xuid, sandbox, sequence, limit. */
const readFactsOfPlayer = `
  select ${columns} from facts
   where xuid = $1 and sandbox = $2 and sequence < $3 and body is not null
   order by sequence desc
   limit $4`;

/**
 * From the write that holds the cursor's fact, for its later facts may be wanted. Parameters:
 * cursor, limit.
 */
const readFactsAfter = `
  select ${columns} from facts
   where body is not null
     and sequence >= coalesce((select max(sequence) from facts where sequence <= $1), 0)
   order by sequence
   limit $2`;

/** Every write behind one, also those without facts. Parameters: sequence, limit. */
export const readWritesAfter = `
  select ${columns} from facts
   where sequence > $1
   order by sequence
   limit $2`;

/** All writes of one record before one, in order. Parameters: xuid, sandbox, scid, sequence. */
export const readWritesOfRecord = `
  select ${columns} from facts
   where xuid = $1 and sandbox = $2 and scid = $3 and sequence < $4
   order by sequence`;

/** The newest write there is. */
export const readLastWrite = `
  select ${columns} from facts
   order by sequence desc
   limit 1`;

/** One write of a record as the ledger has it. */
export type LedgerWrite = {
  readonly sequence: number;
  readonly key: RecordKey;
  readonly recordVersion: number;
  readonly facts: readonly Fact[];
};

/** The ledger on an engine. */
export function createFactStore(engine: SqlEngine): FactStore {
  return {
    async ofPlayer({ sandbox, xuid }, { before, limit }) {
      const below = before ?? Number.MAX_SAFE_INTEGER;
      const rows = await engine.read([readFactsOfPlayer, xuid, sandbox, below, limit]);
      const facts = rows.flatMap((row) => committedFacts(writeOf(row)).reverse());
      return facts.filter(({ sequence }) => sequence < below).slice(0, limit);
    },
    async after(cursor, limit) {
      const rows = await engine.read([readFactsAfter, cursor, limit + 1]);
      const facts = rows.flatMap((row) => committedFacts(writeOf(row)));
      return facts.filter(({ sequence }) => sequence > cursor).slice(0, limit);
    },
  };
}

/** What `insertFacts` keeps of a write's facts. */
export function factsText(facts: readonly Fact[]): string | null {
  return facts.length === 0 ? null : JSON.stringify(facts);
}

/** How many numbers a write takes of the sequence. */
export function sequenceWidth(facts: readonly Fact[]): number {
  return Math.max(1, facts.length);
}

/** @param row with the columns of the ledger */
export function writeOf(row: Row): LedgerWrite {
  const { sequence, xuid, sandbox, scid, record_version, body } = row as unknown as LedgerRow;
  const facts = body === null ? [] : (JSON.parse(body) as readonly Fact[]);
  return { sequence, key: { sandbox, xuid, scid }, recordVersion: record_version, facts };
}

type LedgerRow = RecordKey & {
  readonly sequence: number;
  readonly record_version: number;
  readonly body: string | null;
};

/** The facts of a write with where they belong, in order. */
export function committedFacts({
  sequence,
  key,
  recordVersion,
  facts,
}: LedgerWrite): CommittedFact[] {
  return facts.map((fact, index) => ({ ...fact, key, recordVersion, sequence: sequence + index }));
}
