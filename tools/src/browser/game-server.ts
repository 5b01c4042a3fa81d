import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../tidy/repository.ts';

/** A development instance with the sample titles, in a process of its own. */
export type GameServer = AsyncDisposable & { readonly url: string };

/** Starts what `npm start` does, on a free port and with data of its own. */
export async function startGameServer(): Promise<GameServer> {
  const data = await mkdtemp(join(tmpdir(), 'laurel-game-'));
  const words = ['dev', '--samples', '--port', '0', '--data', data, '--json'];
  const process_ = spawn(
    process.execPath,
    [join(repositoryRoot, 'packages/cli/bin.mjs'), ...words],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  let complained = '';
  process_.stderr.on('data', (piece) => {
    complained = `${complained}${piece}`.slice(-4000);
  });
  const exited = once(process_, 'exit');
  const url = new Promise<string>((resolve) => {
    process_.stdout.on('data', (piece) => {
      said += piece;
      const [, found] = /"url": "([^"]+)"/.exec(said) ?? [];
      if (found !== undefined && said.trimEnd().endsWith('}')) resolve(found);
    });
  });
  const failed = exited.then(() => {
    throw new Error(`the instance ended before it served: ${complained}`);
  });
  failed.catch(() => {});
  return {
    url: await Promise.race([url, failed]),
    async [Symbol.asyncDispose]() {
      process_.kill('SIGTERM');
      await exited;
      await rm(data, { recursive: true, force: true });
    },
  };
}
