import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { quoted, Refusal, retail, type TitleId } from '@laurel/domain';
import type { TitleServer } from '../asker.ts';
import type { Clock } from '../clock.ts';
import type { SecretStore, TitleServerKey } from '../store/store.ts';

/** What a title server's key begins with. */
export const titleServerKeyPrefix = 'lsk_';

/** A title has at most this many keys in force. */
export const keysPerTitleMax = 20;

/** A key just made. `key` is shown this once; only its hash is kept. */
export type NewTitleServerKey = Omit<TitleServerKey, 'hash'> & { readonly key: string };

/** The keys with which services report for their title's players. */
export type TitleServerKeys = {
  /** @returns the same object for the same key, `null` for what is not a key in force */
  titleServer(key: string): TitleServer | null;
  /** Whether a key is in force. */
  isInForce(keyId: string): boolean;
  /** All keys of a title, revoked ones too. */
  list(titleId: TitleId): Promise<readonly Omit<TitleServerKey, 'hash'>[]>;
  /** @throws {Refusal} `LimitReached` */
  add(key: { titleId: TitleId; label: string }): Promise<NewTitleServerKey>;
  /** From now on the key opens nothing. @throws {Refusal} `UnknownEntity` */
  revoke(key: { titleId: TitleId; keyId: string }): Promise<void>;
};

type KeyInForce = { readonly digest: Buffer; readonly titleServer: TitleServer };

const keyForm = /^lsk_[A-Za-z0-9_-]{43}$/;

/** Opens the keys; all in force are kept in memory, a few hundred bytes each. */
export async function openTitleServerKeys({
  secrets,
  clock,
}: {
  secrets: Pick<SecretStore, 'titleServerKeys' | 'addTitleServerKey' | 'revokeTitleServerKey'>;
  clock: Clock;
}): Promise<TitleServerKeys> {
  const byHash = new Map<string, KeyInForce>();
  for (const key of await secrets.titleServerKeys(null)) remember(key);

  function remember({ id, titleId, hash: digest, revokedAt }: TitleServerKey): void {
    if (revokedAt !== null) return;
    const titleServer: TitleServer = { kind: 'TitleServer', titleId, keyId: id, sandbox: retail };
    byHash.set(digest, { digest: Buffer.from(digest, 'hex'), titleServer });
  }

  return {
    titleServer(key) {
      if (!keyForm.test(key)) return null;
      const digest = hash('sha256', key, 'buffer');
      const known = byHash.get(digest.toString('hex'));
      if (known === undefined || !timingSafeEqual(known.digest, digest)) return null;
      return known.titleServer;
    },

    isInForce(keyId) {
      for (const { titleServer } of byHash.values()) if (titleServer.keyId === keyId) return true;
      return false;
    },

    async list(titleId) {
      return (await secrets.titleServerKeys(titleId)).map(withoutHash);
    },

    async add({ titleId, label }) {
      const inForce = [...byHash.values()].filter((key) => key.titleServer.titleId === titleId);
      if (inForce.length >= keysPerTitleMax) {
        throw new Refusal(
          'LimitReached',
          `title ${titleId} has ${keysPerTitleMax} keys in force, and may have no more; revoke one first`,
        );
      }
      const key = `${titleServerKeyPrefix}${randomBytes(32).toString('base64url')}`;
      const kept: TitleServerKey = {
        id: randomUUID(),
        titleId,
        hash: hash('sha256', key),
        label,
        createdAt: clock.now(),
        revokedAt: null,
      };
      await secrets.addTitleServerKey(kept);
      remember(kept);
      return { ...withoutHash(kept), key };
    },

    async revoke({ titleId, keyId }) {
      const keys = await secrets.titleServerKeys(titleId);
      const key = keys.find(({ id, revokedAt }) => id === keyId && revokedAt === null);
      if (key === undefined) {
        throw new Refusal('UnknownEntity', `title ${titleId} has no key ${quoted(keyId)} in force`);
      }
      await secrets.revokeTitleServerKey({ id: keyId, revokedAt: clock.now() });
      byHash.delete(key.hash);
    },
  };
}

function withoutHash({ id, titleId, label, createdAt, revokedAt }: TitleServerKey) {
  return { id, titleId, label, createdAt, revokedAt };
}
