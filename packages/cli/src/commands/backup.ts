import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backupSqlite, verifySqlite } from '@laurel/server';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { withProgress } from '../progress.ts';
import { dataDirectory } from '../server-address.ts';
import type { Shell } from '../shell.ts';
import { databasePath, withDatabase } from '../stored-database.ts';

type Options = { readonly data?: string };

/** `laurel backup`: copies everything an instance remembers. */
export function backupCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'backup',
    summary: 'copy everything a service remembers to a file, also while it runs',
    description: `Copies the database of a data directory on this machine as it is at one
moment, and verifies the copy. The service may run and write meanwhile. The file holds players'
data and the keys that sign tokens: keep it as you keep those.`,
    examples: [
      ['laurel backup laurel-monday.db', 'the data in ./data'],
      ['laurel backup /backups/laurel.db --data /var/lib/laurel', 'of a service elsewhere'],
    ],
    build: (command) =>
      command
        .argument('<file>', 'where the copy goes; nothing may be there yet')
        .option('--data <dir>', 'the data directory (default: LAUREL_DATA, or ./data)'),
    run: ({ operands: [file = ''], options }) =>
      withProgress(shell.err, 'backing up', async () => {
        const from = databasePath(dataDirectory(shell, options));
        const to = resolve(shell.directory, file);
        if (!existsSync(dirname(to))) {
          throw new Failure('file', `there is no directory "${dirname(to)}"; make it first`);
        }
        await withDatabase(() => backupSqlite({ from, to }));
        const [wrong] = await withDatabase(async () => verifySqlite(to));
        if (wrong !== undefined) {
          const message = `the copy "${to}" is damaged as the database is: ${wrong}`;
          throw new Failure('damaged', message);
        }
        const bytes = statSync(to).size;
        return {
          json: { file: to, from, bytes },
          text: `backed up ${from} to ${to} (${bytes} bytes)\n`,
        };
      }),
  });
}
