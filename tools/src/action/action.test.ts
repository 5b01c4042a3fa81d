import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { repositoryRoot } from '../tidy/repository.ts';
import { type ActionInstance, readOrder, startForWorkflow } from './start.ts';

const folder = mkdtempSync(join(tmpdir(), 'laurel-action-'));
const title = join(repositoryRoot, 'fixtures/titles/saltlight/title.json');
const environment = {
  RUNNER_TEMP: folder,
  GITHUB_ENV: join(folder, 'env'),
  GITHUB_OUTPUT: join(folder, 'output'),
  ACTION_TITLES: `\n  ${title}\n`,
  ACTION_SAMPLES: 'false',
  ACTION_SANDBOX: 'TEST.1',
  ACTION_PORT: '0',
};

after(() => rmSync(folder, { recursive: true, force: true }));

describe('the step of a workflow', () => {
  const told: string[] = [];
  let instance: ActionInstance;

  before(async () => {
    writeFileSync(environment.GITHUB_ENV, 'BEFORE=1\n');
    instance = await startForWorkflow(readOrder(environment), (line) => told.push(line));
  });

  after(async () => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(instance.url).port) });
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    process.kill(instance.pid, 'SIGTERM');
    await closed;
  });

  test('the steps that follow know where the instance is, and it answers there', async () => {
    const lines = readFileSync(environment.GITHUB_ENV, 'utf8').split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      'BEFORE=1',
      `LAUREL_URL=${instance.url}`,
      `LAUREL_KEY=${instance.key}`,
    ]);
    assert.match(
      readFileSync(environment.GITHUB_OUTPUT, 'utf8'),
      /^url=http:\/\/127\.0\.0\.1:\d+\n/,
    );
    assert.equal((await fetch(`${instance.url}/readyz`)).status, 200);
  });

  test('the titles are published where the workflow says', async () => {
    const headers = { authorization: `Bearer ${instance.key}` };
    const answer = await fetch(`${instance.url}/management/titles`, { headers });
    const { titles } = Object(await answer.json());
    assert.deepEqual([titles.length, titles[0].published[0].sandbox], [1, 'TEST.1']);
  });

  test('the key is masked before anything else is told', () => {
    assert.equal(told[0], `::add-mask::${instance.key}`);
    assert.ok(!told.slice(1).join().includes(instance.key));
  });
});

describe('the description of the action', () => {
  const text = readFileSync(join(repositoryRoot, 'action.yml'), 'utf8');
  const script = readFileSync(join(import.meta.dirname, 'start.ts'), 'utf8');

  test('every input that is used is declared, and every one that is declared is used', () => {
    const used = [...text.matchAll(/\$\{\{ inputs\.(\w+) \}\}/g)].map(([, name]) => name);
    const [, declared = ''] = /^inputs:\n((?: .*\n)+)/m.exec(text) ?? [];
    const names = [...declared.matchAll(/^ {2}(\w+):$/gm)].map(([, name]) => name);
    assert.deepEqual(used.toSorted(), names.toSorted());
  });

  test('the program reads every variable that the action sets, and gives out every output', () => {
    for (const [, name = ''] of text.matchAll(/^ {8}(ACTION_\w+):/gm)) {
      assert.ok(script.includes(name), name);
    }
    for (const [, name = ''] of text.matchAll(/steps\.start\.outputs\.(\w+)/g)) {
      assert.match(script, new RegExp(`[\`n]${name}=`), name);
    }
  });

  test('no variable that it sets is taken for a setting, which an instance would refuse', () => {
    assert.doesNotMatch(text, /^\s+LAUREL_\w+:/m);
  });

  test('every file that it runs is there', () => {
    const [, first = '', second = ''] = /ACTION_PATH\/([\w./]+)" ([\w./]+)/.exec(text) ?? [];
    for (const path of [first, second]) assert.ok(existsSync(join(repositoryRoot, path)), path);
  });

  test('outside a workflow it says what is missing', () => {
    assert.throws(() => readOrder({}), /RUNNER_TEMP, GITHUB_ENV and GITHUB_OUTPUT/);
  });
});
