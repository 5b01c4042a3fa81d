import { AchievementsClient, ClientError } from '@laurel/client';
import type { Sandbox, TitleId } from '@laurel/domain';
import { type Command, Option } from 'commander';
import { Failure, WrongUsage } from './failure.ts';
import { unreachable } from './management-client.ts';
import { readSandbox } from './read-option.ts';
import { findServer, type ServerOptions, withServerOptions } from './server-address.ts';
import type { Shell } from './shell.ts';
import { type SignedIn, signIn } from './sign-in.ts';

/** The options of every command that acts for a player. */
export type PlayerOptions = ServerOptions & {
  readonly player?: string;
  readonly idToken?: string;
  readonly sandbox: Sandbox;
};

/** Declares the options that name a player. */
export function withPlayerOptions(command: Command): Command {
  return withServerOptions(command)
    .addOption(
      new Option(
        '--player <name>',
        'the player, by gamertag; a new name makes a new player',
      ).conflicts('idToken'),
    )
    .option('--id-token <token>', 'sign in with an ID token of the OpenID issuer instead')
    .addOption(
      new Option('--sandbox <name>', 'the sandbox').default('RETAIL').argParser(readSandbox),
    );
}

/** A player who has signed in, and the client that speaks for them. */
export type PlayerSession = SignedIn & {
  readonly client: AchievementsClient;
  readonly url: string;
};

/** Signs a player in. @throws {Failure} by the result, {WrongUsage} where none is named */
export async function openSession(
  shell: Shell,
  options: PlayerOptions,
  { claim = null, languages = [] }: { claim?: TitleId | null; languages?: readonly string[] } = {},
): Promise<PlayerSession> {
  const server = findServer(shell, options);
  const who = { ticket: ticketOf(options), sandbox: options.sandbox, titleId: claim };
  const signedIn = await signIn(server, who);
  const client = new AchievementsClient({
    xuid: signedIn.xuid,
    baseUrl: server.url,
    languages,
    authorization: async ({ isRefresh }) =>
      isRefresh ? (await signIn(server, who)).authorization : signedIn.authorization,
  });
  return { ...signedIn, client, url: server.url };
}

function ticketOf({ player, idToken }: PlayerOptions): string {
  const ticket = idToken ?? player;
  if (ticket !== undefined && ticket.trim() !== '') return ticket;
  throw new WrongUsage('name the player with --player NAME');
}

/** Calls the service for a player. @throws {Failure} in words, where the service said no */
export async function asking<T>(url: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (thrown) {
    if (!(thrown instanceof ClientError)) throw thrown;
    if (thrown.code === 'network') throw unreachable(url, thrown.cause);
    throw new Failure(thrown.code, thrown.message, { cause: thrown });
  }
}
