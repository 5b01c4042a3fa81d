import type { Asset, AssetStore } from '../store.ts';
import { type Row, readOne, type SqlEngine } from './engine.ts';

/** Parameters: hash. */
const readAsset = 'select hash, content_type, bytes from assets where hash = $1';

/** Parameters: hash, content type, bytes. */
const insertAsset = `
  insert into assets (hash, content_type, bytes)
  values ($1, $2, $3)
  on conflict do nothing`;

/** Pictures on an engine. */
export function createAssetStore(engine: SqlEngine): AssetStore {
  return {
    put: ({ hash, contentType, bytes }) => engine.write([[insertAsset, hash, contentType, bytes]]),
    async get(hash) {
      const row = await readOne(engine, [readAsset, hash]);
      return row && assetOf(row);
    },
  };
}

type AssetRow = {
  readonly hash: string;
  readonly content_type: string;
  readonly bytes: Uint8Array;
};

function assetOf(row: Row): Asset {
  const { hash, content_type, bytes } = row as unknown as AssetRow;
  return { hash, contentType: content_type, bytes };
}
