import type { SecretStore, TitleServerKey } from '../store/store.ts';

/** For tests: what only the instance may know, in memory. */
export function createFakeSecrets(): SecretStore {
  const signing: { id: string; jwk: string; createdAt: TitleServerKey['createdAt'] }[] = [];
  const titleServers = new Map<string, TitleServerKey>();
  return {
    signingKeys: async () => [...signing],
    async addSigningKey(key) {
      signing.unshift(key);
    },
    titleServerKeys: async (titleId) =>
      [...titleServers.values()].filter((key) => titleId === null || key.titleId === titleId),
    async addTitleServerKey(key) {
      titleServers.set(key.id, key);
    },
    async revokeTitleServerKey({ id, revokedAt }) {
      const key = titleServers.get(id);
      if (key === undefined) return false;
      titleServers.set(id, { ...key, revokedAt });
      return true;
    },
  };
}
