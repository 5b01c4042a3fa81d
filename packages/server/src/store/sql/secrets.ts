import type { Instant, TitleId } from '@laurel/domain';
import type { SecretStore, TitleServerKey } from '../store.ts';
import type { Row, SqlEngine } from './engine.ts';

const keyColumns = 'id, title_id, hash, label, created_at, revoked_at';

const readSigningKeys = `
  select id, jwk, created_at from signing_keys
   order by created_at desc, id`;

/** Parameters: id, key pair, when. */
const insertSigningKey = 'insert into signing_keys (id, jwk, created_at) values ($1, $2, $3)';

/** Parameters: title id, or null for all. */
const readTitleServerKeys = `
  select ${keyColumns} from title_server_keys
   where title_id = coalesce($1, title_id)
   order by created_at, id`;

const insertTitleServerKey = `
  insert into title_server_keys (${keyColumns})
  values ($1, $2, $3, $4, $5, $6)`;

/** A guard: changes nothing without such a key. Parameters: id, when. */
const revokeKey = `
  update title_server_keys set revoked_at = coalesce(revoked_at, $2)
   where id = $1`;

/** What only this instance may know, on an engine. */
export function createSecretStore(engine: SqlEngine): SecretStore {
  return {
    signingKeys: async () => (await engine.read([readSigningKeys])).map(signingKeyOf),
    addSigningKey: ({ id, jwk, createdAt }) =>
      engine.write([[insertSigningKey, id, jwk, createdAt]]),
    titleServerKeys: async (titleId) =>
      (await engine.read([readTitleServerKeys, titleId])).map(titleServerKeyOf),
    addTitleServerKey: ({ id, titleId, hash, label, createdAt, revokedAt }) =>
      engine.write([[insertTitleServerKey, id, titleId, hash, label, createdAt, revokedAt]]),
    revokeTitleServerKey: ({ id, revokedAt }) => engine.writeIf([[revokeKey, id, revokedAt]]),
  };
}

type SigningKeyRow = { readonly id: string; readonly jwk: string; readonly created_at: Instant };

function signingKeyOf(row: Row): { id: string; jwk: string; createdAt: Instant } {
  const { id, jwk, created_at } = row as unknown as SigningKeyRow;
  return { id, jwk, createdAt: created_at };
}

type KeyRow = {
  readonly id: string;
  readonly title_id: TitleId;
  readonly hash: string;
  readonly label: string;
  readonly created_at: Instant;
  readonly revoked_at: Instant | null;
};

function titleServerKeyOf(row: Row): TitleServerKey {
  const { id, title_id, hash, label, created_at, revoked_at } = row as unknown as KeyRow;
  return { id, titleId: title_id, hash, label, createdAt: created_at, revokedAt: revoked_at };
}
