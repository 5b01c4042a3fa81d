import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Arguments, readArguments, usage, WrongUsage } from './arguments.ts';
import { createInstance } from './instance.ts';
import { keeping } from './keeping.ts';
import { closingLine, failureLine, jsonReport, skippedLines, tallyOf } from './report.ts';
import { type Outcome, runVectors } from './run.ts';
import { startInstance } from './started.ts';
import { readVectors, UnreadableVectors, type VectorFile } from './vectors.ts';
import { createWire } from './wire.ts';
import { readTitleDocuments } from './world.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/vectors');

/** Files whose cases others may refer to. */
const libraryFiles = ['wire-vectors.json', 'laurel-vectors.json'].map((name) =>
  join(fixtures, name),
);

async function main(): Promise<number> {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  let asked: Arguments | null;
  let files: readonly VectorFile[];
  try {
    asked = readArguments(process.argv.slice(2), { cwd, environment: process.env });
    if (asked === null) {
      print(usage);
      return 0;
    }
    files = asked.files.map(readVectors);
    requireCases(asked, files);
  } catch (thrown) {
    if (!(thrown instanceof WrongUsage || thrown instanceof UnreadableVectors)) throw thrown;
    process.stderr.write(`${thrown.message}\n\n${usage}\n`);
    return 2;
  }
  const outcomes = await runAsked(asked, files);
  const tally = tallyOf(outcomes);
  if (asked.isJson) print(jsonReport(outcomes));
  else for (const line of [...skippedLines(outcomes), closingLine(tally)]) print(line);
  return tally.failed > 0 ? 1 : 0;
}

function requireCases({ only }: Arguments, files: readonly VectorFile[]): void {
  const known = new Set(files.flatMap(({ cases }) => cases.map(({ id }) => id)));
  const unknown = [...(only ?? [])].filter((id) => !known.has(id));
  if (unknown.length > 0) throw new WrongUsage(`no file has case ${unknown.join(', ')}`);
}

async function runAsked(
  asked: Arguments,
  files: readonly VectorFile[],
): Promise<readonly Outcome[]> {
  await using started = asked.target === null ? await startInstance() : null;
  const { url, managementKey } = asked.target ?? started ?? notStarted();
  await using wire = createWire(url);
  const instance = createInstance(wire, managementKey);
  const total = files.reduce((sum, { cases }) => sum + cases.length, 0);
  let done = 0;
  const run = () =>
    runVectors({
      files,
      library: libraryFiles.filter((path) => existsSync(path)).map(readVectors),
      documents: readTitleDocuments(join(fixtures, 'world')),
      wire,
      url,
      managementKey,
      addressing: asked.addressing,
      kinds: asked.kinds,
      only: asked.only,
      onOutcome(outcome) {
        done += 1;
        showProgress(`${done} of ${total}`);
        if (outcome.result === 'failed' && !asked.isJson) print(failureLine(outcome));
      },
    });
  const outcomes = started === null ? await keeping(instance, run) : await run();
  showProgress('');
  return outcomes;
}

function notStarted(): never {
  throw new Error('there is neither an address nor an instance that was started');
}

/** On a terminal only, over itself, beside the output. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

function print(text: string): void {
  showProgress('');
  process.stdout.write(`${text}\n`);
}

process.exitCode = await main();
