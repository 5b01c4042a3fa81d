import { equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runCli } from './cli-process.ts';
import { exampleText } from './command.ts';
import { createFakeShell, type Told } from './fake-shell.ts';
import { createProgram, run } from './program.ts';

let directory = '';
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'laurel-program-'));
});
after(() => rmSync(directory, { recursive: true }));

async function told(...words: readonly string[]): Promise<Told> {
  const shell = createFakeShell(directory);
  const code = await run(shell, words);
  return { code, ...shell.told() };
}

const program = await createProgram(createFakeShell('/'));
const commands = program.commands.flatMap((command) =>
  command.commands.length > 0
    ? command.commands.map((inner) => [command.name(), inner.name()])
    : [[command.name()]],
);

describe('help', () => {
  test('the real program shows every command and ends with 0', async () => {
    const { code, out, err } = await runCli(['--help'], { directory });
    equal(code, 0);
    equal(err, '');
    for (const [name = ''] of commands) match(out, new RegExp(`^  ${name} `, 'm'));
  });

  for (const words of commands) {
    test(`laurel ${words.join(' ')} --help shows examples and --json`, async () => {
      const { code, out } = await told(...words, '--help');
      equal(code, 0);
      match(out, /\nExamples:\n {2}\S/);
      match(out, /--json/);
    });
  }

  test('the version is that of the package', async () => {
    const { code, out } = await told('--version');
    equal(code, 0);
    match(out, /^\d+\.\d+\.\d+\n$/);
  });

  test('examples that are too wide have what they do above them', () => {
    const wide = exampleText([[`laurel ${'x'.repeat(90)}`, 'do much']]);
    match(wide, /# do much\n {2}laurel x/);
    match(exampleText([['laurel list', 'show']]), /laurel list {2}# show/);
  });

  test('laurel help COMMAND is the same', async () => {
    const [asked, given] = [await told('help', 'list'), await told('list', '--help')];
    equal(asked.code, 0);
    equal(asked.out, given.out);
  });
});

describe('wrong usage', () => {
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no command', [], /Usage: laurel/],
    ['a misspelled command', ['unlok'], /Did you mean unlock/],
    ['a missing operand', ['validate'], /missing required argument 'file'/],
    [
      'a missing operand of an inner command',
      ['import', 'capture'],
      /missing required argument 'file'/,
    ],
    ['a missing option', ['unlock', '1'], /--title/],
    ['an unknown option', ['list', '--titel', '1'], /unknown option '--titel'/],
    ['a titleId that is none', ['list', '--title', '0'], /title id: 1 to 4294967295.*got "0"/],
    ['a sandbox that is none', ['validate', 'x', '--sandbox', 'a b'], /sandbox name.*got "a b"/],
    ['a percent above 100', ['unlock', '1', '--title', '1', '--percent', '101'], /0 to 100/],
    ['nobody who asks', ['list', '--url', 'http://127.0.0.1:1'], /--player NAME/],
    ['two who ask', ['list', '--player', 'a', '--id-token', 'b'], /cannot be used with/],
    ['a port that is none', ['dev', '--port', '99999'], /0 to 65535; got "99999"/],
    ['a state without a place', ['import', 'capture', 'x', '--player', '7'], /--publish SANDBOX/],
  ];
  for (const [name, words, message] of wrong) {
    test(`${name} ends with 2 and says what to do`, async () => {
      const { code, out, err } = await told(...words);
      equal(code, 2);
      equal(out, '');
      match(err, message);
    });
  }

  test('with --json wrong usage is one document too', async () => {
    const { code, out } = await told('list', '--title', 'x', '--json');
    equal(code, 2);
    const { error } = JSON.parse(out);
    equal(error.code, 'usage');
    match(error.message, /got "x"/);
  });

  test('the real program ends with 2', async () => {
    equal((await runCli(['nothing'], { directory })).code, 2);
  });
});

describe('expected failures', () => {
  const failing: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no server is known', ['list', '--player', 'a'], /start one with `laurel dev`/],
    ['nothing answers', ['token', '--player', 'a', '--url', 'http://127.0.0.1:1'], /is it running/],
    ['there is no such file', ['validate', 'none.json'], /"none.json": there is no such file/],
    ['no database is there', ['backup', 'b.db'], /there is no database/],
    ['the place of a backup is missing', ['backup', '/none/b.db'], /no directory "\/none"/],
    ['no backup is there', ['restore', 'b.db'], /"b.db"|b\.db" does not exist/],
    ['production is not configured', ['serve'], /LAUREL_OIDC_ISSUER[\s\S]*LAUREL_MANAGEMENT_KEY/],
    ['the configuration file is missing', ['serve', '--config', 'c.json'], /no such file/],
  ];
  for (const [name, words, message] of failing) {
    test(`when ${name}, it ends with 1 and a message without a stack trace`, async () => {
      const { code, out, err } = await told(...words);
      equal(code, 1);
      equal(out, '');
      match(err, message);
      ok(!/^\s+at /m.test(err), err);
    });
  }

  test('with --json a failure is one document with a stable code', async () => {
    const { code, out } = await told('list', '--player', 'a', '--json');
    equal(code, 1);
    equal(JSON.parse(out).error.code, 'no-server');
  });
});
