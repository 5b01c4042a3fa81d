import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLaurel, readConfig } from '@laurel/server';

/** An instance that was started for a run, with nothing in it; disposing of it removes it. */
export type Started = AsyncDisposable & {
  readonly url: URL;
  readonly managementKey: string;
};

/**
 * Starts a fresh instance in development mode on a free port of this machine.
 *
 * @param options `log` takes its log lines, which otherwise go nowhere; `overrides` are settings
 */
export async function startInstance(
  options: {
    log?: { write(line: string): void };
    overrides?: Readonly<Record<string, string>>;
  } = {},
): Promise<Started> {
  const data = await mkdtemp(join(tmpdir(), 'laurel-test-'));
  const managementKey = randomBytes(24).toString('base64url');
  const config = readConfig({
    mode: 'development',
    environment: {},
    overrides: {
      host: '127.0.0.1',
      port: '0',
      data,
      managementKey,
      checkAnswers: 'true',
      ...options.overrides,
    },
  });
  const nowhere = { write() {} };
  const laurel = await createLaurel(config, { logTo: options.log ?? nowhere });
  const { port } = await laurel.listen();
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    managementKey,
    async [Symbol.asyncDispose]() {
      await laurel[Symbol.asyncDispose]();
      await rm(data, { recursive: true, force: true });
    },
  };
}
