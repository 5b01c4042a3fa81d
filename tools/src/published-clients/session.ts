import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What a session is told by the driver. */
export type Terms = {
  /** The folder where the libraries are installed. */
  readonly folder: string;
  readonly gamertag: string;
  readonly titleId: number;
  readonly scid: string;
  /** How many achievements the title has. */
  readonly achievements: number;
};

/** What came of one call of a library. */
export type CallReport = {
  readonly call: string;
  readonly isGood: boolean;
  /** What was checked, or what went wrong. */
  readonly note: string;
};

/** What a library gives: nobody has told the compiler what that is. */
type Untyped = ReturnType<NodeJS.Require>;

/** Uses a library as its readers would. */
export type Session = Terms & {
  /** Loads what is installed in the folder. */
  readonly load: NodeJS.Require;
  /**
   * Makes a call and looks at what it gives.
   *
   * @param look says what it found; throws where the answer is not right
   * @returns what the call gave; `undefined` where it failed
   */
  call(
    name: string,
    make: () => Promise<Untyped>,
    look: (answer: Untyped) => string,
  ): Promise<Untyped>;
};

/** Runs in a process of its own: reads the terms, tells each call on a line. */
export async function runSession(session: (given: Session) => Promise<void>): Promise<void> {
  const terms: Terms = JSON.parse(process.argv[2] ?? '{}');
  await session({
    ...terms,
    load: createRequire(join(terms.folder, 'index.js')),
    async call(name, make, look) {
      try {
        const answer = await make();
        tell({ call: name, isGood: true, note: look(answer) });
        return answer;
      } catch (thrown) {
        tell({ call: name, isGood: false, note: reasonOf(thrown) });
        return undefined;
      }
    },
  });
}

function tell(report: CallReport): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof Error) {
    const cause = thrown.cause instanceof Error ? ` (${thrown.cause.message})` : '';
    return `${thrown.message}${cause}`;
  }
  return JSON.stringify(thrown);
}

/** @throws {Error} where it does not hold */
export function must(condition: boolean, rule: string): void {
  if (!condition) throw new Error(`not so: ${rule}`);
}

/** An achievement as far as the sessions look at it. */
export type ListedAchievement = { readonly id: string; readonly progressState: string };

/** Looks at a list of achievements. @returns what it found */
export function lookAtAchievements(
  list: readonly ListedAchievement[],
  { achievements }: Pick<Terms, 'achievements'>,
): string {
  must(list.length === achievements, `${achievements} achievements; got ${list.length}`);
  const first = list.find(({ id }) => id === '1');
  must(first?.progressState === 'Achieved', 'the first is unlocked');
  return `${list.length} achievements, the first unlocked`;
}
