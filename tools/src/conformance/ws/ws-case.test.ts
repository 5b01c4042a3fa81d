// tidy: every step and every phrase, case by case
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Json, JsonObject } from '../json.ts';
import { failureLine } from '../report.ts';
import { runVectors } from '../run.ts';
import { type Started, startInstance } from '../started.ts';
import { readVectors, type VectorCase } from '../vectors.ts';
import { createWire } from '../wire.ts';
import { readTitleDocuments } from '../world.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures/vectors');
const wireVectors = readVectors(join(fixtures, 'wire-vectors.json'));

const alice = '2533274800000001';
const scid = '00000000-0000-0000-0000-00006e756f71';
const quest = '8c410200-77aa-4f0e-8d21-5b6c7d8e9f02';
const progress = `https://achievements.xboxlive.com/users/xuid(${alice})/achievements/${scid}`;
const notify = `https://notify.xboxlive.com/users/xuid(${alice})/deviceId/current/titleId/1853190001`;
const people = `http://social.xboxlive.com/users/xuid(${alice})/friends`;
const stat = `https://userstats.xboxlive.com/users/xuid(${alice})/scids/${quest}/stats/EnemiesDefeated`;

const request = {
  method: 'GET',
  host: 'rta.xboxlive.com',
  path: '/connect',
  headers: {
    Authorization: '{{token:alice}}',
    'Sec-WebSocket-Protocol': 'rta.xboxlive.com.V2',
  },
};

let started: Started;

before(async () => {
  started = await startInstance();
});

after(async () => {
  await started[Symbol.asyncDispose]();
});

/** @returns why the case fails, empty when it passes */
async function play(steps: readonly Json[], part: Partial<VectorCase> = {}): Promise<string> {
  const vector: VectorCase = {
    id: 'OWN-001',
    kind: 'ws',
    area: 'rta',
    title: '',
    given: '',
    note: '',
    request,
    expect: {},
    steps,
    ...part,
  };
  await using wire = createWire(started.url);
  const [outcome] = await runVectors({
    files: [{ ...wireVectors, cases: [vector] }],
    library: [wireVectors],
    documents: readTitleDocuments(join(fixtures, 'world')),
    wire,
    url: started.url,
    managementKey: started.managementKey,
    addressing: 'host',
    kinds: null,
    only: null,
    onOutcome: () => {},
  });
  assert.ok(outcome);
  return outcome.result === 'passed' ? '' : failureLine(outcome);
}

const subscribed: readonly Json[] = [
  { open: {} },
  { send: [1, 1, progress] },
  { expect: [1, 1, 0, '$int:sub', null] },
];
const told: readonly Json[] = [
  { open: {} },
  { send: [1, 2, notify] },
  { expect: [1, 2, 0, '$int:n', null] },
];

type Played = readonly [promise: string, steps: readonly Json[], part?: Partial<VectorCase>];

const passing: readonly Played[] = [
  [
    'a nonce is used up',
    [{ open: {} }, { on: 'b', open: { status: 401 } }],
    { request: { ...request, path: '/connect?nonce={{nonce:alice}}', headers: {} } },
  ],
  [
    'what an answer says is bound',
    [
      {
        http: {
          method: 'GET',
          host: 'rta.xboxlive.com',
          path: '/nonce',
          headers: { Authorization: '{{token:alice}}' },
          expect: { status: 200, bodyFacts: [{ path: '$.nonce', op: 'len', value: 44 }] },
        },
      },
      { open: { path: '/connect?nonce=$nonce' } },
      { expectOpen: true },
    ],
    { request: { ...request, headers: {} } },
  ],
  [
    'one of several things comes',
    [...subscribed, { expectOneOf: [{ expectClose: 1008 }, { expectOpen: true }] }],
  ],
  [
    'what is no message is let by or ends it',
    [{ open: {} }, { sendRaw: '{' }, { expectCloseOrNothing: [1003, 1008] }],
  ],
  [
    'another player connects',
    [{ open: { as: 'bob' } }, { send: [1, 1, progress] }, { expect: [1, 1, 3, 0, null] }],
  ],
  [
    'an event is held against its data',
    [
      ...subscribed,
      { http: 'UP-001' },
      {
        expectEvent: {
          sub: '$sub',
          data: { serviceConfigId: scid, progression: '$any', contractVersion: 1 },
        },
      },
    ],
  ],
  [
    'a message is filled',
    [
      { open: {} },
      { send: [1, 1, progress.replace(alice, '{{xuid:alice}}')] },
      { expect: [1, 1, 0, '$int', null] },
    ],
  ],
  [
    'an announcement speaks the language of the registration',
    [
      ...told,
      { http: { use: 'NT-001', with: { locale: 'fr-FR' } } },
      { http: { use: 'UP-003', with: { id: '2' } } },
      {
        expectEvent: {
          sub: '$n',
          facts: [{ path: '$.achievementName', op: 'eq', value: 'Braise 2' }],
        },
      },
    ],
  ],
  [
    'an unknown resource is answered 1',
    [
      { open: {} },
      { send: [1, 4, 'https://example.com/x'] },
      { expect: [1, 4, 1, '$any', '$any'] },
    ],
  ],
  [
    'an update that changes nothing is not told',
    [
      ...subscribed,
      { http: 'UP-001' },
      { expectEvent: { sub: '$sub', facts: [] } },
      { http: 'UP-001' },
      { expectNothingMs: 500 },
    ],
  ],
  [
    'an id that is not there is not unsubscribed',
    [{ open: {} }, { send: [2, 3, 99] }, { expect: [2, 3, 1] }],
  ],
  [
    'the one who subscribed gets the id again',
    [...subscribed, { send: [1, 7, progress] }, { expect: [1, 7, 0, '$sub', null] }],
  ],
  [
    'a browser connects with a nonce',
    [{ open: { status: 101 } }, { send: [1, 1, progress] }, { expect: [1, 1, 0, '$int', null] }],
    { request: { ...request, path: '/connect?nonce={{nonce:alice}}', headers: {} } },
  ],
  [
    'a nonce and a token together are refused',
    [{ open: { status: 400 } }],
    { request: { ...request, path: '/connect?nonce={{nonce:alice}}' } },
  ],
  [
    'a made-up nonce is refused',
    [{ open: { status: 401 } }],
    { request: { ...request, path: '/connect?nonce=AAAA', headers: {} } },
  ],
  [
    'the thousand-and-first stat is too much',
    [{ open: {} }, { send: [1, 5, stat] }, { expect: [1, 5, 2, '$any', '$any'] }],
    { given: '1000 stat subscriptions' },
  ],
  [
    'what is no message is let by',
    [
      { open: {} },
      { sendRaw: '{"a":1}' },
      { sendRaw: 'x' },
      { sendRaw: '[]' },
      ...subscribed.slice(1),
    ],
  ],
  [
    'too much that is no message may end it',
    [
      { open: {} },
      ...Array.from({ length: 17 }, (): Json => ({ sendRaw: 'x' })),
      { expectCloseOrNothing: [1003, 1008] },
    ],
  ],
  [
    'message after message that is none ends the connection',
    [
      { open: {} },
      ...Array.from({ length: 17 }, (): Json => ({ sendRaw: 'x' })),
      { expectClose: [1003, 1008] },
    ],
  ],
  ['a server that stops says so', [{ open: {} }, { server: 'drains' }, { expectClose: 1001 }]],
  [
    'a stat tells its value',
    [
      { open: {} },
      { send: [1, 5, stat] },
      { expect: [1, 5, 0, '$int', { name: 'EnemiesDefeated', type: 'Integer', value: 7 }] },
    ],
  ],
  [
    'the stats of who hides are not seen',
    [
      { open: {} },
      { send: [1, 5, stat.replace(alice, '2533274800000006')] },
      { expectMatch: [1, 5, 3, '$any', '$any'] },
    ],
  ],
  [
    'the people of a player may be watched',
    [{ open: {} }, { send: [1, 5, people] }, { expect: [1, 5, 0, '$int', null] }],
  ],
  [
    'a session of other games is unknown',
    [
      { open: {} },
      { send: [1, 5, 'https://sessiondirectory.xboxlive.com/connections/'] },
      { expect: [1, 5, 1, 0, null] },
    ],
  ],
  [
    'an unlock is announced as it is',
    [
      ...told,
      { http: { use: 'UP-003', with: { id: '6' } } },
      {
        expect: [
          3,
          '$n',
          {
            service: 'achievements',
            achievementId: '6',
            achievementName: 'Ember 6',
            achievementDescription: 'Done 6',
            achievementIcon: '$any',
            titleId: '1853190001',
            gamerscore: 25,
            xuid: alice,
            extendedInfoUrl: 'ms-xbl-6e756f71://achievement/6',
            rarityPercentage: 5,
            rarityCategory: 'Rare',
            unlockTime: '$date',
          },
        ],
      },
    ],
  ],
  [
    'an unlock has its own deep link',
    [
      ...told,
      { http: { use: 'UP-003', with: { id: '7' } } },
      {
        expectEvent: {
          sub: '$n',
          facts: [{ path: '$.extendedInfoUrl', op: 'eq', value: 'ms-xbl-6e756f71://kiln/7' }],
        },
      },
    ],
  ],
  [
    'a scale of one gives a fraction',
    [
      ...told,
      { http: { use: 'UP-003', with: { id: '6' } } },
      { expectRaw: '"rarityPercentage":0\\.05[,}]' },
    ],
    { given: 'rarityScaleInToast 1' },
  ],
  ['progress below 100 is not announced', [...told, { http: 'UP-001' }, { expectNothingMs: 500 }]],
  [
    'a player who comes back is not told again',
    [{ note: 'open, subscribe, UP-003, exactly one toast, reconnect, no toast' }],
    { area: 'notification' },
  ],
  [
    'without the sub-protocol nobody comes in where it is asked for',
    [{ open: { status: 400 } }],
    {
      given: 'rtaRequireSubprotocol on',
      request: { ...request, headers: { Authorization: '{{token:alice}}' } },
    },
  ],
  [
    'two connections each have their own',
    [
      { open: {} },
      { on: 'b', open: {} },
      { on: 'b', send: [1, 1, progress] },
      { on: 'b', expect: [1, 1, 0, '$int', null] },
      { http: 'UP-001' },
      { expectNothingMs: 300 },
      { on: 'b', expectEvent: { facts: [] } },
    ],
  ],
];

describe('a case of a connection passes', () => {
  for (const [promise, steps, part] of passing) {
    test(promise, async () => assert.equal(await play(steps, part), ''));
  }
});

const failing: readonly Played[] = [
  [
    'an end with another code',
    [
      { open: {} },
      ...Array.from({ length: 17 }, (): Json => ({ sendRaw: 'x' })),
      { expectCloseOrNothing: 1003 },
    ],
  ],
  ['an event that does not come', [...subscribed, { expectEvent: { facts: [] } }]],
  ['an event that is not to come', [...subscribed, { http: 'UP-001' }, { expectNothingMs: 500 }]],
  ['another answer', [{ open: {} }, { send: [1, 1, progress] }, { expect: [1, 1, 3, 0, null] }]],
  ['another status', [{ open: { status: 401 } }]],
  ['another sub-protocol', [{ open: { subprotocol: 'chat' } }]],
  ['a connection that stays open', [{ open: {} }, { expectClose: true }]],
  [
    'a fact that does not hold',
    [
      ...subscribed,
      { http: 'UP-001' },
      { expectEvent: { facts: [{ path: '$.progression', op: 'len', value: 3 }] } },
    ],
  ],
  ['a step nobody knows', [{ open: {} }, { dance: true }]],
  ['a note nobody understands', [{ note: 'the moon is full' }]],
  ['a number of events that is another', [{ note: 'UP-003: exactly two toasts' }]],
  ['a case without steps', []],
];

describe('a case of a connection fails with', () => {
  for (const [promise, steps, part] of failing) {
    test(promise, async () => assert.match(await play(steps, part), /^OWN-001/));
  }
});

describe('a note about a connection', () => {
  const notes: readonly JsonObject[] = [
    { note: 'open twice, subscribe on both, UP-001, both receive' },
    { note: 'UP-003 twice: exactly one event' },
    { note: 'event of NT-004 has none of inviteHandle, notificationData, KickNotification' },
    { note: 'send malformed frame: server ignores or closes 1008, never crashes' },
    { note: 'open; send garbage; ignored or closed with 1003/1008' },
    { note: 'nonce via GET /nonce; connect with ?nonce= and no Authorization; second use refused' },
  ];
  for (const step of notes) {
    test(`is played: ${String(step.note)}`, async () => assert.equal(await play([step]), ''));
  }

  const note = 'register with locale fr-FR; unlock id 2: achievementName "Braise 2"';
  test(`is played: ${note}`, async () => {
    assert.equal(await play([{ note }], { area: 'notification' }), '');
  });

  test('says what is not so', async () => {
    const wrong = note.replace('Braise', 'Ember');
    assert.match(await play([{ note: wrong }], { area: 'notification' }), /Braise 2/);
    assert.match(await play([{ note: 'open: closed with 1008' }]), /it is open/);
  });

  test('may be the case’s own "given": a locale, a nonce that is used', async () => {
    const steps = [
      { open: {} },
      { send: [1, 1, notify] },
      { expect: [1, 1, 0, '$int', null] },
      { http: { use: 'UP-003', with: { id: '2' } } },
      { expectEvent: { facts: [{ path: '$.achievementName', op: 'eq', value: 'Braise 2' }] } },
    ];
    assert.equal(await play(steps, { given: 'NT-001 executed with locale fr-FR' }), '');
    const used = { ...request, path: '/connect?nonce={{nonce}}', headers: {} };
    const again = [{ open: { status: 401 } }];
    assert.equal(await play(again, { given: 'nonce already used', request: used }), '');
    assert.match(await play(again, { request: used }), /got 101/);
  });
});
