import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Asset } from '../store.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

function sampleAsset(part: Partial<Asset> = {}): Asset {
  return { hash: 'a'.repeat(64), contentType: 'image/png', bytes: everyByte, ...part };
}

/** Pictures: `AssetStore`. */
export function assetsContract(newPlace: NewPlace): void {
  describe('assets', () => {
    const store = sharedStore(newPlace);

    test('a picture is read back byte by byte', async () => {
      const { assets } = store();
      await assets.put(sampleAsset());
      const found = await assets.get(sampleAsset().hash);
      assert.deepEqual(found && { ...found, bytes: [...found.bytes] }, {
        ...sampleAsset(),
        bytes: [...everyByte],
      });
    });

    test('a picture nobody put is not there', async () => {
      await store().assets.put(sampleAsset());
      assert.equal(await store().assets.get('b'.repeat(64)), undefined);
    });

    test('a picture that is there already stays', async () => {
      const { assets } = store();
      await assets.put(sampleAsset());
      await assets.put(sampleAsset({ contentType: 'image/jpeg', bytes: new Uint8Array(3) }));
      const found = await assets.get(sampleAsset().hash);
      assert.equal(found?.contentType, 'image/png');
      assert.equal(found?.bytes.length, 256);
    });

    test('a picture of two megabytes and one of nothing are kept whole', async () => {
      const { assets } = store();
      const large = new Uint8Array(2 << 20).map((_, at) => at % 251);
      await Promise.all([
        assets.put(sampleAsset({ bytes: large })),
        assets.put(sampleAsset({ hash: 'c'.repeat(64), bytes: new Uint8Array(0) })),
      ]);
      const found = await assets.get(sampleAsset().hash);
      assert.ok(found !== undefined && Buffer.compare(found.bytes, large) === 0);
      assert.equal((await assets.get('c'.repeat(64)))?.bytes.length, 0);
    });
  });
}
