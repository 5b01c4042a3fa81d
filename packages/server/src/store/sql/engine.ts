/** What statements take and rows hold: the values that every engine agrees on. */
export type SqlValue = null | number | string | Uint8Array;

/** One row, by column. */
export type Row = Readonly<Record<string, SqlValue>>;

/** One statement, its parameters `$1`, `$2`, … in order. */
export type Step = readonly [sql: string, ...parameters: SqlValue[]];

/**
 * What runs statements. An engine brings one of these, and the stores of this folder come with it.
 */
export interface SqlEngine {
  /** Sees every write that was answered before it began. @throws {StoreFailure} */
  read(step: Step): Promise<readonly Row[]>;
  /** The same for what reads much: it takes its time and keeps nobody waiting. */
  survey(step: Step): Promise<readonly Row[]>;
  /** Commits all steps together; answered when they are durable. @throws {StoreFailure} */
  write(steps: readonly Step[]): Promise<void>;
  /**
   * The same under a guard: when the first step changes no row, the others are not run.
   *
   * @returns whether the first step changed a row
   */
  writeIf(steps: readonly Step[]): Promise<boolean>;
}

/** For a statement that gives one row at most. */
export async function readOne(engine: SqlEngine, step: Step): Promise<Row | undefined> {
  return (await engine.read(step))[0];
}
