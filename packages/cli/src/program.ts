import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { agentCommand } from './commands/agent.ts';
import { backfillCommand } from './commands/backfill.ts';
import { backupCommand } from './commands/backup.ts';
import { codegenCommand } from './commands/codegen.ts';
import { devCommand } from './commands/dev.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { importCommand } from './commands/import-capture.ts';
import { interceptCommand } from './commands/intercept.ts';
import { listCommand } from './commands/list.ts';
import { planCommand } from './commands/plan.ts';
import { publishCommand } from './commands/publish.ts';
import { restoreCommand } from './commands/restore.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { tokenCommand } from './commands/token.ts';
import { unlockCommand } from './commands/unlock.ts';
import { validateCommand } from './commands/validate.ts';
import { reportFailure } from './finish.ts';
import type { Shell } from './shell.ts';

/**
 * Runs one command line.
 *
 * @param words what stands behind the program's name
 * @returns the exit code: 0 when it did what it was asked, 1 when it failed or found errors, 2 when
 * it was called wrongly
 */
export async function run(shell: Shell, words: readonly string[]): Promise<number> {
  const program = createProgram(shell);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (thrown) {
    return reportFailure(shell, thrown, words.includes('--json'));
  }
}

/** In the order of a title's life. */
const commands = [
  serveCommand,
  devCommand,
  importCommand,
  validateCommand,
  codegenCommand,
  planCommand,
  simulateCommand,
  publishCommand,
  backfillCommand,
  rollbackCommand,
  tokenCommand,
  unlockCommand,
  listCommand,
  explainCommand,
  agentCommand,
  interceptCommand,
  backupCommand,
  restoreCommand,
  doctorCommand,
] as const;

/** Every command, with the help that shows them. */
export function createProgram(shell: Shell): Command {
  const program = new Command('laurel')
    .description('A self-hosted achievements service, and the commands to run and fill it.')
    .version(version(), '-V, --version', 'the version of this program')
    .addHelpText('after', overview)
    .helpCommand('help [command]', 'show what a command does, with examples');
  for (const define of commands) program.addCommand(define(shell));
  for (const command of everyCommand(program)) {
    command
      .exitOverride()
      .showHelpAfterError('(add --help for what it takes, with examples)')
      .showSuggestionAfterError()
      .configureOutput({
        writeOut: (text) => shell.out.write(text),
        writeErr: (text) => shell.err.write(text),
      });
  }
  return program;
}

/** The command and those within it. */
function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** The manifest is one folder above, in the repository and in the published package. */
function version(): string {
  const path = new URL('../package.json', import.meta.url);
  const manifest: { version?: unknown } = JSON.parse(readFileSync(path, 'utf8'));
  return String(manifest.version);
}

const overview = `
Start here:
  laurel dev --samples             # a service on this machine, with two titles to play with
  laurel list --player Player1 --title 1700100001

Exit codes: 0 it did what it was asked, 1 it failed or found errors, 2 it was called wrongly.
`;
