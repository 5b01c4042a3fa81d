import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { createTestClock } from '../../../../clock.ts';
import { createCatalog } from '../../../../services/catalog.ts';
import { createFakeStore } from '../../../../services/fake-store.ts';
import { createFakeRecords, createFakeTitles } from '../../../../services/fake-titles.ts';
import { noon } from '../../../../services/sample-world.ts';
import { createApp } from '../../../app.ts';
import { checkAnswer } from '../../../check-answer.ts';
import { createFaultBoard } from '../../../faults.ts';
import { createOwnPages } from '../../../own-pages.ts';
import { createSwitchBoard } from '../../../switches.ts';
import { managementTitleOperations } from './operations.ts';

type Answered = { readonly status: number; readonly body: unknown };
let ask: (line: string, body?: unknown) => Promise<Answered>;

beforeEach(async () => {
  const store = { titles: createFakeTitles(), records: createFakeRecords(createFakeStore()) };
  const catalog = await createCatalog({ store, clock: createTestClock(noon) });
  const app = createApp({
    operations: managementTitleOperations({ catalog }),
    ownPages: createOwnPages({}, []),
    authorize: () => ({ kind: 'Granted', asker: null }),
    throttle: { check: () => null, clear: () => {} },
    faults: createFaultBoard(),
    switches: createSwitchBoard(),
    observe({ cause }) {
      if (cause !== undefined) throw cause;
    },
    checkAnswer,
  });
  ask = async (line, body) => {
    const [method = '', target = ''] = line.split(' ');
    const answered = await app.answer({
      method,
      host: '127.0.0.1',
      target: `/management${target}`,
      headers: {},
      body: () => Promise.resolve(Buffer.from(JSON.stringify(body ?? {}))),
      remoteAddress: '127.0.0.1',
    });
    return { status: answered.status, body: JSON.parse(String(answered.body)) };
  };
});

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((found, key) => Reflect.get(Object(found), key), value);
}

const document = {
  titleId: 1853190001,
  name: 'Kiln & Ember',
  defaultLocale: 'en-US',
  achievements: Array.from({ length: 10 }, (_, index) => ({
    id: String(index + 1),
    name: `Ember ${index + 1}`,
    description: 'Done',
    lockedDescription: 'Do',
    icon: 'https://img.example/1.png',
    gamerscore: 100,
  })),
};
const kiln = '/titles/1853190001';

describe('titles', () => {
  test('are added as drafts, once', async () => {
    const first = await ask('POST /titles', document);
    assert.deepEqual(first, {
      status: 201,
      body: {
        titleId: 1853190001,
        scid: '00000000-0000-0000-0000-00006e756f71',
        revision: 1,
        findings: [],
      },
    });
    const second = await ask('POST /titles', document);
    assert.equal(second.status, 409);
    assert.match(String(at(second.body, 'detail')), /at revision 1/);
  });

  test('are listed with the versions that are published', async () => {
    await ask('POST /titles', document);
    const { body } = await ask('GET /titles');
    assert.deepEqual(at(body, 'titles', 0, 'name'), 'Kiln & Ember');
    assert.deepEqual(at(body, 'titles', 0, 'published'), []);
  });
});

describe('documents', () => {
  test('come out as they went in, by draft, sandbox and version', async () => {
    await ask(`POST ${kiln}/publish`, { sandbox: 'RETAIL', document });
    await ask(`PUT ${kiln}/document`, { ...document, name: 'Kiln II' });
    assert.deepEqual((await ask(`GET ${kiln}/document`)).body, { ...document, name: 'Kiln II' });
    assert.deepEqual((await ask(`GET ${kiln}/document?sandbox=RETAIL`)).body, document);
    assert.deepEqual((await ask(`GET ${kiln}/document?version=1`)).body, document);
    assert.equal((await ask(`GET ${kiln}/document?version=2`)).status, 404);
  });

  test('of a wrong form answer 400 with every place', async () => {
    const { status, body } = await ask(`PUT ${kiln}/document`, {
      ...document,
      titelId: 1,
      name: 5,
    });
    assert.equal(status, 400);
    assert.deepEqual(at(body, 'errors'), [
      {
        path: '/name',
        message: 'must be text, or an object with a text for each locale; got "5"',
      },
      {
        path: '',
        message: 'a title document has no member "titelId"; did you mean titleId?',
      },
    ]);
  });

  test('that changed since answer 409', async () => {
    await ask(`PUT ${kiln}/document?expectedRevision=0`, document);
    const { status } = await ask(`PUT ${kiln}/document?expectedRevision=0`, document);
    assert.equal(status, 409);
  });

  test('may have 4 MiB', () => {
    const limits = managementTitleOperations({ catalog: Object.create(null) }).map(
      ({ route }) => route.bodyBytesMax,
    );
    assert.ok(limits.every((limit) => limit >= 4 * 1024 * 1024));
  });
});

describe('validate', () => {
  test('judges what was sent, or the draft, for RETAIL or a sandbox', async () => {
    const small = { ...document, achievements: document.achievements.slice(1) };
    await ask('POST /titles', small);
    const { body } = await ask(`POST ${kiln}/validate`);
    assert.equal(at(body, 'isValid'), false);
    assert.equal(at(body, 'findings', 0, 'rule'), 'base-set-size');
    const there = await ask(`POST ${kiln}/validate`, { sandbox: 'ACME.7' });
    assert.equal(at(there.body, 'isValid'), true);
    const sent = await ask(`POST ${kiln}/validate`, { document });
    assert.deepEqual(sent.body, { isValid: true, findings: [] });
  });

  test('takes the facts of pictures that only the asker has', async () => {
    const local = {
      ...document,
      achievements: document.achievements.map((one) => ({ ...one, icon: 'icons/1.png' })),
    };
    const images = { 'icons/1.png': { type: 'png', width: 512, height: 512 } };
    const { body } = await ask(`POST ${kiln}/validate`, { document: local, images });
    assert.equal(at(body, 'findings', 0, 'path'), '/achievements/0/icon');
  });

  test('finds what is no document at all', async () => {
    for (const broken of ['x', null, [], 5]) {
      const { status, body } = await ask(`POST ${kiln}/validate`, { document: broken });
      assert.deepEqual([status, at(body, 'isValid')], [200, false]);
    }
  });
});

describe('publishing', () => {
  test('is planned, done, listed and taken back', async () => {
    await ask('POST /sandboxes', { name: 'ACME.7' });
    const at7 = { sandbox: 'ACME.7' };
    const plan = await ask(`POST ${kiln}/plan`, { ...at7, document });
    assert.deepEqual(
      ['version', 'isPublishable', 'players'].map((name) => at(plan.body, name)),
      [0, true, 0],
    );
    const first = await ask(`POST ${kiln}/publish`, { ...at7, document, note: 'first' });
    assert.deepEqual([first.status, at(first.body, 'version')], [200, 1]);
    const renamed = { ...document, name: 'Kiln II' };
    const second = await ask(`POST ${kiln}/publish`, {
      ...at7,
      document: renamed,
      expectedVersion: 1,
    });
    assert.deepEqual(at(second.body, 'changes'), [{ kind: 'TitleChanged', members: ['name'] }]);
    const back = await ask(`POST ${kiln}/rollback`, { ...at7, toVersion: 1, note: 'typo' });
    assert.equal(at(back.body, 'version'), 3);
    const { body } = await ask(`GET ${kiln}/versions?sandbox=ACME.7`);
    assert.deepEqual(at(body, 'versions', 2), {
      version: 3,
      publishedAt: noon,
      note: 'restores version 1: typo',
      isInForce: true,
    });
  });

  test('with errors answers 422 with every place', async () => {
    const broken = { ...document, achievements: document.achievements.slice(1) };
    const { status, body } = await ask(`POST ${kiln}/publish`, {
      sandbox: 'RETAIL',
      document: broken,
    });
    assert.deepEqual([status, at(body, 'code')], [422, 'NotPublishable']);
    assert.deepEqual(at(body, 'errors', 'length'), 2);
  });

  test('may break the rules of a release where that is accepted', async () => {
    const small = { ...document, achievements: document.achievements.slice(1) };
    const accept = ['base-set-size', 'base-set-gamerscore'];
    const line = `POST ${kiln}/publish`;
    const { status } = await ask(line, { sandbox: 'RETAIL', document: small, accept });
    assert.equal(status, 200);
    const other = { sandbox: 'RETAIL', document: small, accept: ['id-unique'] };
    assert.equal((await ask(line, other)).status, 400);
  });

  const refused = [
    ['a sandbox that is not there', { sandbox: 'ACME.9', document }, 404],
    ['no sandbox', { document }, 400],
    ['no draft', { sandbox: 'RETAIL' }, 404],
    ['another version', { sandbox: 'RETAIL', document, expectedVersion: 4 }, 409],
    [
      'a document of another title',
      { sandbox: 'RETAIL', document: { ...document, titleId: 5 } },
      400,
    ],
  ] as const;
  for (const [what, body, status] of refused) {
    test(`to or with ${what} answers ${status}`, async () => {
      assert.equal((await ask(`POST ${kiln}/publish`, body)).status, status);
    });
  }
});

test('sandboxes are RETAIL and those that were added', async () => {
  const added = await ask('POST /sandboxes', { name: 'ACME.7' });
  assert.deepEqual(added, { status: 201, body: { name: 'ACME.7' } });
  assert.deepEqual((await ask('GET /sandboxes')).body, { sandboxes: ['RETAIL', 'ACME.7'] });
  assert.equal((await ask('POST /sandboxes', { name: '../x' })).status, 400);
});
