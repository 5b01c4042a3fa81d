import { hasErrors, retail, type Sandbox } from '@laurel/domain';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { findingJson, findingLines } from '../findings-text.ts';
import { withProgress } from '../progress.ts';
import { readSandbox } from '../read-option.ts';
import type { Outcome, Shell } from '../shell.ts';
import { counted } from '../table.ts';
import { readTitleFile, type TitleFile } from '../title-file.ts';

/** `laurel validate`: checks title documents without a server. */
export function validateCommand(shell: Shell): Command {
  return defineCommand<{ sandbox: Sandbox }>(shell, {
    name: 'validate',
    summary: 'check title documents, without a server',
    description: `Reports every error and warning of each title document with its place, and
looks at the pictures beside it: an icon is a PNG of 1920×1080 pixels. What the members say is held
against the rules once each has its form. Errors would stop a publish, warnings would not. Exit
code 1 if there are errors.`,
    examples: [
      ['laurel validate titles/kiln/title.json', 'check one document for a release'],
      ['laurel validate --sandbox ACME.7 titles/*.json', 'for a development sandbox: milder'],
      ['laurel validate --json title.json', 'the same for a script'],
    ],
    build: (command) =>
      command
        .argument('<file...>', 'title documents (JSON)')
        .option('--sandbox <name>', 'where they would be published', readSandbox, retail),
    run: ({ operands, options }) => validate(shell, operands, options.sandbox),
  });
}

async function validate(
  shell: Shell,
  paths: readonly string[],
  sandbox: Sandbox,
): Promise<Outcome> {
  const files = await withProgress(shell.err, 'validating', async (progress) => {
    const read: TitleFile[] = [];
    for (const [index, path] of paths.entries()) {
      progress.at(index, paths.length, path);
      read.push(await readTitleFile(path, sandbox));
    }
    return read;
  });
  const all = files.flatMap(({ findings }) => findings);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const warnings = all.length - errors;
  const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  const hasForm = all.every(({ rule }) => rule !== 'form');
  const more = hasForm ? '' : '; the rules are checked once the form is right';
  const summary = `${counted(files.length, 'file')}: ${found}${more}\n`;
  return {
    json: {
      errors,
      warnings,
      sandbox,
      files: files.map(({ path, read, findings }) => ({
        file: path,
        titleId: read?.document.titleId ?? null,
        findings: findings.map(findingJson),
      })),
    },
    text: files.map(({ path, findings }) => findingLines(path, findings)).join('') + summary,
    exitCode: hasErrors(all) ? 1 : 0,
  };
}
