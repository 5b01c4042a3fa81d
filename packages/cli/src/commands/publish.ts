import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseTitleId, type Sandbox } from '@laurel/domain';
import type { Command } from 'commander';
import { changeLines } from '../change-lines.ts';
import { defineCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { withProgress } from '../progress.ts';
import {
  addSandbox,
  type Published,
  publishDocument,
  publishTitle,
  readReadyTitle,
} from '../publishing.ts';
import { readSandbox, readWhole } from '../read-option.ts';
import { managementOf, type ServerOptions, withManagerOptions } from '../server-address.ts';
import type { Shell } from '../shell.ts';
import { printable } from '../table.ts';

type Options = ServerOptions & {
  readonly sandbox: Sandbox;
  readonly note?: string;
  readonly addSandbox?: true;
  readonly ifVersion?: number;
  readonly acceptIncomplete?: true;
};

/** `laurel publish`: puts a title document in force. */
export function publishCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'publish',
    summary: 'put a title document in force',
    description: `Sends a title document with its pictures to a running server, where it is in
force at once, whole or not at all. Every version is kept; \`laurel rollback\` brings one back.
A published achievement can't be deleted or re-numbered, only archived.`,
    examples: [
      ['laurel publish title.json --sandbox RETAIL --note "spring set"', 'for everyone'],
      ['laurel publish title.json --sandbox ACME.7 --add-sandbox', 'for developers'],
      ['laurel publish 1700100001 --sandbox RETAIL', 'the draft that the server keeps'],
    ],
    build: (command) =>
      withManagerOptions(command)
        .argument('<file|titleId>', 'a title document, or the title whose draft is published')
        .requiredOption('--sandbox <name>', 'where to, such as RETAIL (required)', readSandbox)
        .option('--note <text>', 'what is said about this version')
        .option('--add-sandbox', 'add the sandbox if it is not there')
        .option('--if-version <number>', 'only if this version is in force', readWhole)
        .option('--accept-incomplete', 'a base set may be smaller than that of a release'),
    run: async ({ operands: [what = ''], options }) => {
      const { sandbox, note, ifVersion: expectedVersion } = options;
      const aim = { sandbox, note, expectedVersion, acceptsIncomplete: options.acceptIncomplete };
      const client = managementOf(shell, options);
      const path = resolve(shell.directory, what);
      const titleId = parseTitleId(what);
      return withProgress(shell.err, 'publishing', async (progress) => {
        const isDraft = titleId !== undefined && !existsSync(path);
        const ready = isDraft ? { titleId, name: 'draft' } : await readReadyTitle(what, aim);
        if (options.addSandbox) await addSandbox(client, sandbox);
        const published = await namingTheWayOut(
          'pictures' in ready
            ? publishTitle(client, ready, { ...aim, progress })
            : publishDocument(client, ready, aim),
        );
        const { version, changes, warnings, recounted } = published;
        const head = `version ${version} of ${printable(ready.name)} (${ready.titleId}) is in force in ${sandbox}\n`;
        const told = warnings.map(
          ({ path: at, message }) => `warning: ${at} ${printable(message)}\n`,
        );
        const players =
          recounted === 0 ? '' : `  Gamerscore of ${recounted} players was counted anew\n`;
        return {
          json: { titleId: ready.titleId, sandbox, ...published },
          text: head + changeLines(changes) + players + told.join(''),
        };
      });
    },
  });
}

/** A sandbox that is not there is the one refusal that an option of this command gets around. */
async function namingTheWayOut(publishing: Promise<Published>): Promise<Published> {
  try {
    return await publishing;
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'UnknownEntity') throw thrown;
    const details = ['--add-sandbox adds it'];
    throw new Failure(thrown.code, thrown.message, { details, cause: thrown });
  }
}
