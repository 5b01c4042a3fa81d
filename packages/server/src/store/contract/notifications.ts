import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Instant, instant, titleId } from '@laurel/domain';
import type { Endpoint } from '../store.ts';
import { alice, bob, noon, otherScid, sampleKey, title } from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const key = sampleKey();
const otherTitle = titleId(7);
const ofAlice = { xuid: alice, titleId: title.titleId };
const limits = { perPlayerMax: 9 };

function sampleEndpoint(id: string, part: Partial<Endpoint> = {}): Endpoint {
  return {
    id,
    xuid: alice,
    titleId: title.titleId,
    systemId: id,
    locale: 'en-US',
    platform: 'Win32',
    transport: 'RTA',
    wantsUnlocks: true,
    registeredAt: noon,
    ...part,
  };
}

function second(n: number): Instant {
  return instant(`2026-03-01T12:00:0${n}Z`);
}

/** Where players' devices want to be told, and what was told: `NotificationStore`. */
export function notificationsContract(newPlace: NewPlace): void {
  describe('notifications', () => {
    const store = sharedStore(newPlace);
    testEndpoints(store);
    testAnnouncements(store);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

function testEndpoints(store: GetStore): void {
  const ids = async () => {
    const found = await store().notifications.endpointsOf(ofAlice);
    return found.map(({ id }) => id);
  };

  test('an endpoint is read back as it was put', async () => {
    const { notifications } = store();
    const quiet = sampleEndpoint('a', { wantsUnlocks: false, locale: 'de-AT' });
    await notifications.putEndpoint(quiet, limits);
    assert.deepEqual(await notifications.endpointsOf(ofAlice), [quiet]);
  });

  test('endpoints come latest first, of one player and title', async () => {
    const { notifications } = store();
    const others = [{ xuid: bob }, { titleId: otherTitle }];
    for (const [at, id] of ['a', 'b', 'c'].entries()) {
      const part = { registeredAt: second(at), ...others[at - 1] };
      await notifications.putEndpoint(sampleEndpoint(id, part), limits);
    }
    await notifications.putEndpoint(sampleEndpoint('d', { registeredAt: second(9) }), limits);
    assert.deepEqual(await ids(), ['d', 'a']);
  });

  test('a device has one endpoint of a title, the latest', async () => {
    const { notifications } = store();
    await notifications.putEndpoint(sampleEndpoint('a'), limits);
    await notifications.putEndpoint(sampleEndpoint('b', { systemId: 'a' }), limits);
    assert.deepEqual(await ids(), ['b']);
  });

  test('beyond the limit of a player the oldest are dropped', async () => {
    const { notifications } = store();
    for (const [at, id] of ['a', 'b', 'c'].entries()) {
      const endpoint = sampleEndpoint(id, { registeredAt: second(at) });
      await notifications.putEndpoint(endpoint, { perPlayerMax: 2 });
    }
    assert.deepEqual(await ids(), ['c', 'b']);
  });

  test('an endpoint is removed by its own player alone', async () => {
    const { notifications } = store();
    await notifications.putEndpoint(sampleEndpoint('a'), limits);
    assert.equal(await notifications.removeEndpoint({ id: 'a', xuid: bob }), false);
    assert.equal(await notifications.removeEndpoint({ id: 'a', xuid: alice }), true);
    assert.deepEqual(await ids(), []);
  });
}

function testAnnouncements(store: GetStore): void {
  test('an announcement is claimed by one of several at once, and never goes back', async () => {
    const { notifications } = store();
    assert.equal(await notifications.announcedUpTo(key), 0);
    const claims = await Promise.all([1, 2, 3].map(() => notifications.announce(key, 7)));
    assert.equal(claims.filter((isFirst) => isFirst).length, 1);
    assert.equal(await notifications.announce(key, 6), false);
    assert.equal(await notifications.announcedUpTo(key), 7);
    assert.equal(await notifications.announce(key, 8), true);
  });

  for (const [what, part] of [
    ['another title', { scid: otherScid }],
    ['another player', { xuid: bob }],
  ] as const) {
    test(`what was announced of one record says nothing of ${what}`, async () => {
      const { notifications } = store();
      await notifications.announce(key, 7);
      assert.equal(await notifications.announcedUpTo(sampleKey(part)), 0);
      assert.equal(await notifications.announce(sampleKey(part), 3), true);
    });
  }
}
