import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Shell } from 'laurel';

/** What an instance is started with. */
export type InstanceOrder = {
  /** Where its data are. */
  readonly data: string;
  /** Files of title documents, to be published. */
  readonly titles: readonly string[];
  readonly sandbox: string;
  /** Whether the two sample titles are published, too. */
  readonly hasSamples: boolean;
};

/** What an instance tells of itself. */
export type InstanceNews =
  | { readonly kind: 'ready'; readonly url: string; readonly key: string }
  | { readonly kind: 'failed'; readonly message: string };

/** Characters of messages that are remembered, to be told when the start fails. */
const messagesMax = 4_000;

/**
 * Runs an instance in development mode on a free port of this machine until it is asked to stop.
 *
 * @param tell is told once
 */
export async function serveInstance(
  order: InstanceOrder,
  { signal, tell }: { signal: AbortSignal; tell: (news: InstanceNews) => void },
): Promise<void> {
  let [out, messages, isTold] = ['', '', false];
  const stopping = new AbortController();
  signal.addEventListener('abort', () => stopping.abort(), { once: true });
  const shell: Shell = {
    out: { write: take },
    err: {
      write(text: string) {
        messages = `${messages}${text}`.slice(-messagesMax);
      },
    },
    environment: { PATH: process.env.PATH, LAUREL_LOG_LEVEL: 'warn' },
    directory: process.cwd(),
    stop: () => stopping.signal,
  };

  function tellOnce(news: InstanceNews): void {
    if (!isTold) tell(news);
    isTold = true;
  }

  /** The command writes one JSON document when it serves. */
  function take(text: string): void {
    out += text;
    const { url }: { url?: unknown } = out.endsWith('}\n') ? JSON.parse(out) : {};
    // A document without it says why there is no start.
    if (typeof url === 'string') void begin(url);
  }

  async function begin(url: string): Promise<void> {
    for (const title of order.titles) {
      const words = ['publish', title, '--sandbox', order.sandbox, '--data', order.data];
      const more = ['--add-sandbox', '--accept-incomplete', '--json'];
      const isPublished = (await run({ ...shell, out: silent }, [...words, ...more])) === 0;
      if (isPublished) continue;
      tellOnce({ kind: 'failed', message: messages });
      stopping.abort();
      return;
    }
    const key = readFileSync(join(order.data, 'management.key'), 'utf8').trim();
    tellOnce({ kind: 'ready', url, key });
  }

  const samples = order.hasSamples ? ['--samples'] : [];
  await run(shell, ['dev', '--port', '0', '--data', order.data, '--json', ...samples]);
  tellOnce({ kind: 'failed', message: messages });
}

const silent = { write() {} };
