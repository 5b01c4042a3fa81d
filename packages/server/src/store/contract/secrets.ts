import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { titleId } from '@laurel/domain';
import type { Store, TitleServerKey } from '../store.ts';
import { later, noon, title } from './sample-decisions.ts';
import type { NewPlace, StorePlace } from './store-place.ts';

const otherTitle = titleId(4);

function sampleKey(part: Partial<TitleServerKey> = {}): TitleServerKey {
  return {
    id: 'key-1',
    titleId: title.titleId,
    hash: 'f'.repeat(64),
    label: 'matchmaking, Köln',
    createdAt: noon,
    revokedAt: null,
    ...part,
  };
}

/** What only this instance may know: `SecretStore`. Clearing keeps it, so each test has a store. */
export function secretsContract(newPlace: NewPlace): void {
  describe('secrets', () => {
    let place: StorePlace;
    let store: Store;

    beforeEach(async () => {
      place = await newPlace();
      store = await place.open();
    });

    afterEach(async () => {
      await store[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    });

    async function reopen(): Promise<Store> {
      await store[Symbol.asyncDispose]();
      store = await place.open();
      return store;
    }

    const get = () => store;
    testSigningKeys(get, reopen);
    testTitleServerKeys(get);
  });
}

function testSigningKeys(store: () => Store, reopen: () => Promise<Store>): void {
  test('signing keys come newest first, also after the store was opened again', async () => {
    const old = { id: 'old', jwk: '{"kty":"EC"}', createdAt: noon };
    const fresh = { id: 'fresh', jwk: '{"kty":"EC","x":"1"}', createdAt: later };
    for (const key of [old, fresh]) await store().secrets.addSigningKey(key);
    assert.deepEqual(await store().secrets.signingKeys(), [fresh, old]);
    assert.deepEqual(await (await reopen()).secrets.signingKeys(), [fresh, old]);
  });

  test('clearing everything leaves the secrets', async () => {
    await store().secrets.addSigningKey({ id: 'one', jwk: '{}', createdAt: noon });
    await store().secrets.addTitleServerKey(sampleKey());
    await store().clear();
    assert.equal((await store().secrets.signingKeys()).length, 1);
    assert.deepEqual(await store().secrets.titleServerKeys(null), [sampleKey()]);
  });
}

function testTitleServerKeys(store: () => Store): void {
  test('the keys of one title or of all come oldest first', async () => {
    const { secrets } = store();
    const second = sampleKey({ id: 'a', createdAt: later });
    const other = sampleKey({ id: 'b', titleId: otherTitle, createdAt: later });
    for (const key of [second, other, sampleKey()]) await secrets.addTitleServerKey(key);
    assert.deepEqual(await secrets.titleServerKeys(title.titleId), [sampleKey(), second]);
    assert.deepEqual(await secrets.titleServerKeys(otherTitle), [other]);
    assert.deepEqual(await secrets.titleServerKeys(null), [sampleKey(), second, other]);
  });

  test('a revoked key is still listed, and revoking it again changes nothing', async () => {
    const { secrets } = store();
    await secrets.addTitleServerKey(sampleKey());
    assert.equal(await secrets.revokeTitleServerKey({ id: 'key-1', revokedAt: noon }), true);
    assert.equal(await secrets.revokeTitleServerKey({ id: 'key-1', revokedAt: later }), true);
    assert.deepEqual(await secrets.titleServerKeys(null), [sampleKey({ revokedAt: noon })]);
  });

  test('a key nobody made is not revoked', async () => {
    const { secrets } = store();
    assert.equal(await secrets.revokeTitleServerKey({ id: 'none', revokedAt: noon }), false);
    assert.deepEqual(await secrets.titleServerKeys(null), []);
  });
}
