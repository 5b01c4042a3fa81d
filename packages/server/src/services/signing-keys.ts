import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import type { Clock } from '../clock.ts';
import type { SecretStore } from '../store/store.ts';

/** The instance's own key pairs. The newest signs, all of them verify. */
export type SigningKeys = {
  readonly newest: SigningKey;
  /** @returns `undefined` for a key that is not of this instance */
  verifying(id: string): CryptoKey | undefined;
  /** The public keys, newest first. */
  jwks(): JSONWebKeySet;
  /** Makes a key that signs from now on. */
  rotate(): Promise<{ id: string }>;
};

/** A key that signs. */
export type SigningKey = { readonly id: string; readonly privateKey: CryptoKey };

type KeyPair = SigningKey & { readonly publicKey: CryptoKey; readonly publicJwk: JWK };

/** The only algorithm of this instance's tokens. Source: wire contract §3.3, step 6 [C]. */
export const signingAlgorithm = 'ES256';

/** Opens the instance's keys; makes the first on the first start. */
export async function openSigningKeys({
  secrets,
  clock,
}: {
  secrets: Pick<SecretStore, 'signingKeys' | 'addSigningKey'>;
  clock: Clock;
}): Promise<SigningKeys> {
  let pairs = await load();
  if (pairs.length === 0) await add();

  async function load(): Promise<readonly KeyPair[]> {
    const stored = await secrets.signingKeys();
    return Promise.all(stored.map(({ id, jwk }) => pairFrom(id, JSON.parse(jwk))));
  }

  async function add(): Promise<string> {
    const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
    const jwk = await exportJWK(privateKey);
    const id = await calculateJwkThumbprint(jwk);
    await secrets.addSigningKey({ id, jwk: JSON.stringify(jwk), createdAt: clock.now() });
    pairs = await load();
    return id;
  }

  return {
    get newest() {
      const [newest] = pairs;
      if (newest === undefined) throw new Error('the store lost the signing keys');
      return newest;
    },
    verifying: (id) => pairs.find((pair) => pair.id === id)?.publicKey,
    jwks: () => ({ keys: pairs.map(({ publicJwk }) => publicJwk) }),
    rotate: async () => ({ id: await add() }),
  };
}

async function pairFrom(id: string, jwk: JWK): Promise<KeyPair> {
  const { kty, crv, x, y } = jwk;
  const publicJwk = { kty, crv, x, y, kid: id, alg: signingAlgorithm, use: 'sig' } as JWK;
  const [privateKey, publicKey] = await Promise.all([cryptoKey(jwk), cryptoKey(publicJwk)]);
  return { id, privateKey, publicKey, publicJwk };
}

async function cryptoKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, signingAlgorithm);
  if (key instanceof Uint8Array) throw new Error('a signing key must be an EC key pair');
  return key;
}
