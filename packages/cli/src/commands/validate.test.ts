import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createFakeShell, type Told } from '../fake-shell.ts';
import { run } from '../program.ts';
import { writeSampleDocument } from '../sample-document.ts';

let directory = '';
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'laurel-validate-'));
});
after(() => rmSync(directory, { recursive: true }));

async function validate(...words: readonly string[]): Promise<Told> {
  const shell = createFakeShell(directory);
  const code = await run(shell, ['validate', ...words]);
  return { code, ...shell.told() };
}

/** The document with one text in it replaced by another. */
function changed(from: string | RegExp, to: string): string {
  const text = readFileSync(writeSampleDocument(directory), 'utf8').replace(from, to);
  const path = join(directory, 'changed.json');
  writeFileSync(path, text);
  return path;
}

describe('laurel validate', () => {
  test('a good document ends with 0', async () => {
    const { code, out } = await validate(writeSampleDocument(directory));
    equal(out, '1 file: 0 errors, 0 warnings\n');
    equal(code, 0);
  });

  test('an error is told with its file, line and column, and ends with 1', async () => {
    const path = changed('"gamerscore": 100', '"gamerscore": 300');
    const { code, out } = await validate(path);
    equal(code, 1);
    const line = out.split('\n').find((text) => text.includes('[gamerscore]')) ?? '';
    match(line, /changed\.json:12:21: error: gamerscore must be .* got "300"/);
  });

  test('with --json every finding has its place and its path', async () => {
    const { code, out } = await validate(
      '--json',
      changed('"gamerscore": 100', '"gamerscore": 300'),
    );
    equal(code, 1);
    const { errors, files } = JSON.parse(out);
    equal(
      errors,
      files[0].findings.filter((one: { severity: string }) => one.severity === 'error').length,
    );
    const found = files[0].findings.find((one: { rule: string }) => one.rule === 'gamerscore');
    const { line, column, path } = found;
    deepEqual({ line, column, path }, { line: 12, column: 21, path: '/achievements/0/gamerscore' });
  });

  test('a syntax error is told at its place', async () => {
    const { code, out } = await validate(
      changed('"name": "Kiln & Ember",', '"name": "Kiln & Ember"'),
    );
    equal(code, 1);
    match(out, /changed\.json:4:3: error: the document must be JSON/);
  });

  test('a misspelled member is told', async () => {
    const { code, out } = await validate(changed('"defaultLocale"', '"defaultLocal"'));
    equal(code, 1);
    match(out, /defaultLocal/);
  });

  test('what is missing is named, and a number is told from a text', async () => {
    const { code, out } = await validate(changed('"id": "1",\n      "name"', '"id": 1, "nam"'));
    equal(code, 1);
    match(out, /error: \/achievements\/0\/id: must be .* as text.*; got the number 1 \[form\]/);
    match(out, /error: \/achievements\/0\/name: is missing/);
  });

  test('an icon that is not there is an error', async () => {
    const { code, out } = await validate(changed('icons/a.png', 'icons/none.png'));
    equal(code, 1);
    match(out, /:11:15: error: .*icons\/none\.png/);
  });

  test('an icon of another size is an error', async () => {
    const { code, out } = await validate(writeSampleDocument(directory, { iconWidth: 1000 }));
    equal(code, 1);
    match(out, /1920×1080 pixels; "icons\/a\.png" is a png of 1000×1080/);
    writeSampleDocument(directory);
  });

  test('a small base set stops a release and is a warning in a development sandbox', async () => {
    const path = writeSampleDocument(directory, { achievements: 5 });
    equal((await validate(path)).code, 1);
    const { code, out } = await validate('--sandbox', 'ACME.7', path);
    equal(code, 0);
    match(out, /warning: .*\[base-set-size\]/);
  });

  test('several files are summed up', async () => {
    const path = writeSampleDocument(directory);
    const { out } = await validate(path, path);
    match(out, /^2 files: 0 errors/m);
  });

  test('a byte order mark is no error', async () => {
    const { code } = await validate(changed(/^/, '\ufeff'));
    equal(code, 0);
  });
});
