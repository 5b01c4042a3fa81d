import { Command, type OptionValues } from 'commander';
import { finish } from './finish.ts';
import type { Outcome, Shell } from './shell.ts';

/** What a command's action works with. */
export type Invocation<Options extends OptionValues> = {
  /** What stands on the command line without a dash, in order. */
  readonly operands: readonly string[];
  readonly options: Options & { readonly json?: true };
};

/** A command before it is one. */
export type Definition<Options extends OptionValues> = {
  readonly name: string;
  /** For the list of commands: one line, imperative. */
  readonly summary: string;
  /** What it does, for its own help. */
  readonly description: string;
  /** Lines to try, each with what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** Declares arguments and options. */
  readonly build: (command: Command) => Command;
  readonly run: (invocation: Invocation<Options>) => Promise<Outcome>;
};

/** Makes a command: its help teaches, it takes `--json`, and its outcome is shown either way. */
export function defineCommand<Options extends OptionValues = OptionValues>(
  shell: Shell,
  { name, summary, description, examples, build, run }: Definition<Options>,
): Command {
  const command = new Command(name)
    .summary(summary)
    .description(description.replace(/\n(?!\n)/g, ' '));
  return build(command)
    .option('--json', 'one JSON document on the standard output')
    .addHelpText('after', exampleText(examples))
    .action(async (...given: unknown[]) => {
      // commander passes the operands one by one or as a list, then the options, then the command.
      const operands = given
        .slice(0, -2)
        .flat()
        .filter((value) => value !== undefined);
      const options = given.at(-2) as Invocation<Options>['options'];
      const outcome = await run({ operands: operands.map(String), options });
      finish(shell, outcome, options.json === true);
    });
}

/** Where the meanings of examples do not fit beside them, they stand above. */
const columnsMax = 96;

/**
 * Shows lines to try below a command's help.
 *
 * @param examples each line, with what it does
 */
export function exampleText(examples: Definition<OptionValues>['examples']): string {
  const widest = Math.max(...examples.map(([line]) => line.length));
  const beside = examples.map(([line, meaning]) => `  ${line.padEnd(widest)}  # ${meaning}`);
  const fits = beside.every((line) => line.length <= columnsMax && !line.includes('\n'));
  const above = examples.map(([line, meaning]) => `  # ${meaning}\n  ${line}`);
  return `\nExamples:\n${(fits ? beside : above).join('\n')}`;
}
