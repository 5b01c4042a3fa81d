#!/usr/bin/env node
import { run } from './program.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stop.abort(signal));
}
// A reader such as `head` that has enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(
  {
    out: process.stdout,
    err: process.stderr,
    environment: process.env,
    directory: process.cwd(),
    stop: stop.signal,
    input: process.stdin,
  },
  process.argv.slice(2),
);
