import { parseArgs } from 'node:util';
import { openArena } from './arena.ts';
import { checkSlowRequests, properties } from './properties.ts';

const usage = `usage: npm run fuzz -- [options]

Sends bad input of every kind to a real server and holds each answer against the protocol: never a
5xx, never a hang, never a changed record behind a refusal.

  --runs N    how many inputs in all; default 10000
  --seed S    where randomness begins, to repeat a run; default: drawn
  --help      this text

Exit code: 0 when everything held, 1 when something did not, 2 for a call that is not understood.`;

const runsDefault = 10_000;

type Asked = { readonly runs: number; readonly seed: number };

/** @returns `null` for a call that is not understood */
function asked(): Asked | 'help' | null {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return 'help';
    const runs = Number(values.runs ?? runsDefault);
    const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
    const isGood = Number.isInteger(runs) && runs >= 1 && Number.isInteger(seed);
    return isGood ? { runs, seed } : null;
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const effort = asked();
  if (effort === 'help' || effort === null) {
    (effort === null ? process.stderr : process.stdout).write(`${usage}\n`);
    return effort === null ? 2 : 0;
  }
  process.stdout.write(`seed ${effort.seed}\n`);
  await using arena = await openArena();
  let failures = 0;
  for (const { name, share, check } of properties) {
    const runs = Math.max(1, Math.round(effort.runs * share));
    failures += await report(`${name} (${runs} inputs)`, async () => {
      await arena.renew();
      await check(arena, { ...effort, runs });
    });
  }
  failures += await report('a request that does not go on is ended', () =>
    checkSlowRequests(arena),
  );
  process.stdout.write(failures === 0 ? 'everything held\n' : `${failures} did not hold\n`);
  return failures === 0 ? 0 : 1;
}

/** @returns 1 when it did not hold */
async function report(name: string, check: () => Promise<void>): Promise<0 | 1> {
  const startedAt = performance.now();
  try {
    await check();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(`held      ${name}, ${seconds} s\n`);
    return 0;
  } catch (thrown) {
    process.stdout.write(`NOT HELD  ${name}\n${reasonOf(thrown)}\n`);
    return 1;
  }
}

/** What went wrong with the smallest input; how to find it again stands in the first lines. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (!(thrown.cause instanceof Error)) return thrown.message;
  const [failed = '', parameters = ''] = thrown.message.split('\n');
  return `${failed} ${parameters}\n${thrown.cause.message}`;
}

process.exitCode = await main();
