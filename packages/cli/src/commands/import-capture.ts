import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { instantFromMilliseconds, type Sandbox, type Xuid } from '@laurel/domain';
import { type Capture, type CapturedTitle, readCaptures } from '@laurel/server';
import { Command } from 'commander';
import { stateBody } from '../capture-state.ts';
import { defineCommand, exampleText } from '../command.ts';
import { Failure, fileFailure, WrongUsage } from '../failure.ts';
import { withProgress } from '../progress.ts';
import { type PublishedCapture, publishCapture } from '../publish-capture.ts';
import { readSandbox, readXuid } from '../read-option.ts';
import { type ServerOptions, withManagerOptions } from '../server-address.ts';
import type { Outcome, Shell } from '../shell.ts';
import { counted, printable } from '../table.ts';

/** What `laurel import capture` can be told. */
export type ImportOptions = ServerOptions & {
  readonly out?: string;
  readonly force?: true;
  readonly language: string;
  readonly withState?: true;
  readonly publish?: Sandbox;
  readonly player?: Xuid;
};

const examples = [
  ['laurel import capture halo5.json', 'write titles/<titleId>.json'],
  ['laurel import capture *.json --out imported --with-state', 'and the recorded player’s state'],
  [
    'laurel import capture halo5.json --publish RETAIL --player 2533274800000001',
    'serve it at once, the recorded state as that player’s',
  ],
] as const;

/** `laurel import`: takes over what other systems have. */
export function importCommand(shell: Shell): Command {
  return new Command('import')
    .summary('take over what another service recorded')
    .description('Takes over titles, and if asked a player, from what another service recorded.')
    .addHelpText('after', exampleText(examples))
    .addCommand(captureCommand(shell));
}

function captureCommand(shell: Shell): Command {
  return defineCommand<ImportOptions>(shell, {
    name: 'capture',
    summary: 'turn recorded answers of the real service into title documents',
    description: `Reads recorded answers (the JSON bodies of achievement lists and details,
modern or Xbox 360, and of title histories) and writes a title document for each title in them.
Answers about one title are merged.`,
    examples,
    build: (command) =>
      withManagerOptions(command)
        .argument('<file...>', 'recorded answers (JSON bodies)')
        .option('--out <dir>', 'where documents are written (default: titles, unless --publish)')
        .option('--force', 'write over documents that are there')
        .option('--language <tag>', 'the language that the answers are in', 'en-US')
        .option('--with-state', 'write the recorded player’s state, too: <titleId>.state.json')
        .option('--publish <sandbox>', 'publish to this sandbox of a running server', readSandbox)
        .option('--player <xuid>', 'with --publish: whose the recorded state becomes', readXuid),
    run: ({ operands, options }) => importCapture(shell, operands, options),
  });
}

async function importCapture(
  shell: Shell,
  paths: readonly string[],
  options: ImportOptions,
): Promise<Outcome> {
  const { publish, player, out, withState } = options;
  if (player !== undefined && publish === undefined) {
    throw new WrongUsage('--player needs --publish SANDBOX: the state goes where the title is');
  }
  return withProgress(shell.err, 'importing', async (progress) => {
    const capture = await readFiles(shell, paths, options.language);
    if (capture.titles.length === 0) {
      const details = capture.notes;
      throw new Failure('nothing-recorded', 'no achievements were recorded in these files', {
        details,
      });
    }
    const directory = out ?? (publish === undefined || withState ? 'titles' : undefined);
    const written: string[] = [];
    for (const [index, captured] of capture.titles.entries()) {
      progress.at(index, capture.titles.length, captured.document.name.toString());
      if (directory !== undefined) {
        written.push(
          ...(await writeTitle(captured, {
            ...options,
            directory: resolve(shell.directory, directory),
          })),
        );
      }
    }
    const published =
      publish === undefined ? [] : await publishCapture(shell, capture, { ...options, publish });
    return outcome(capture, { written, published });
  });
}

async function readFiles(shell: Shell, paths: readonly string[], locale: string): Promise<Capture> {
  const files = [];
  for (const path of paths) {
    try {
      const text = await readFile(resolve(shell.directory, path), 'utf8');
      files.push({ name: basename(path), text: text.replace(/^\ufeff/, ''), locale });
    } catch (thrown) {
      throw fileFailure(path, thrown);
    }
  }
  return readCaptures(files, { receivedAt: instantFromMilliseconds(Date.now()) });
}

type Place = Pick<ImportOptions, 'force' | 'withState'> & { readonly directory: string };

async function writeTitle(captured: CapturedTitle, place: Place): Promise<readonly string[]> {
  const { directory, withState } = place;
  const { titleId } = captured.title;
  const files: (readonly [string, unknown])[] = [[`${titleId}.json`, captured.document]];
  if (withState) files.push([`${titleId}.state.json`, stateBody(captured)]);
  const written: string[] = [];
  for (const [name, content] of files) {
    const path = join(directory, name);
    try {
      await mkdir(directory, { recursive: true });
      const flag = place.force ? 'w' : 'wx';
      await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { flag });
    } catch (thrown) {
      const failure = fileFailure(path, thrown);
      const isThere = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
      throw isThere ? new Failure('file', `${failure.message}; --force writes over it`) : failure;
    }
    written.push(path);
  }
  return written;
}

function publishedLine({ titleId, sandbox, version, player }: PublishedCapture): string {
  const state = player === null ? '' : `; the recorded state is that of player ${player} now`;
  return `version ${version} of ${titleId} is in force in ${sandbox}${state}\n`;
}

type Done = {
  readonly written: readonly string[];
  readonly published: readonly PublishedCapture[];
};

function outcome({ titles, notes }: Capture, { written, published }: Done): Outcome {
  const lines = titles.map(({ title, state }) => {
    const unlocked = [...state.progress.values()].filter(({ percent }) => percent === 100).length;
    const name = title.name[title.defaultLocale] ?? '';
    const achievements = counted(title.achievements.length, 'achievement');
    const player = `${unlocked} of them unlocked by the recorded player`;
    return `${title.titleId}  ${printable(name)}: ${achievements}, ${player}\n`;
  });
  const text = [
    ...lines,
    ...notes.map((note) => `note: ${note}\n`),
    ...written.map((path) => `wrote ${path}\n`),
    ...published.map(publishedLine),
  ];
  return {
    json: {
      titles: titles.map(({ title, state }) => ({
        titleId: title.titleId,
        scid: title.scid,
        achievements: title.achievements.length,
        recordedProgress: state.progress.size,
      })),
      notes,
      written,
      published,
    },
    text: text.join(''),
  };
}
