import { createHash } from 'node:crypto';
import { Refusal } from '@laurel/domain';
import type { Asset, AssetStore } from '../store/store.ts';

/** Pictures read most recently are kept in memory, up to this many bytes in all. */
const keptBytesMax = 16 * 1024 * 1024;

/** Where pictures are on this instance. */
export const assetPrefix = '/media/';

/** Keeps the pictures of titles. */
export type AssetService = {
  /**
   * @returns the path on this instance where the picture is from now on
   * @throws {Refusal} `InvalidBody` unless the bytes are a PNG, JPEG, WebP or GIF
   */
  add(bytes: Buffer): Promise<{ path: string; contentType: string }>;
  /** @returns `undefined` where there is no picture at that path */
  at(path: string): Promise<Asset | undefined>;
};

const forms: readonly { type: string; ending: string; isOne: (bytes: Buffer) => boolean }[] = [
  { type: 'image/png', ending: 'png', isOne: (bytes) => startsWith(bytes, '89504e470d0a1a0a') },
  { type: 'image/jpeg', ending: 'jpg', isOne: (bytes) => startsWith(bytes, 'ffd8ff') },
  { type: 'image/gif', ending: 'gif', isOne: (bytes) => startsWith(bytes, '474946383') },
  {
    type: 'image/webp',
    ending: 'webp',
    isOne: (bytes) => startsWith(bytes, '52494646') && bytes.toString('latin1', 8, 12) === 'WEBP',
  },
];

function startsWith(bytes: Buffer, hex: string): boolean {
  return bytes.toString('hex', 0, 8).startsWith(hex);
}

/** @returns where an instance keeps the picture; `undefined` for what is no picture */
export function assetPath(bytes: Uint8Array): string | undefined {
  const form = formOf(bytes);
  return form && `${assetPrefix}${hashOf(bytes)}.${form.ending}`;
}

function formOf(bytes: Uint8Array) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return forms.find(({ isOne }) => isOne(view));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Pictures are named by what they hold, so what was read once stays right. */
export function createAssetService({ assets }: { assets: AssetStore }): AssetService {
  const kept = new Map<string, Asset>();
  let keptBytes = 0;

  function keep(asset: Asset): void {
    kept.set(asset.hash, asset);
    keptBytes += asset.bytes.length;
    for (const [hash, oldest] of kept) {
      if (keptBytes <= keptBytesMax) break;
      kept.delete(hash);
      keptBytes -= oldest.bytes.length;
    }
  }

  return {
    async add(bytes) {
      const form = formOf(bytes);
      if (form === undefined) {
        throw new Refusal('InvalidBody', 'the body must be a PNG, JPEG, WebP or GIF picture');
      }
      const hash = hashOf(bytes);
      await assets.put({ hash, contentType: form.type, bytes });
      return { path: `${assetPrefix}${hash}.${form.ending}`, contentType: form.type };
    },
    async at(path) {
      const [, hash] = /^\/media\/([0-9a-f]{64})\.(?:png|jpg|gif|webp)$/.exec(path) ?? [];
      if (hash === undefined) return undefined;
      const known = kept.get(hash);
      if (known !== undefined) return known;
      const found = await assets.get(hash);
      if (found !== undefined) keep(found);
      return found;
    },
  };
}
