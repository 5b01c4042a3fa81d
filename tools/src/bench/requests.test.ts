import { equal, match, notEqual, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createUpdates, limited, listRequest, type World } from './requests.ts';

const player = { xuid: '2533274800000001', authorization: 'XBL3.0 x=1;token' };

const world: World = {
  titleId: 1853190001,
  scid: '00000000-0000-0000-0000-00006e756f71',
  rising: ['11', '12'],
  startPercent: 10,
  players: [player, { ...player, xuid: '2533274800000002' }],
  eventPlayers: [player],
  entries: 4,
};

/** What an update in a buffer that is used again said when it was sent. */
function sent(request: Buffer | null): { id: string; percent: number; text: string } {
  const text = request?.toString() ?? '';
  const body = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));
  const [{ id, percentComplete }] = body.achievements;
  return { id, percent: percentComplete, text };
}

describe('requests of the bench', () => {
  test('no update is ever sent twice, and each one raises what it names', () => {
    const { rising } = createUpdates(world);
    const last = new Map<string, number>();
    for (let count = 0; count < 100; count += 1) {
      const { id, percent, text } = sent(rising.next());
      const key = `${/xuid\((\d+)\)/.exec(text)?.[1]} ${id}`;
      ok(percent > (last.get(key) ?? world.startPercent), key);
      last.set(key, percent);
    }
  });

  test('an update that changes nothing has the bytes of one that does, but for its percent', () => {
    const { rising, repeated } = createUpdates(world);
    const up = sent(rising.next());
    const same = sent(repeated.next());
    equal(same.percent, world.startPercent);
    equal(same.text.length, up.text.length);
    notEqual(same.text, up.text);
  });

  test('a request tells the length of its body', () => {
    const { text } = sent(createUpdates(world).rising.next());
    const [head = '', body = ''] = text.split('\r\n\r\n');
    match(head, new RegExp(`\r\nContent-Length: ${body.length}$`));
  });

  test('a request without a body ends with an empty line', () => {
    match(listRequest(world, player).toString(), /[^\n]\r\n\r\n$/);
  });

  test('a limited workload ends', () => {
    const workload = limited(createUpdates(world).rising, 1);
    notEqual(workload.next(), null);
    equal(workload.next(), null);
  });
});
