import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Refusal, titleId } from '@laurel/domain';
import type { Asker } from '../../../asker.ts';
import type { Registration } from '../../../services/notifications.ts';
import { alice, callerOf } from '../../../services/sample-world.ts';
import { type App, createApp } from '../../app.ts';
import { checkAnswer } from '../../check-answer.ts';
import { createFaultBoard } from '../../faults.ts';
import { createOwnPages } from '../../own-pages.ts';
import { createSwitchBoard } from '../../switches.ts';
import { notifyOperations } from './operations.ts';

const endpointId = '00000000-0000-4000-8000-00000000000a';
const path = '/notify/system/notifications/endpoints';
const caller = callerOf(alice);

let app: App;
let registered: Registration[];
let removed: string[];

beforeEach(() => {
  registered = [];
  removed = [];
  const notifications = {
    async register(_: Asker, registration: Registration) {
      if (registration.owner === null) throw new Refusal('InvalidBody', 'endpointUri');
      registered.push(registration);
      return endpointId;
    },
    async remove(_: Asker, id: string) {
      removed.push(id);
    },
    endpointFor: async () => undefined,
  };
  app = createApp({
    operations: notifyOperations({ notifications }),
    ownPages: createOwnPages({}, []),
    authorize: () => ({ kind: 'Granted', asker: caller }),
    throttle: { check: () => null, clear: () => {} },
    faults: createFaultBoard(),
    switches: createSwitchBoard(),
    observe({ cause }) {
      if (cause !== undefined) throw cause;
    },
    checkAnswer,
  });
});

async function ask(line: string, body: unknown = {}) {
  const [method = '', target = ''] = line.split(' ');
  const bytes = Buffer.from(JSON.stringify(body));
  const request = {
    method,
    host: 'localhost',
    target,
    headers: {},
    body: async () => bytes,
    remoteAddress: '127.0.0.1',
  };
  const answered = await app.answer(request);
  return { status: answered.status, text: String(answered.body ?? '') };
}

const registration = {
  systemId: '5c1f0e0a-0000-4000-8000-0000000000aa',
  endpointUri: `https://notify.xboxlive.com/users/xuid(${alice})/deviceId/current/titleId/1853190001`,
  platform: 'Win32',
  transport: 'RTA',
  locale: 'en-US,en',
  titleId: '1853190001',
  filters: [
    { action: 'Include', source: 6, type: 1 },
    { action: 'Include', source: 8, type: 1 },
  ],
  somethingNew: true,
};

describe('POST endpoints', () => {
  test('registers what shipped clients send, and gives an id', async () => {
    const { status, text } = await ask(`POST ${path}`, registration);
    assert.deepEqual([status, JSON.parse(text)], [201, { endpointId }]);
    assert.deepEqual(registered, [
      {
        owner: alice,
        endpointUri: registration.endpointUri,
        titleId: titleId(1853190001),
        systemId: registration.systemId,
        locale: 'en-US,en',
        platform: 'Win32',
        transport: 'RTA',
        wantsUnlocks: true,
      },
    ]);
  });

  const wanted: readonly [string, unknown, boolean][] = [
    ['no filters', undefined, true],
    ['none that includes anything', [], true],
    ['one that includes others alone', [{ action: 'Include', source: 6, type: 1 }], false],
    ['one that excludes it', [{ action: 'exclude', source: 8, type: 1 }], false],
    [
      'one that includes it and one that excludes it',
      [
        { action: 'Include', source: 8, type: 1 },
        { action: 'Exclude', source: 8, type: 1 },
      ],
      false,
    ],
  ];
  for (const [what, filters, expected] of wanted) {
    test(`with ${what} ${expected ? 'wants' : 'does not want'} unlocks`, async () => {
      await ask(`POST ${path}`, { ...registration, filters });
      assert.equal(registered[0]?.wantsUnlocks, expected);
    });
  }

  test('takes a title id as a number, and no locale', async () => {
    const { locale: _, ...rest } = registration;
    const { status } = await ask(`POST ${path}`, { ...rest, titleId: 1853190001 });
    assert.deepEqual([status, registered[0]?.locale], [201, '']);
  });

  const wrong: readonly [string, unknown][] = [
    ['no object', []],
    ['nothing', {}],
    ['an address of no player', { ...registration, endpointUri: 'https://example.com/' }],
    ['a title id that is none', { ...registration, titleId: 'x' }],
    ['too long a text', { ...registration, platform: 'x'.repeat(129) }],
    ['filters that are none', { ...registration, filters: 'all' }],
  ];
  for (const [what, body] of wrong) {
    test(`answers 400 to ${what}`, async () => {
      assert.equal((await ask(`POST ${path}`, body)).status, 400);
    });
  }
});

describe('DELETE endpoints', () => {
  test('undoes a registration, whatever case its id comes in', async () => {
    const { status, text } = await ask(`DELETE ${path}/${endpointId.toUpperCase()}`);
    assert.deepEqual([status, text, removed], [204, '', [endpointId]]);
  });

  test('answers 400 to what is no id', async () => {
    assert.equal((await ask(`DELETE ${path}/nothing`)).status, 400);
  });
});
