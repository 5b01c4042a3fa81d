import { resolve } from 'node:path';
import { isLoopback } from '@laurel/server';
import { type Command, Option } from 'commander';
import { Failure } from './failure.ts';
import { keyPath, readAddressOf, readKey } from './instance-files.ts';
import {
  createManagementClient,
  type ManagementClient,
  type ServerAddress,
} from './management-client.ts';
import { readAddress } from './read-option.ts';
import type { Shell } from './shell.ts';

/** The options of every command that speaks to a running server. */
export type ServerOptions = {
  readonly url?: string;
  readonly key?: string;
  readonly data?: string;
};

/** Declares the options that name a server. */
export function withServerOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--url <address>',
        'the server (default: LAUREL_URL, or what `laurel dev` noted)',
      ).argParser(readAddress),
    )
    .addOption(
      new Option('--data <dir>', 'the data directory of a `laurel dev` on this machine').default(
        undefined,
        'LAUREL_DATA, or ./data',
      ),
    );
}

/** Declares those of a command that needs the management key, too. */
export function withManagerOptions(command: Command): Command {
  return withServerOptions(command).option(
    '--key <key>',
    'the management key (default: LAUREL_KEY, or the one `laurel dev` made)',
  );
}

/** @returns the data directory, absolute */
export function dataDirectory({ directory, environment }: Shell, { data }: ServerOptions): string {
  return resolve(directory, data ?? environment.LAUREL_DATA ?? './data');
}

/**
 * Finds the server: what the options say, then the environment, then what a development instance
 * noted in its data directory.
 *
 * @throws {Failure} where nothing names one
 */
export function findServer(shell: Shell, options: ServerOptions): ServerAddress {
  const data = dataDirectory(shell, options);
  const named = options.url ?? environmentAddress(shell);
  const noted = readAddressOf(data);
  const url = named ?? noted;
  if (url === undefined) {
    throw new Failure(
      'no-server',
      `no server is known: none was named, and "${data}" holds no address; start one with \`laurel dev\` here, or name one with --url or LAUREL_URL`,
    );
  }
  const given = options.key ?? shell.environment.LAUREL_KEY;
  // A key made for the instance of this directory is sent to no other machine.
  const isOwn = url === noted || isLoopback(new URL(url).hostname);
  return { url, key: given ?? (isOwn ? readKey(data) : undefined) ?? null };
}

function environmentAddress({ environment }: Shell): string | undefined {
  const text = environment.LAUREL_URL;
  if (text === undefined || text === '') return undefined;
  try {
    return readAddress(text);
  } catch (thrown) {
    throw new Failure('no-server', `LAUREL_URL: ${thrown instanceof Error ? thrown.message : ''}`);
  }
}

/** Speaks to the management API of the server that is named. @throws {Failure} without its key */
export function managementOf(shell: Shell, options: ServerOptions): ManagementClient {
  const { url, key } = findServer(shell, options);
  if (key !== null) return createManagementClient({ url, key });
  const path = keyPath(dataDirectory(shell, options));
  throw new Failure(
    'no-key',
    `the management key of ${url} is not known: give --key or LAUREL_KEY; a \`laurel dev\` keeps its key in "${path}"`,
  );
}
