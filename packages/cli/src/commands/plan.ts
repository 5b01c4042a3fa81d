import type { Sandbox } from '@laurel/domain';
import type { Command } from 'commander';
import { changeLines } from '../change-lines.ts';
import { defineCommand } from '../command.ts';
import { withProgress } from '../progress.ts';
import { planTitle, readReadyTitle } from '../publishing.ts';
import { readSandbox } from '../read-option.ts';
import { managementOf, type ServerOptions, withManagerOptions } from '../server-address.ts';
import type { Shell } from '../shell.ts';
import { counted, printable } from '../table.ts';

type Options = ServerOptions & { readonly sandbox: Sandbox; readonly acceptIncomplete?: true };

/** `laurel plan`: what a publish would do. */
export function planCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'plan',
    summary: 'show what publishing would change, and for how many players',
    description: `Compares a title document with what is in force in a sandbox of a running
server. Nothing is changed. Exit code 1 if the publish would be refused.`,
    examples: [
      ['laurel plan title.json --sandbox RETAIL', 'before a release'],
      ['laurel plan title.json --sandbox ACME.7 --json', 'for a script'],
    ],
    build: (command) =>
      withManagerOptions(command)
        .argument('<file>', 'a title document')
        .requiredOption(
          '--sandbox <name>',
          'where it would be published, such as RETAIL (required)',
          readSandbox,
        )
        .option('--accept-incomplete', 'a base set may be smaller than that of a release'),
    run: ({ operands: [file = ''], options }) =>
      withProgress(shell.err, 'planning', async () => {
        const { sandbox, acceptIncomplete: acceptsIncomplete } = options;
        const ready = await readReadyTitle(file, { sandbox, acceptsIncomplete });
        const plan = await planTitle(managementOf(shell, options), ready, {
          sandbox,
          acceptsIncomplete,
        });
        const now =
          plan.version === 0 ? 'nothing is in force' : `version ${plan.version} is in force`;
        const players = `${counted(plan.players, 'player')} played it`;
        const title = `${printable(ready.name)} (${ready.titleId})`;
        const head = `${title} in ${sandbox}: ${now}, ${players}\n`;
        const findings = plan.findings.map(
          ({ severity, path, message }) => `${severity}: ${path} ${printable(message)}\n`,
        );
        return {
          json: { titleId: ready.titleId, sandbox, ...plan },
          text: head + changeLines(plan.changes) + findings.join(''),
          exitCode: plan.isPublishable ? 0 : 1,
        };
      }),
  });
}
