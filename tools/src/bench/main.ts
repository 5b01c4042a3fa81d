import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { caseNames, cases } from './cases.ts';
import { insideFlag, runInside, settleInside } from './isolation.ts';
import { describeMachine } from './machine.ts';
import { type CaseReport, caseLines, headLine, missedIn, type Report } from './report.ts';
import type { Effort } from './rounds.ts';
import { createStage } from './stage.ts';

const usage = `usage: npm run bench -- [options]

Measures Laurel against a bare node:http server, in turn, on one core each for server and load.

  --only NAME    one of ${caseNames.join(', ')}; may be given more than once
  --rounds N     rounds that count, 1 to 100 (default 5)
  --quick        short slices and fewer rounds: to see that it runs, not for its figures
  --json FILE    where the figures go (default build/bench.json)
  --profile DIR  writes a processor profile of each Laurel process there when it stops

Exit code: 0 when every floor is kept, 1 when one is missed, 2 for a wrong option.`;

const root = fileURLToPath(new URL('../../..', import.meta.url));

const usual: Effort = { rounds: 5, settlingRounds: 3, warmUpMs: 300, measureMs: 1_500 };
const quick: Effort = { rounds: 2, settlingRounds: 0, warmUpMs: 100, measureMs: 400 };

type Options = {
  readonly only: readonly string[];
  readonly effort: Effort;
  readonly json: string;
  readonly profile: string | null;
};

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2).filter((text) => text !== insideFlag));
  if (options === null) {
    console.error(usage);
    return 2;
  }
  if (!process.argv.includes(insideFlag)) return runInside(process.argv.slice(2));
  return bench(options);
}

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        rounds: { type: 'string' },
        quick: { type: 'boolean', default: false },
        json: { type: 'string', default: join(root, 'build', 'bench.json') },
        profile: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const effort = values.quick ? quick : usual;
    const rounds = values.rounds === undefined ? effort.rounds : Number(values.rounds);
    const isKnown = values.only.every((name) => caseNames.includes(name));
    const areRounds = Number.isInteger(rounds) && rounds >= 1 && rounds <= 100;
    if (values.help || !isKnown || !areRounds) return null;
    const { only, json, profile = null } = values;
    return { only, json, profile, effort: { ...effort, rounds } };
  } catch {
    return null;
  }
}

async function bench({ only, effort, json, profile }: Options): Promise<number> {
  const startedAt = performance.now();
  const isolation = settleInside();
  const directory = join(root, 'build', `bench-${process.pid}`);
  const say = (line: string) => console.error(`  ${line}`);
  const stage = createStage({ effort, directory, profile, say });
  const reports: CaseReport[] = [];
  try {
    const machine = describeMachine(directory);
    console.log(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}`);
    console.log(`network: ${isolation.network}; cores: ${isolation.cores}`);
    for (const note of isolation.notes) console.log(`note: ${note}`);
    if (machine.fileSystem === 'tmpfs') console.log('note: syncs cost nothing here (tmpfs)');
    console.log(`\n${headLine()}`);
    for (const { name, measure } of cases) {
      if (only.length > 0 && !only.includes(name)) continue;
      const report = await measure(stage);
      reports.push(report);
      console.log(caseLines(report).join('\n'));
    }
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    write(json, { machine, isolation, rounds: effort.rounds, seconds, cases: reports });
    return conclude(reports, { seconds, json });
  } finally {
    await stage.clear();
  }
}

function write(path: string, report: Report): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
}

function conclude(
  reports: readonly CaseReport[],
  { seconds, json }: { seconds: number; json: string },
): number {
  const missed = missedIn({ cases: reports });
  console.log(`\n${seconds} s; figures in ${json}`);
  for (const { name } of missed) console.log(`missed: ${name}`);
  console.log(missed.length === 0 ? 'every floor is kept' : `${missed.length} floors are missed`);
  return missed.length === 0 ? 0 : 1;
}
