import type { Shell } from './shell.ts';

/** What a command wrote, and how it ended. */
export type Told = { readonly code: number; readonly out: string; readonly err: string };

/** A shell that remembers what was written: for tests. */
export function createFakeShell(
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Shell & { told(): { out: string; err: string } } {
  const written = { out: '', err: '' };
  const stopping = new AbortController();
  const sink = (name: 'out' | 'err') => ({
    write(text: string) {
      written[name] += text;
    },
  });
  return {
    out: sink('out'),
    err: sink('err'),
    environment,
    directory,
    stop: () => stopping.signal,
    told: () => ({ ...written }),
  };
}
