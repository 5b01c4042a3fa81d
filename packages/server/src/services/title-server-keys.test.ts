import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, titleId } from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { createFakeSecrets } from './fake-secrets.ts';
import { refused } from './refused.ts';
import { keysPerTitleMax, openTitleServerKeys } from './title-server-keys.ts';

const clock = createTestClock(instant('2026-03-01T12:00:00Z'));
const ofSeven = { titleId: titleId(7), label: 'match server' };

function open(secrets = createFakeSecrets()) {
  return openTitleServerKeys({ secrets, clock });
}

test('a key is 32 random bytes behind a prefix, and only its hash is kept', async () => {
  const secrets = createFakeSecrets();
  const keys = await open(secrets);
  const { key, ...shown } = await keys.add(ofSeven);
  assert.match(key, /^lsk_[A-Za-z0-9_-]{43}$/);
  const [kept] = await secrets.titleServerKeys(titleId(7));
  assert.match(kept?.hash ?? '', /^[0-9a-f]{64}$/);
  assert.equal(JSON.stringify(kept).includes(key), false);
  assert.deepEqual(await keys.list(titleId(7)), [shown]);
});

test('a key opens its title after a restart, and nothing once it is revoked', async () => {
  const secrets = createFakeSecrets();
  const { key, id } = await (await open(secrets)).add(ofSeven);
  const restarted = await open(secrets);
  assert.equal(restarted.titleServer(key)?.titleId, 7);
  assert.equal(restarted.isInForce(id), true);
  await restarted.revoke({ titleId: titleId(7), keyId: id });
  assert.equal(restarted.titleServer(key), null);
  assert.equal((await open(secrets)).titleServer(key), null);
  assert.equal(restarted.isInForce(id), false);
  assert.equal((await restarted.list(titleId(7)))[0]?.revokedAt, clock.now());
});

test('a key is the same asker each time, and a changed key is none', async () => {
  const keys = await open();
  const { key } = await keys.add(ofSeven);
  assert.equal(keys.titleServer(key), keys.titleServer(key));
  for (const other of [`${key}A`, key.slice(0, -1), key.toUpperCase(), `lsk_${'A'.repeat(43)}`]) {
    assert.equal(keys.titleServer(other), null, other);
  }
});

test("a key is revoked once, and only as its own title's", async () => {
  const keys = await open();
  const { id } = await keys.add(ofSeven);
  await assert.rejects(keys.revoke({ titleId: titleId(8), keyId: id }), refused('UnknownEntity'));
  await keys.revoke({ titleId: titleId(7), keyId: id });
  await assert.rejects(keys.revoke({ titleId: titleId(7), keyId: id }), refused('UnknownEntity'));
});

test('a title has a limited number of keys in force', async () => {
  const keys = await open();
  const made = [];
  for (let count = 0; count < keysPerTitleMax; count += 1) made.push(await keys.add(ofSeven));
  await assert.rejects(keys.add(ofSeven), refused('LimitReached'));
  await keys.revoke({ titleId: titleId(7), keyId: made[0]?.id ?? '' });
  await keys.add(ofSeven);
});
