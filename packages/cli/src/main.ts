import { run } from './program.ts';

/** A signal that comes within this time of the first is a copy of it. */
const secondRequestMs = 1_000;

const stopping = new AbortController();
let stopAskedAt = 0;

// A terminal and npm both pass a signal on, so copies that come at once are one request; who asks
// again later does not want to wait.
function askToStop(): void {
  const now = performance.now();
  if (stopping.signal.aborted && now - stopAskedAt > secondRequestMs) process.exit(130);
  if (!stopping.signal.aborted) stopAskedAt = now;
  stopping.abort();
}

function stop(): AbortSignal {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    if (!process.listeners(signal).includes(askToStop)) process.on(signal, askToStop);
  }
  return stopping.signal;
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
    stop,
  },
  process.argv.slice(2),
);
