import { settingNames, variableOf } from '@laurel/server';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { withProgress } from '../progress.ts';
import { readInstanceConfig } from '../read-config.ts';
import type { Outcome, Shell } from '../shell.ts';
import { serveUntilStopped, startInstance } from '../start-instance.ts';

type Options = {
  readonly config?: string;
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  readonly json?: true;
};

/** `laurel serve`: a production instance. */
export function serveCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'serve',
    summary: 'run the service',
    description: `Runs the service with nothing insecure on. It needs a management key and a
source of players' identities, and refuses to start without them. The log goes to the standard
output, one JSON line for each request. SIGTERM or SIGINT stops it; what was accepted is
finished first.`,
    examples: [
      ['laurel serve', 'everything from the environment'],
      ['laurel serve --config /etc/laurel.json', 'settings from a file; the environment wins'],
      [
        'LAUREL_TITLE_SERVER_KEYS=true LAUREL_MANAGEMENT_KEY_FILE=./key laurel serve',
        'the least it needs',
      ],
      ['openssl rand -hex 32 > key && chmod 600 key', 'make a management key'],
    ],
    build: (command) =>
      command
        .option('--config <file>', 'a JSON file of settings (default: LAUREL_CONFIG)')
        .option('--host <address>', 'the address to listen on (default: 127.0.0.1)')
        .option('--port <number>', 'the port to listen on, 0 for a free one (default: 4000)')
        .option('--data <dir>', 'the data directory (default: ./data)')
        .addHelpText('after', variablesHelp()),
    run: ({ options }) => serve(shell, options),
  });
}

async function serve(shell: Shell, { config: file, json, ...given }: Options): Promise<Outcome> {
  const { host, port, data } = given;
  shell.stop();
  const config = readInstanceConfig(shell, {
    mode: 'production',
    file: file ?? shell.environment.LAUREL_CONFIG,
    overrides: {
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port }),
      ...(data !== undefined && { data }),
    },
  });
  // With --json the standard output is for one document, so the log goes to the other.
  const instance = await withProgress(shell.err, 'starting', () =>
    startInstance(config, json ? shell.err : shell.out),
  );
  const started = { url: instance.url, pid: process.pid, config };
  if (json) shell.out.write(`${JSON.stringify(started, null, 2)}\n`);
  else {
    shell.err.write(`laurel: configuration ${JSON.stringify(config)}\n`);
    shell.err.write(`laurel: serving at ${instance.url}, data in ${config.data}\n`);
  }
  await serveUntilStopped(shell, instance, config.stopTimeoutMs);
  return { json: undefined, text: '' };
}

function variablesHelp(): string {
  const names = settingNames.map((name) => `  ${variableOf(name)}`);
  return `\nSettings (docs/operating/configuration.md says what each does):\n${names.join('\n')}`;
}
