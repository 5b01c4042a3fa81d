import type { Draft, PublishedVersion, RecordStore, TitleStore } from '../store/store.ts';
import type { FakeStore } from './fake-store.ts';

/** For tests of services: drafts and published versions, in memory. */
export function createFakeTitles(): TitleStore {
  const published: PublishedVersion[] = [];
  const drafts = new Map<number, Draft>();
  const sandboxes = new Set<Parameters<TitleStore['addSandbox']>[0]>();

  function versionsOf({ titleId, sandbox }: Parameters<TitleStore['versions']>[0]) {
    return published.filter((one) => one.titleId === titleId && one.sandbox === sandbox);
  }

  return {
    published: async () => published.filter((one) => versionsOf(one).at(-1) === one),
    versions: async (of) => versionsOf(of),
    async publish(version) {
      if (version.version !== (versionsOf(version).at(-1)?.version ?? 0) + 1) return false;
      published.push(version);
      return true;
    },
    draft: async (titleId) => drafts.get(titleId),
    drafts: async () => [...drafts.values()],
    async saveDraft(draft) {
      if (draft.revision !== (drafts.get(draft.titleId)?.revision ?? 0) + 1) return false;
      drafts.set(draft.titleId, draft);
      return true;
    },
    sandboxes: async () => [...sandboxes],
    async addSandbox(name) {
      sandboxes.add(name);
    },
  };
}

/** For tests of services: records that also know who has one. */
export function createFakeRecords({ records }: Pick<FakeStore, 'records'>): RecordStore {
  const keys = new Map<string, Parameters<RecordStore['read']>[0]>();
  const playersOf: RecordStore['playersOf'] = async ({ sandbox, scid }, { after, limit }) => {
    const own = [...keys.values()].filter((key) => key.sandbox === sandbox && key.scid === scid);
    const sorted = own.map(({ xuid }) => xuid).sort();
    return sorted.filter((xuid) => after === null || xuid > after).slice(0, limit);
  };
  return {
    ...records,
    advance(key, decide) {
      keys.set(`${key.sandbox} ${key.xuid} ${key.scid}`, key);
      return records.advance(key, decide);
    },
    playersOf,
    countPlayers: async (of) => (await playersOf(of, { after: null, limit: 1000 })).length,
  };
}
