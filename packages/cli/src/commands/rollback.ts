import { schema } from '@laurel/contract';
import type { Sandbox } from '@laurel/domain';
import type { Command } from 'commander';
import { changeLines } from '../change-lines.ts';
import { defineCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import type { ManagementClient } from '../management-client.ts';
import { withProgress } from '../progress.ts';
import { readSandbox, readTitleId, readWhole } from '../read-option.ts';
import { managementOf, type ServerOptions, withManagerOptions } from '../server-address.ts';
import type { Outcome, Shell } from '../shell.ts';
import { printable, table } from '../table.ts';

type Options = ServerOptions & {
  readonly sandbox: Sandbox;
  readonly to?: number;
  readonly note?: string;
};

/** `laurel rollback`: an older version in force again. */
export function rollbackCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'rollback',
    summary: 'put an older version of a title in force again',
    description: `Publishes the document of an older version again, as a new version.
Achievements that came after it stay, archived, for players may have them. Without --to it shows
the versions there are.`,
    examples: [
      ['laurel rollback 1700100001 --sandbox RETAIL', 'show the versions'],
      ['laurel rollback 1700100001 --sandbox RETAIL --to 3', 'put version 3 in force'],
    ],
    build: (command) =>
      withManagerOptions(command)
        .argument('<titleId>', 'the title', (text) => String(readTitleId(text)))
        .requiredOption('--sandbox <name>', 'where, such as RETAIL (required)', readSandbox)
        .option('--to <version>', 'the version to put in force', readWhole)
        .option('--note <text>', 'what is said about it'),
    run: ({ operands: [titleId = ''], options }) =>
      withProgress(shell.err, 'rolling back', async () => {
        const client = managementOf(shell, options);
        const { sandbox, to, note } = options;
        if (to === undefined) return showVersions(client, titleId, sandbox);
        const published = await client.call({
          method: 'POST',
          path: `/titles/${titleId}/rollback`,
          body: { sandbox, toVersion: to, ...(note !== undefined && { note }) },
          answer: schema.Published,
        });
        const head = `version ${published.version} of ${titleId}, which is version ${to} again, is in force in ${sandbox}\n`;
        return {
          json: { titleId: Number(titleId), sandbox, restored: to, ...published },
          text: head + changeLines(published.changes),
        };
      }),
  });
}

async function showVersions(
  client: ManagementClient,
  titleId: string,
  sandbox: Sandbox,
): Promise<Outcome> {
  const { versions } = await client.call({
    method: 'GET',
    path: `/titles/${titleId}/versions?sandbox=${encodeURIComponent(sandbox)}`,
    answer: schema.TitleVersions,
  });
  if (versions.length === 0) {
    throw new Failure(
      'unknown-title',
      `titleId ${titleId} was never published to sandbox ${sandbox}; \`laurel publish\` does that`,
    );
  }
  const head = ['VERSION', 'PUBLISHED', 'NOTE'];
  const rows = versions.map(({ version, publishedAt, note, isInForce }) => [
    `${version}${isInForce ? ' *' : ''}`,
    publishedAt.slice(0, 16).replace('T', ' '),
    printable(note),
  ]);
  return {
    json: { titleId: Number(titleId), sandbox, versions },
    text: `${table(head, rows)}\n* in force; choose another with --to\n`,
  };
}
