import type { DatabaseSync } from 'node:sqlite';
import { type LateWrite, lateWritesIn } from '../late-write-bytes.ts';
import type { Row } from '../sql/engine.ts';
import type { Ledger, WritesBehind } from '../sql/facts.ts';
import { failureOf } from './failure.ts';
import type { Snapshot } from './snapshot.ts';
import { prepareOnce, type Statements } from './statements.ts';

/*
 * The ledger in SQLite: a write has a row of `facts`, or, where its record's row is late, it shares
 * one of `late_writes` with the others of its commit. Both are read as rows of the ledger.
 */

const columns = 'sequence, xuid, sandbox, scid, record_version, previous, body';

/** Facts with the names of their places; the join looks each up, it never leads. */
const facts = 'facts left join places on places.id = place';

/** Parameters: sequence, whether those without facts count too, limit (-1 for all). */
const readRowsBehind = `
  select ${columns} from ${facts}
   where sequence > $1 and ($2 or body is not null)
   order by sequence
   limit $3`;

/** Parameters: sequence. */
const readRow = `
  select ${columns} from ${facts}
   where sequence = $1`;

/** Parameters: sequence. */
const readSequenceUpTo = 'select max(sequence) as sequence from facts where sequence <= $1';

const countRows = 'select count(*) as writes from facts';

/** Those that may hold a write behind one. Parameters: its sequence. */
const readLateBehind = `
  select body from late_writes
   where sequence >= coalesce((select max(sequence) from late_writes where sequence <= $1), 0)
   order by sequence`;

/** The only one that may hold a write. Parameters: its sequence. */
const readLateAt = `
  select body from late_writes
   where sequence <= $1
   order by sequence desc
   limit 1`;

const readPlace = 'select sandbox, scid from places where id = $1';

/** Puts the late writes of a commit down. Parameters: sequence of the first, their bytes. */
export const insertLateWrites = `
  insert into late_writes (sequence, body)
  values ($1, $2)`;

/** Above every number of the ledger. */
const sequenceMax = Number.MAX_SAFE_INTEGER;

/** Reads the ledger of one database. Rows have the columns of `facts`, and the names of places. */
export class SqliteLedger {
  readonly #statements: Statements;

  constructor(database: DatabaseSync) {
    this.#statements = prepareOnce(database);
  }

  /** The writes behind one, in order. @throws {StoreFailure} if late ones are damaged */
  writesBehind(sequence: number, { limit, onlyWithFacts = false }: WritesBehind): readonly Row[] {
    const isAll = onlyWithFacts ? 0 : 1;
    const rows = this.#statements(readRowsBehind).all(sequence, isAll, limit) as Row[];
    const late = this.#lateBehind(sequence, limit);
    const writes = [...rows, ...late].sort((one, other) => numberOf(one) - numberOf(other));
    return limit < 0 ? writes : writes.slice(0, limit);
  }

  /** One write. @throws {StoreFailure} as `writesBehind` */
  write(sequence: number): Row | undefined {
    const row = this.#statements(readRow).get(sequence) as Row | undefined;
    return row ?? this.#lateBetween(sequence, sequence)[0];
  }

  /** The number of the newest write up to one, 0 where there is none. @throws as `writesBehind` */
  sequenceUpTo(sequence: number): number {
    const row = this.#statements(readSequenceUpTo).get(sequence);
    const late = this.#lateBetween(0, sequence).at(-1);
    return Math.max(Number(row?.sequence ?? 0), late === undefined ? 0 : numberOf(late));
  }

  /** The newest write there is. @throws as `writesBehind` */
  last(): Row | undefined {
    const sequence = this.sequenceUpTo(sequenceMax);
    return sequence === 0 ? undefined : this.write(sequence);
  }

  /** How many writes there are. @throws as `writesBehind` */
  count(): number {
    let writes = Number(this.#statements(countRows).get()?.writes);
    for (const { body } of this.#statements(readLateBehind).iterate(0)) {
      writes += lateWritesIn(body as Uint8Array, { from: 0, to: sequenceMax }).length;
    }
    return writes;
  }

  /** As many as are asked for, and those that share a row with them. */
  #lateBehind(sequence: number, limit: number): readonly Row[] {
    const writes: LateWrite[] = [];
    for (const { body } of this.#statements(readLateBehind).iterate(sequence)) {
      writes.push(...lateWritesIn(body as Uint8Array, { from: sequence + 1, to: sequenceMax }));
      if (limit >= 0 && writes.length >= limit) break;
    }
    return this.#rowsOf(writes);
  }

  #lateBetween(from: number, to: number): readonly Row[] {
    const row = this.#statements(readLateAt).get(to);
    return row === undefined
      ? []
      : this.#rowsOf(lateWritesIn(row.body as Uint8Array, { from, to }));
  }

  #rowsOf(writes: readonly LateWrite[]): readonly Row[] {
    const places = new Map<number, Record<string, unknown>>();
    return writes.map(({ sequence, xuid, place, recordVersion, previous, facts }) => {
      const names = places.get(place) ?? this.#statements(readPlace).get(place) ?? {};
      places.set(place, names);
      const { sandbox = null, scid = null } = names as Row;
      return {
        sequence,
        xuid,
        sandbox,
        scid,
        record_version: recordVersion,
        previous,
        body: facts,
      };
    });
  }
}

/** The same for those who wait for what they ask. */
export function createLedger(reader: DatabaseSync, snapshot: Snapshot): Ledger {
  const ledger = new SqliteLedger(reader);

  async function read<T>(ask: () => T): Promise<T> {
    try {
      snapshot.hold();
      return ask();
    } catch (cause) {
      throw failureOf('the database could not be read', cause);
    }
  }

  return {
    writesBehind: (sequence, which) => read(() => ledger.writesBehind(sequence, which)),
    write: (sequence) => read(() => ledger.write(sequence)),
    sequenceUpTo: (sequence) => read(() => ledger.sequenceUpTo(sequence)),
  };
}

function numberOf({ sequence }: Row): number {
  return Number(sequence);
}

/**
 * Makes rows of `facts` of all late writes: a row is of one player, so that those of one can be
 * taken or replaced.
 *
 * @param schema as SQL names the database
 */
export function unpackLateWrites(database: DatabaseSync, schema: 'main' | 'other'): void {
  const insert = database.prepare(`
    insert into ${schema}.facts (sequence, xuid, place, record_version, previous, body)
    values (?, ?, ?, ?, ?, ?)`);
  const late = database.prepare(`select body from ${schema}.late_writes order by sequence`);
  for (const { body } of late.iterate()) {
    for (const write of lateWritesIn(body as Uint8Array, { from: 0, to: sequenceMax })) {
      const { sequence, xuid, place, recordVersion, previous, facts } = write;
      insert.run(sequence, xuid, place, recordVersion, previous, facts);
    }
  }
  database.exec(`delete from ${schema}.late_writes`);
}
