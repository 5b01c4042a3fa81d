/** Where text goes. */
export type Sink = {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Where it is written to, if it is a file, a pipe or a terminal. */
  readonly fd?: number;
};

/** What the commands know of the process they run in. */
export type Shell = {
  readonly out: Sink;
  /** Messages and progress; never data. */
  readonly err: Sink;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  /**
   * From the first call on, a request to stop does not end the process; it aborts this signal.
   * Asking a second time ends it.
   */
  readonly stop: () => AbortSignal;
};

/** What a command found or did: one JSON document, and the same for people. */
export type Outcome = {
  /** `undefined` for a command that has written its document already. */
  readonly json: unknown;
  /** Ends with a line break, or is empty. */
  readonly text: string;
  /** 1 where errors were found; 0 when it is left out. */
  readonly exitCode?: 0 | 1;
};
