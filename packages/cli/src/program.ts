import { readFileSync } from 'node:fs';
import { Command } from 'commander';
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
  try {
    const program = await createProgram(shell, words[0]);
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (thrown) {
    return reportFailure(shell, thrown, words.includes('--json'));
  }
}

type Define = (shell: Shell) => Command;

/**
 * By name, in the order of a title's life. A command is loaded when it is called: to load all of
 * them takes an instance a tenth of its start.
 */
const commands: Readonly<Record<string, () => Promise<Define>>> = {
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  dev: async () => (await import('./commands/dev.ts')).devCommand,
  import: async () => (await import('./commands/import-capture.ts')).importCommand,
  validate: async () => (await import('./commands/validate.ts')).validateCommand,
  codegen: async () => (await import('./commands/codegen.ts')).codegenCommand,
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  simulate: async () => (await import('./commands/simulate.ts')).simulateCommand,
  publish: async () => (await import('./commands/publish.ts')).publishCommand,
  backfill: async () => (await import('./commands/backfill.ts')).backfillCommand,
  rollback: async () => (await import('./commands/rollback.ts')).rollbackCommand,
  token: async () => (await import('./commands/token.ts')).tokenCommand,
  unlock: async () => (await import('./commands/unlock.ts')).unlockCommand,
  list: async () => (await import('./commands/list.ts')).listCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  agent: async () => (await import('./commands/agent.ts')).agentCommand,
  intercept: async () => (await import('./commands/intercept.ts')).interceptCommand,
  backup: async () => (await import('./commands/backup.ts')).backupCommand,
  restore: async () => (await import('./commands/restore.ts')).restoreCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
};

/**
 * Every command, with the help that shows them.
 *
 * @param called the only command that is wanted; all where there is none of that name
 */
export async function createProgram(shell: Shell, called?: string): Promise<Command> {
  const program = new Command('laurel')
    .description('A self-hosted achievements service, and the commands to run and fill it.')
    .version(version(), '-V, --version', 'the version of this program')
    .addHelpText('after', overview)
    .helpCommand('help [command]', 'show what a command does, with examples');
  const one = Object.hasOwn(commands, called ?? '') ? commands[called ?? ''] : undefined;
  const wanted = one === undefined ? Object.values(commands) : [one];
  for (const load of wanted) program.addCommand((await load())(shell));
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
