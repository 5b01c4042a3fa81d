import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { titleId } from '@laurel/domain';
import { createTestClock, type TestClock } from '../clock.ts';
import type { Endpoint, NotificationStore } from '../store/store.ts';
import { createNotifications, type Notifications, type Registration } from './notifications.ts';
import { refused } from './refused.ts';
import { alice, bob, callerOf, noon } from './sample-world.ts';

const kiln = titleId(1853190001);

let clock: TestClock;
let kept: Endpoint[];
let notifications: Notifications;

beforeEach(() => {
  clock = createTestClock(noon);
  kept = [];
  const store: NotificationStore = {
    endpointsOf: async ({ xuid, titleId: of }) =>
      kept.filter((one) => one.xuid === xuid && one.titleId === of).reverse(),
    async putEndpoint(endpoint) {
      kept.push(endpoint);
    },
    async removeEndpoint({ id, xuid }) {
      const before = kept.length;
      kept = kept.filter((one) => one.id !== id || one.xuid !== xuid);
      return kept.length < before;
    },
    announcedUpTo: async () => 0,
    announce: async () => true,
  };
  let drawn = 0;
  const drawId = () => {
    drawn += 1;
    return `id-${drawn}`;
  };
  notifications = createNotifications({ store: { notifications: store }, clock, drawId });
});

function registration(part: Partial<Registration> = {}): Registration {
  return {
    owner: alice,
    endpointUri: 'https://notify.xboxlive.com/',
    titleId: kiln,
    systemId: 'device',
    locale: 'en',
    platform: 'Win32',
    transport: 'RTA',
    wantsUnlocks: true,
    ...part,
  };
}

test('a registration is kept, and counts for the player', async () => {
  const id = await notifications.register(callerOf(alice), registration());
  assert.deepEqual([id, kept[0]?.registeredAt], ['id-1', noon]);
  const found = await notifications.endpointFor(callerOf(alice), kiln);
  assert.equal(found?.id, id);
  assert.equal(await notifications.endpointFor(callerOf(bob), kiln), undefined);
});

test('of several devices each is told as it registered itself', async () => {
  const [console, phone, tablet] = [callerOf(alice), callerOf(alice), callerOf(alice)];
  await notifications.register(console, registration({ locale: 'fr' }));
  await notifications.register(phone, registration({ systemId: 'phone', locale: 'de' }));
  const locales = [console, phone, tablet].map(
    async (device) => (await notifications.endpointFor(device, kiln))?.locale,
  );
  assert.deepEqual(await Promise.all(locales), ['fr', 'de', 'de']);
});

test('nobody registers for another, or without saying for whom', async () => {
  const forBob = notifications.register(callerOf(alice), registration({ owner: bob }));
  await assert.rejects(forBob, refused('NotYourData'));
  const forNobody = notifications.register(callerOf(alice), registration({ owner: null }));
  await assert.rejects(forNobody, refused('InvalidBody'));
  const byNobody = notifications.register(callerOf(null), registration());
  await assert.rejects(byNobody, refused('NoUserClaim'));
  assert.deepEqual(kept, []);
});

test('a registration that is undone counts no more; once more is no error', async () => {
  const device = callerOf(alice);
  const id = await notifications.register(device, registration());
  await notifications.remove(callerOf(bob), id);
  assert.equal((await notifications.endpointFor(device, kiln))?.id, id);
  await notifications.remove(device, id);
  await notifications.remove(device, id);
  assert.equal(await notifications.endpointFor(device, kiln), undefined);
});

test('a registration that another token undid, or that is gone with the store, counts no more', async () => {
  const device = callerOf(alice);
  const id = await notifications.register(device, registration({ locale: 'fr' }));
  await notifications.remove(callerOf(alice), id);
  assert.equal(await notifications.endpointFor(device, kiln), undefined);
  await notifications.register(device, registration({ locale: 'fr' }));
  kept = [];
  assert.equal(await notifications.endpointFor(device, kiln), undefined);
});

test('a device that registers anew with another token is told as it says then', async () => {
  const before = callerOf(alice);
  await notifications.register(before, registration({ locale: 'fr' }));
  kept = [];
  await notifications.register(callerOf(alice), registration({ locale: 'de' }));
  assert.equal((await notifications.endpointFor(before, kiln))?.locale, 'de');
});
