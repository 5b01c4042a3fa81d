import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { restoreSqlite } from '@laurel/server';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { Failure, fileFailure } from '../failure.ts';
import { withProgress } from '../progress.ts';
import { dataDirectory } from '../server-address.ts';
import type { Shell } from '../shell.ts';
import { databasePath, withDatabase } from '../stored-database.ts';

type Options = { readonly data?: string; readonly force?: true };

/** `laurel restore`: puts a backup in place. */
export function restoreCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'restore',
    summary: 'put a backup in place of the database',
    description: `Verifies a backup and puts it into a data directory on which no service runs.
The database is the old one or the new one at any moment, never a mixture.`,
    examples: [
      ['laurel restore laurel-monday.db --data ./restored', 'beside the one that is used'],
      ['laurel restore laurel-monday.db --force', 'in place of the one in ./data'],
    ],
    build: (command) =>
      command
        .argument('<file>', 'a backup')
        .option('--data <dir>', 'the data directory (default: LAUREL_DATA, or ./data)')
        .option('--force', 'replace a database that is there'),
    run: ({ operands: [file = ''], options }) =>
      withProgress(shell.err, 'restoring', async () => {
        const data = dataDirectory(shell, options);
        const [from, to] = [resolve(shell.directory, file), databasePath(data)];
        try {
          mkdirSync(data, { recursive: true, mode: 0o700 });
        } catch (thrown) {
          throw fileFailure(data, thrown);
        }
        const overwrite = options.force === true;
        if (!overwrite && existsSync(to)) {
          const message = `"${to}" is there already; --force replaces it, and \`laurel backup\` keeps it first`;
          throw new Failure('database', message);
        }
        await withDatabase(() => restoreSqlite({ from, to, overwrite }));
        return { json: { file: from, database: to }, text: `restored ${from} to ${to}\n` };
      }),
  });
}
