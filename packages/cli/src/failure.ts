/** An expected failure of a command: a message for people, no stack trace, exit code 1. */
export class Failure extends Error {
  /** Stable, for scripts that read `--json`. */
  readonly code: string;
  /** More of the same message, one line each. */
  readonly details: readonly string[];

  constructor(
    code: string,
    message: string,
    { details = [], cause }: { details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.code = code;
    this.details = details;
  }
}

/** The command was called wrongly: exit code 2. */
export class WrongUsage extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WrongUsage';
  }
}

/** A command did its work and found errors, which it has told: exit code 1 and no more words. */
export class ErrorsFound extends Error {}

/** Says what went wrong with a file in words, from what the system said. */
export function fileFailure(path: string, thrown: unknown): Failure {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : '';
  const reason =
    {
      ENOENT: 'there is no such file',
      EACCES: 'permission denied',
      EPERM: 'permission denied',
      EISDIR: 'it is a directory',
      ENOTDIR: 'a part of its path is not a directory',
      EEXIST: 'it is there already',
      ENOSPC: 'the disk is full',
      EROFS: 'the disk is read-only',
    }[String(code)] ?? (thrown instanceof Error ? thrown.message : String(thrown));
  return new Failure('file', `"${path}": ${reason}`, { cause: thrown });
}
