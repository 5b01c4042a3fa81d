import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type RunningCli, runCli, startCli } from '../cli-process.ts';
import { createFakeShell, type Told } from '../fake-shell.ts';
import { run } from '../program.ts';
import { writeSampleDocument } from '../sample-document.ts';

const titleId = 1853190001;
const strongKey = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0';

/** A recorded answer of one title with one unlocked achievement. */
const recorded = {
  achievements: [
    {
      id: '1',
      serviceConfigId: '00000000-0000-0000-0000-000012345678',
      name: 'First',
      titleAssociations: [{ name: 'Recorded Title', id: 305419896 }],
      progressState: 'Achieved',
      progression: { requirements: [], timeUnlocked: '2020-05-06T07:08:09.1234567Z' },
      mediaAssets: [{ name: 'a.png', type: 'Icon', url: 'https://img.example/a.png' }],
      platforms: ['Durango'],
      platform: 'Durango',
      isSecret: false,
      description: 'Done',
      lockedDescription: 'Do',
      productId: '00000000-0000-0000-0000-000012345678',
      achievementType: 'Persistent',
      participationType: 'Individual',
      timeWindow: null,
      rewards: [
        { name: null, description: null, value: '10', type: 'Gamerscore', valueType: 'Int' },
      ],
      estimatedTime: '00:00:00',
      deeplink: null,
      isRevoked: false,
    },
  ],
  pagingInfo: { continuationToken: null, totalRecords: 1 },
};

/** What a token says, of an `Authorization` header. */
function claimsIn(authorization: string) {
  const [, token = ''] = authorization.split(';');
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

describe('the commands against a running service', () => {
  let directory = '';
  let service: RunningCli;
  let document = '';

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'laurel-commands-'));
    document = writeSampleDocument(directory);
    service = await startCli(['dev', '--port', '0'], { directory });
  });
  after(async () => {
    const { code } = await service.stop();
    equal(code, 0);
    ok(!existsSync(join(directory, 'data', 'address')), 'the address is forgotten');
    rmSync(directory, { recursive: true });
  });

  async function told(...words: readonly string[]): Promise<Told> {
    const shell = createFakeShell(directory);
    const code = await run(shell, words);
    return { code, ...shell.told() };
  }

  /** Runs a command that is to succeed, with `--json`. */
  async function json(...words: readonly string[]) {
    const { code, out, err } = await told(...words, '--json');
    equal(code, 0, err);
    return JSON.parse(out);
  }

  const asPlayer = ['--player', 'Player1', '--title', String(titleId)];

  test('dev keeps its key to its owner and notes its address', () => {
    const mode = statSync(join(directory, 'data', 'management.key')).mode;
    equal(mode & 0o777, 0o600);
    equal(readFileSync(join(directory, 'data', 'address'), 'utf8').trim(), service.started.url);
  });

  test('a second dev on the same data is refused', async () => {
    const { code, err } = await told('dev', '--port', '0');
    equal(code, 1);
    match(err, /runs already, at http/);
  });

  test('plan shows what is new and publishes nothing', async () => {
    const plan = await json('plan', document, '--sandbox', 'RETAIL');
    equal(plan.version, 0);
    equal(plan.isPublishable, true);
    equal(plan.changes.length, 10);
    deepEqual((await json('list', ...asPlayer)).achievements, []);
  });

  test('publish puts a document with its pictures in force', async () => {
    const published = await json('publish', document, '--sandbox', 'RETAIL', '--note', 'first');
    equal(published.version, 1);
    const { achievements } = await json('list', ...asPlayer);
    equal(achievements.length, 10);
    const icon = await fetch(achievements[0].mediaAssets[0].url);
    equal(icon.headers.get('content-type'), 'image/png');
  });

  test('publishing the same again changes nothing', async () => {
    const { version, changes } = await json('publish', document, '--sandbox', 'RETAIL');
    deepEqual({ version, changes }, { version: 1, changes: [] });
  });

  test('a document with errors is not sent', async () => {
    const broken = join(directory, 'broken.json');
    writeFileSync(broken, readFileSync(document, 'utf8').replace('"id": "2"', '"id": "1"'));
    const { code, err } = await told('publish', broken, '--sandbox', 'RETAIL');
    equal(code, 1);
    match(err, /broken\.json:15:13: error: .*\[id-unique\]/);
  });

  test('a publish that deletes an achievement is refused with the way out', async () => {
    const shorter = join(directory, 'shorter.json');
    const whole = JSON.parse(readFileSync(document, 'utf8'));
    const kept = whole.achievements.slice(0, 9);
    writeFileSync(shorter, JSON.stringify({ ...whole, achievements: kept }));
    const words = ['publish', shorter, '--sandbox', 'RETAIL', '--accept-incomplete'];
    const { code, err } = await told(...words);
    equal(code, 1);
    match(err, /"10" is published, so it can't be deleted; set "archived"/);
  });

  test('a sandbox that is not there is named with the option that adds it', async () => {
    const refused = await told('publish', document, '--sandbox', 'ACME.7');
    equal(refused.code, 1);
    match(refused.err, /there is no sandbox "ACME\.7"[\s\S]*--add-sandbox/);
    const { sandbox } = await json('publish', document, '--sandbox', 'ACME.7', '--add-sandbox');
    equal(sandbox, 'ACME.7');
  });

  test('token prints a header that the service takes', async () => {
    const { code, out } = await told('token', '--player', 'Player1');
    equal(code, 0);
    const url = `${service.started.url}/achievements/users/me/achievements`;
    equal((await fetch(url, { headers: { authorization: out.trim() } })).status, 200);
  });

  test('token carries the claim of a title', async () => {
    const { authorization } = await json('token', ...asPlayer);
    const claims = claimsIn(authorization);
    equal(claims.xti.tid, String(titleId));
  });

  test('a player without a name of this machine is told what to do', async () => {
    const { code, err } = await told('token', '--id-token', 'eyJ.eyJ.x');
    equal(code, 1);
    match(err, /OpenID/);
  });

  test('unlock unlocks, and a second time changes nothing', async () => {
    const first = await told('unlock', ...asPlayer, '1');
    equal(first.out, 'Player1 unlocked "Ember 1", 100 G\n');
    const second = await told('unlock', ...asPlayer, '1');
    equal(second.code, 0);
    match(second.out, /^nothing changed: Player1 has "Ember 1" unlocked since 2/);
  });

  test('unlock takes a name and a percent', async () => {
    const { result, achievement } = await json('unlock', ...asPlayer, 'ember 2', '--percent', '40');
    equal(result, 'advanced');
    equal(achievement.progression.requirements[0].current, '40');
  });

  test('an achievement that is not there is named', async () => {
    const { code, err } = await told('unlock', ...asPlayer, '99');
    equal(code, 1);
    match(err, /has no achievement "99"/);
  });

  test('list shows people what was earned', async () => {
    const { out } = await told('list', ...asPlayer);
    match(out, /^Kiln & Ember \(1853190001\): Player1 has 1 of 10 unlocked, 100 of 1000 G$/m);
    match(out, /^1 +100 % +100 +\d{4}-\d\d-\d\d \d\d:\d\d +Ember 1$/m);
    match(out, /^2 +40 % +100 +Ember 2$/m);
  });

  test('progress stays in its sandbox', async () => {
    const { achievements } = await json('list', ...asPlayer, '--sandbox', 'ACME.7', '--unlocked');
    deepEqual(achievements, []);
  });

  test('rollback brings an older version back', async () => {
    const renamed = join(directory, 'renamed.json');
    writeFileSync(renamed, readFileSync(document, 'utf8').replace('Ember 3', 'Cinder 3'));
    const first = await json('rollback', String(titleId), '--sandbox', 'RETAIL');
    deepEqual(
      first.versions.map((one: { note: string }) => one.note),
      ['first'],
    );
    equal((await json('publish', renamed, '--sandbox', 'RETAIL')).version, 2);
    const third = await json('rollback', String(titleId), '--sandbox', 'RETAIL', '--to', '1');
    equal(third.version, 3);
    const { achievements } = await json('list', ...asPlayer);
    equal(achievements[2].name, 'Ember 3');
  });

  test('a version that was never published can’t be brought back', async () => {
    const { code, err } = await told(
      'rollback',
      String(titleId),
      '--sandbox',
      'RETAIL',
      '--to',
      '9',
    );
    equal(code, 1);
    match(err, /no version "9"/);
  });

  test('a wrong management key is refused', async () => {
    const { code, err } = await told('plan', document, '--sandbox', 'RETAIL', '--key', 'wrong');
    equal(code, 1);
    match(err, /does not take this management key/);
  });

  test('import capture writes a document and the state, and serves both', async () => {
    const file = join(directory, 'recorded.json');
    writeFileSync(file, JSON.stringify(recorded));
    const out = join(directory, 'imported');
    const written = await json('import', 'capture', file, '--out', out, '--with-state');
    deepEqual(written.written, [join(out, '305419896.json'), join(out, '305419896.state.json')]);
    equal((await told('validate', join(out, '305419896.json'))).code, 0);

    const again = await told('import', 'capture', file, '--out', out);
    equal(again.code, 1);
    match(again.err, /there already; --force/);

    const xuid = '2533274800000077';
    await json('import', 'capture', file, '--publish', 'RETAIL', '--player', xuid);
    const { authorization } = await json('token', '--player', 'Player1');
    const url = `${service.started.url}/achievements/users/xuid(${xuid})/achievements?titleId=305419896`;
    const headers = { authorization, 'x-xbl-contract-version': '2' };
    const served = await (await fetch(url, { headers })).json();
    equal(served.achievements[0].progression.timeUnlocked, '2020-05-06T07:08:09.1234567Z');
  });

  test('import capture refuses a file that is no recorded answer', async () => {
    const file = join(directory, 'no-answer.json');
    writeFileSync(file, '{"titles":"none"}');
    const { code, err } = await told('import', 'capture', file);
    equal(code, 1);
    ok(!/^\s+at /m.test(err), err);
  });

  test('backup copies while the service runs, and restore brings it elsewhere', async () => {
    const file = join(directory, 'backup.db');
    const { bytes } = await json('backup', file);
    equal(bytes, statSync(file).size);
    const twice = await told('backup', file);
    equal(twice.code, 1);
    match(twice.err, /not overwritten/);

    const restored = join(directory, 'restored');
    await json('restore', file, '--data', restored);
    const second = await startCli(['dev', '--port', '0', '--data', restored], { directory });
    const list = ['list', ...asPlayer, '--url', second.started.url, '--unlocked'];
    equal((await json(...list)).achievements.length, 1);
    equal((await second.stop('SIGINT')).code, 0);
  });

  test('restore does not touch a database that is in use', async () => {
    const file = join(directory, 'backup.db');
    equal((await told('restore', file)).code, 1);
    const { code, err } = await told('restore', file, '--force');
    equal(code, 1);
    match(err, /in use/);
  });

  test('doctor finds nothing wrong', async () => {
    const { errors, checks } = await json('doctor');
    equal(errors, 0);
    const names = checks.map(({ name }: { name: string }) => name);
    ok(names.includes('achievements.list · contract 2'));
    ok(names.includes('database'));
  });

  test('doctor says what is wrong and ends with 1', async () => {
    const { code, out } = await told('doctor', '--url', 'http://127.0.0.1:1');
    equal(code, 1);
    match(out, /ERROR {4}server: nothing answers/);
  });

  test('the real program prints what dev tells it to try', async () => {
    const [line = ''] = service.started.try as string[];
    match(line, /token --player Player1/);
    const { code, out } = await runCli(['token', '--player', 'Player1'], { directory });
    equal(code, 0);
    match(out, /^XBL3\.0 x=\d+;ey/);
  });
});

describe('laurel serve', () => {
  let directory = '';
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'laurel-serve-'));
  });
  after(() => rmSync(directory, { recursive: true }));

  const environment = { LAUREL_MANAGEMENT_KEY: strongKey, LAUREL_TITLE_SERVER_KEYS: 'true' };

  test('it serves with its configuration, shows no secret and stops with 0', async () => {
    const settings = join(directory, 'laurel.json');
    writeFileSync(settings, JSON.stringify({ port: 0, logLevel: 'info' }));
    const words = ['serve', '--config', settings];
    const service = await startCli(words, { directory, environment });
    const { url } = service.started;
    equal((await fetch(`${url}/readyz`)).status, 200);
    const titles = (key: string) =>
      fetch(`${url}/management/titles`, { headers: { authorization: `Bearer ${key}` } });
    equal((await titles(strongKey)).status, 200);
    equal((await titles('wrong')).status, 401);
    const development = { headers: { authorization: `Bearer ${strongKey}` } };
    equal((await fetch(`${url}/management/development/clock`, development)).status, 404);
    const { code, out, err } = await service.stop();
    equal(code, 0);
    ok(!(out + err).includes(strongKey));
    match(out, /"managementKey": "\[hidden\]"/);
  });

  test('doctor finds nothing wrong where names do not sign in', async () => {
    const service = await startCli(['serve', '--port', '0', '--data', 'd'], {
      directory,
      environment,
    });
    const words = ['doctor', '--data', 'd', '--url', service.started.url, '--key', strongKey];
    const { code, out } = await runCli(words, { directory });
    await service.stop();
    equal(code, 0, out);
    match(out, /^skipped {2}sign-in: this instance takes no names; give --id-token/m);
    match(out, /^skipped {2}not walked: \d+ operations that need a player’s token/m);
    match(out, /^ok {7}management\.listTitles: 200$/m);
  });

  test('an unknown variable stops the start and names the nearest one', async () => {
    const surroundings = { directory, environment: { ...environment, LAUREL_PROT: '1' } };
    const { code, err } = await runCli(['serve'], surroundings);
    equal(code, 1);
    match(err, /"LAUREL_PROT"; did you mean LAUREL_PORT/);
  });

  test('an address that is taken is named with the way out', async () => {
    const words = ['serve', '--port', '0', '--data', 'a'];
    const first = await startCli(words, { directory, environment });
    const { port } = new URL(first.started.url);
    notEqual(port, '0');
    const second = await runCli(['serve', '--port', port, '--data', 'b'], {
      directory,
      environment,
    });
    equal(second.code, 1);
    match(second.err, /already listens on 127\.0\.0\.1:\d+.*--port/);
    await first.stop();
  });

  test('a database that is in use is named', async () => {
    const words = ['serve', '--port', '0', '--data', 'c'];
    const first = await startCli(words, { directory, environment });
    const { code, err } = await runCli(words, { directory, environment });
    equal(code, 1);
    match(err, /in use by another process/);
    ok(!/^\s+at /m.test(err), err);
    await first.stop();
  });
});
