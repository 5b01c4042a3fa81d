import type { TitleId } from '@laurel/domain';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { openSession, type PlayerOptions, withPlayerOptions } from '../player-session.ts';
import { withProgress } from '../progress.ts';
import { readTitleId } from '../read-option.ts';
import type { Shell } from '../shell.ts';

type Options = PlayerOptions & { readonly title?: TitleId; readonly key?: string };

/** `laurel token`: signs a player in. */
export function tokenCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'token',
    summary: 'sign a player in and print the Authorization header',
    description: `Prints the value of the Authorization header with which every client calls the
service for this player. It is good for hours, and it is a secret: whoever has it is the player.`,
    examples: [
      ['laurel token --player Player1', 'for the development service of this directory'],
      ['laurel token --player Player1 --sandbox ACME.7', 'in a development sandbox'],
      ['laurel token --player Player1 --title 1700100001', 'with the claim of a title'],
      [
        'curl -H "Authorization: $(laurel token --player Player1)" \\\n      http://127.0.0.1:4000/achievements/users/me/achievements',
        'use it',
      ],
    ],
    build: (command) =>
      withPlayerOptions(command)
        .option('--title <id>', 'carry the claim of this title (development mode)', readTitleId)
        .option('--key <key>', 'the management key, needed with --title (default: LAUREL_KEY)'),
    run: ({ options }) =>
      withProgress(shell.err, 'signing in', async () => {
        const session = await openSession(shell, options, { claim: options.title ?? null });
        const { authorization, xuid, gamertag, sandbox, notAfter } = session;
        return {
          json: { authorization, xuid, gamertag, sandbox, notAfter },
          text: `${authorization}\n`,
        };
      }),
  });
}
