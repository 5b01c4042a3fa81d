import { Refusal } from '@laurel/domain';
import { CommanderError } from 'commander';
import { ErrorsFound, Failure, WrongUsage } from './failure.ts';
import type { Outcome, Shell } from './shell.ts';
import { printable } from './table.ts';

/** Writes an outcome. @throws {ErrorsFound} where it holds errors */
export function finish(shell: Shell, { json, text, exitCode = 0 }: Outcome, isJson: boolean): void {
  if (!isJson) shell.out.write(text);
  else if (json !== undefined) shell.out.write(`${JSON.stringify(json, null, 2)}\n`);
  if (exitCode !== 0) throw new ErrorsFound();
}

/**
 * Says what went wrong: the message for people, and with `--json` the same as a document.
 *
 * @returns the exit code: 1 for a failure, 2 for wrong usage, 0 for help that was asked for
 */
export function reportFailure(shell: Shell, thrown: unknown, isJson: boolean): 0 | 1 | 2 {
  if (thrown instanceof ErrorsFound) return 1;
  if (thrown instanceof CommanderError) {
    // commander has written its message, or the help that was asked for.
    if (thrown.exitCode === 0) return 0;
    if (isJson) {
      const message = thrown.message.replace(/^error: /, '');
      writeJson(shell, { code: 'usage', message, details: [] });
    }
    return 2;
  }
  const { code, message, details, isExpected } = describe(thrown);
  const lines = [message, ...details].join('\n  ').split('\n').map(printable);
  shell.err.write(`laurel: ${lines.join('\n')}\n`);
  if (!isExpected && thrown instanceof Error) {
    shell.err.write(
      `This is a defect of laurel; please report it with the lines below.\n${thrown.stack}\n`,
    );
  }
  if (isJson) writeJson(shell, { code, message, details });
  return thrown instanceof WrongUsage ? 2 : 1;
}

function writeJson(shell: Shell, error: { code: string; message: string; details: unknown }): void {
  shell.out.write(`${JSON.stringify({ error }, null, 2)}\n`);
}

type Described = {
  readonly code: string;
  readonly message: string;
  readonly details: readonly string[];
  readonly isExpected: boolean;
};

function describe(thrown: unknown): Described {
  if (thrown instanceof Failure) return { ...pick(thrown), code: thrown.code, isExpected: true };
  if (thrown instanceof WrongUsage) {
    return { code: 'usage', message: thrown.message, details: [], isExpected: true };
  }
  if (thrown instanceof Refusal) {
    const told = thrown.details.map(({ path, message }) => `${path} ${message}`);
    const details = told.filter((detail) => !thrown.message.includes(detail));
    return { code: thrown.code, message: thrown.message, details, isExpected: true };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'defect', message, details: [], isExpected: false };
}

function pick({ message, details }: Failure): Pick<Described, 'message' | 'details'> {
  return { message, details };
}
