import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { retail } from '@laurel/domain';
import { type Command, Option } from 'commander';
import { codeTitle, pascalCase } from '../codegen/code-title.ts';
import { codeOf, type Language, languages } from '../codegen/languages.ts';
import { defineCommand } from '../command.ts';
import { Failure, fileFailure, WrongUsage } from '../failure.ts';
import { findingLines } from '../findings-text.ts';
import type { Outcome, Shell } from '../shell.ts';
import { counted } from '../table.ts';
import { readTitleFile } from '../title-file.ts';

type Options = {
  readonly language: Language;
  readonly namespace?: string;
  readonly out?: string;
};

/** `laurel codegen`: constants for a game's own code. */
export function codegenCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'codegen',
    summary: "make constants of a title's achievements for a game's code",
    description: `Writes the ids of a title's achievements as constants with names, from its
document and without a server, so that a wrong id does not compile. The same document gives the
same text: keep it with the game, or make it when the game is built.`,
    examples: [
      ['laurel codegen title.json --out src/achievements.gen.ts', 'TypeScript'],
      ['laurel codegen title.json --language csharp --namespace Kiln', 'C#, shown'],
      ['laurel codegen title.json --language cpp --out achievements.hpp', 'C++17'],
      ['laurel codegen title.json --language gdscript --out achievements.gd', 'Godot 4'],
    ],
    build: (command) =>
      command
        .argument('<file>', 'the title document (JSON)')
        .addOption(
          new Option('--language <name>', 'what the game is written in')
            .choices(languages)
            .default('typescript'),
        )
        .option(
          '--namespace <name>',
          'the namespace, in GDScript the class (default: from the name of the title)',
        )
        .option('--out <file>', 'where to write it (default: the standard output)'),
    run: ({ operands: [path = ''], options }) => codegen(shell, path, options),
  });
}

async function codegen(shell: Shell, path: string, options: Options): Promise<Outcome> {
  const { language, out } = options;
  const { read, findings } = await readTitleFile(path, retail);
  if (read === null) {
    const details = findingLines(path, findings).trimEnd().split('\n');
    throw new Failure('not-a-title', `"${path}" can't be read as a title document`, { details });
  }
  const title = codeTitle(read.title);
  const named = options.namespace ?? namespaceOf(read.document.name, title.titleId);
  const text = codeOf(title, language, readNamespace(named));
  const { titleId, achievements } = title;
  const json = { titleId, language, achievements: achievements.length, file: out ?? null };
  if (out === undefined) return { json: { ...json, text }, text };
  const file = resolve(shell.directory, out);
  try {
    await writeFile(file, text);
  } catch (thrown) {
    throw fileFailure(out, thrown);
  }
  return { json, text: `${out}: ${counted(achievements.length, 'achievement')}\n` };
}

function namespaceOf(name: string | Readonly<Record<string, string>>, titleId: number): string {
  const text = typeof name === 'string' ? name : (Object.values(name)[0] ?? '');
  const words = text.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = pascalCase(words);
  return /^[A-Za-z]/.test(joined) ? `${joined}Title` : `Title${titleId}`;
}

function readNamespace(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) return name;
  throw new WrongUsage(
    `--namespace must be letters, digits and underscores; got "${name.slice(0, 80)}"`,
  );
}
