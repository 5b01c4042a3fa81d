import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openSampleInstance, type SampleInstance } from '../../../compose-sample.ts';
import { at } from '../sample-app.ts';
import {
  arenaDocument,
  arenaPublish,
  arenaScid,
  arenaTitleId,
  foughtEvent,
} from './sample-arena.ts';

const alice = '2533274800000001';
const publish = `POST /titles/${arenaTitleId}/publish`;
const backfill = `POST /titles/${arenaTitleId}/backfill`;

const uris = {
  progress: `https://achievements.xboxlive.com/users/xuid(${alice})/achievements/${arenaScid}`,
  unlocks: `https://notify.xboxlive.com/users/xuid(${alice})/deviceId/current/titleId/${arenaTitleId}`,
  stat: (name: string) =>
    `https://userstats.xboxlive.com/users/xuid(${alice})/scids/${arenaScid}/stats/${name}`,
} as const;

let instance: SampleInstance;
let authorization: string;
let socket: WebSocket;

beforeEach(async () => {
  instance = await openSampleInstance();
  await instance.manage(publish, arenaPublish());
  authorization = await instance.authorize(alice);
  const { port } = await instance.laurel.listen();
  const { body } = await instance.ask('GET /rta/nonce', { headers: { authorization } });
  const nonce = encodeURIComponent(String(at(body, 'nonce')));
  const address = `ws://127.0.0.1:${port}/rta/connect?nonce=${nonce}`;
  socket = new WebSocket(address, ['rta.xboxlive.com.V2']);
  await once(socket, 'open');
});

afterEach(async () => {
  socket.close();
  await instance[Symbol.asyncDispose]();
});

/** Subscribes to each. @returns what the replies bring along */
async function watch(...resources: readonly string[]): Promise<readonly unknown[]> {
  const brought: unknown[] = [];
  for (const [index, uri] of resources.entries()) {
    const heard = once(socket, 'message');
    socket.send(JSON.stringify([1, index, uri]));
    const [, , code, id, data] = messageOf(await heard);
    assert.deepEqual([code, id], [0, index + 1]);
    brought.push(data);
  }
  return brought;
}

function messageOf([event]: readonly unknown[]): readonly unknown[] {
  return JSON.parse(String((event as MessageEvent).data));
}

/**
 * Everything that is said until so many messages came, and then the answer to a question that is
 * asked behind them: an unlock is announced a moment later than its progress.
 */
async function heardAfter(
  act: () => Promise<unknown>,
  atLeast = 0,
): Promise<readonly (readonly unknown[])[]> {
  const heard: (readonly unknown[])[] = [];
  const arrived = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  function take(event: Event): void {
    const message = messageOf([event]);
    if (message[0] === 2) answered.resolve();
    else heard.push(message);
    if (heard.length >= atLeast) arrived.resolve();
  }
  socket.addEventListener('message', take);
  await act();
  if (atLeast > 0) await arrived.promise;
  socket.send(JSON.stringify([2, 99, 99]));
  await answered.promise;
  socket.removeEventListener('message', take);
  return heard;
}

async function fight(kills: number): Promise<void> {
  const events = [foughtEvent({ Weapon: 'Bow' }, { measurements: { Kills: kills } })];
  await instance.ask('POST /events/game-events', { headers: { authorization }, body: { events } });
}

describe('what events change is told in real time', () => {
  test('a stat to who watches it, as its new value', async () => {
    const [before, apart] = await watch(uris.stat('Kills'), uris.stat('KillsWith.Bow'));
    assert.deepEqual(before, { name: 'Kills', type: 'Integer', value: null });
    assert.deepEqual(apart, { name: 'KillsWith.Bow', type: 'Integer', value: null });
    assert.deepEqual(await heardAfter(() => fight(4)), [
      [3, 1, 4],
      [3, 2, 4],
    ]);
  });

  test('progress and an unlock to who watches them, in the shapes of any other', async () => {
    await watch(uris.progress, uris.unlocks);
    const heard = await heardAfter(() => fight(10), 2);
    const progress = heard.find(([, id]) => id === 1)?.[2];
    assert.equal(at(progress, 'serviceConfigId'), arenaScid);
    const unlocked = at(progress, 'progression') as readonly unknown[];
    const ten = unlocked.find((one) => at(one, 'id') === '2');
    assert.equal(at(ten, 'progressState'), 'Achieved');
    const requirement = at(ten, 'requirements', 0);
    assert.deepEqual([at(requirement, 'current'), at(requirement, 'target')], ['10', '10']);
    const toast = heard.find(([, id]) => id === 2)?.[2];
    assert.deepEqual([at(toast, 'achievementId'), at(toast, 'xuid')], ['2', alice]);
  });

  test('nothing of a batch that is sent again', async () => {
    const events = [foughtEvent()];
    const asked = { headers: { authorization }, body: { events } };
    await instance.ask('POST /events/game-events', asked);
    await watch(uris.progress, uris.unlocks, uris.stat('Kills'));
    const again = () => instance.ask('POST /events/game-events', asked);
    assert.deepEqual(await heardAfter(again), []);
  });
});

describe('a backfill', () => {
  beforeEach(async () => {
    await fight(6);
    const [first, second, ...others] = arenaDocument().achievements;
    const easier = { ...second, requirements: [{ stat: 'Kills', target: 5 }] };
    await instance.manage(publish, arenaPublish({ achievements: [first, easier, ...others] }));
    await watch(uris.progress, uris.unlocks);
  });

  const wish = { achievementIds: ['2'] };

  test('that is only shown is told to nobody', async () => {
    const heard = await heardAfter(() => instance.manage(backfill, { ...wish, apply: false }));
    assert.deepEqual(heard, []);
  });

  test('that is silent announces nothing, and has clients look again', async () => {
    const heard = await heardAfter(() => instance.manage(backfill, { ...wish, apply: true }));
    assert.deepEqual(heard, [[4]]);
    // Unlocks are announced in their order, so this one would not be the first.
    const later = await heardAfter(async () => {
      await fight(1);
      await fight(1);
    }, 3);
    const announced = later.filter(([, id]) => id === 2).map(([, , toast]) => toast);
    assert.deepEqual(
      announced.map((toast) => at(toast, 'achievementId')),
      ['3'],
    );
  });

  test('that is announced is told as any unlock, once', async () => {
    const body = { ...wish, apply: true, announce: true };
    const heard = await heardAfter(() => instance.manage(backfill, body), 2);
    assert.deepEqual(heard.map(([, id]) => id).sort(), [1, 2]);
    assert.equal(at(heard.find(([, id]) => id === 2)?.[2], 'achievementId'), '2');
    assert.deepEqual(await heardAfter(() => instance.manage(backfill, body)), []);
  });
});
