import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type CrashReport, runCrashes } from './rounds.ts';

const usage = `usage: npm run -s crash -- [options]

Starts the real server on a data directory, reports to it on many connections, kills it with
kill -9 at a random moment, starts it again, and holds what is there against what was answered.

  --rounds N  how often, 1 to 100000 (default 200)
  --seed S    where randomness begins, to repeat a run; default: drawn
  --help      this text

Exit code: 0 when everything held, 1 when something did not, 2 for a call that is not understood.`;

const root = fileURLToPath(new URL('../../..', import.meta.url));

type Asked = { readonly rounds: number; readonly seed: number };

/** @returns `null` for a call that is not understood */
function asked(): Asked | 'help' | null {
  try {
    const { values } = parseArgs({
      options: {
        rounds: { type: 'string', default: '200' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return 'help';
    const rounds = Number(values.rounds);
    const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
    const isGood = Number.isInteger(rounds) && rounds >= 1 && rounds <= 100_000;
    return isGood && Number.isInteger(seed) ? { rounds, seed } : null;
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
  const startedAt = performance.now();
  const directory = join(root, 'build', `crash-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  process.stdout.write(`seed ${effort.seed}\n`);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const report = await runCrashes({ ...effort, directory, say });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`\n${linesOf(report).join('\n')}\n${seconds} s\n`);
  if (report.wrong.length === 0) {
    rmSync(directory, { recursive: true, force: true });
    process.stdout.write('everything held\n');
    return 0;
  }
  for (const line of report.wrong) process.stdout.write(`WRONG  ${line}\n`);
  process.stdout.write(
    `${report.wrong.length} did not hold; again with --rounds ${effort.rounds} --seed ${effort.seed}; the data is in ${directory}\n`,
  );
  return 1;
}

function linesOf(report: CrashReport): readonly string[] {
  return [
    `${report.kills} kills under load, ${report.startKills} more while starting`,
    `${report.answered} updates were answered, ${report.batches} of them batches`,
    `${report.unansweredStored + report.unansweredLost} were due at a kill: ${report.unansweredStored} are there whole, ${report.unansweredLost} not at all`,
    `${report.compared} standings compared, ${report.unlocked} unlock times remembered`,
    `${report.verified} databases verified right after a kill`,
  ];
}

process.exitCode = await main();
