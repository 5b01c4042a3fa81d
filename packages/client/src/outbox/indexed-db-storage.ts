import { type Database, openDatabase } from './database.ts';
import { readEntry } from './read-entry.ts';
import type { OutboxStorage, StorageSharing, StorageWord } from './storage.ts';

/** The name that every part of the browser's outbox has when nothing is said. */
export const outboxName = 'laurel-outbox';

/** What the browser offers; tests bring their own. */
export type IndexedDbOptions = {
  /** Outboxes of one name share their entries, across tabs and with the service worker. */
  readonly name?: string | undefined;
  readonly factory?: IDBFactory | undefined;
  /**
   * Decides which tab sends. Pages that are not served over HTTPS have none: then every tab sends
   * what it finds, which does no harm but costs requests.
   */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
};

/** Keeps entries in the browser's database; several tabs and a service worker share them. */
export function indexedDbStorage(options: IndexedDbOptions = {}): OutboxStorage {
  const { name = outboxName, factory = indexedDB, locks = globalThis.navigator?.locks } = options;
  const database: Database = openDatabase(name, factory);
  return {
    async load() {
      const values = await database.all('entries');
      const entries = values.flatMap((value) => readEntry(value) ?? []);
      return { entries, damaged: values.length - entries.length };
    },
    write: (change) => database.write('entries', change),
    close: () => database.close(),
    sharing: locks === undefined ? undefined : sharingOf(name, locks),
  };
}

function sharingOf(name: string, locks: Pick<LockManager, 'request'>): StorageSharing {
  let channel: BroadcastChannel | undefined;
  return {
    lead(led) {
      const waiting = new AbortController();
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const turn = locks.request(name, { signal: waiting.signal }, () => {
        led();
        return held;
      });
      // Given up before our turn came.
      turn.catch(() => {});
      return () => {
        waiting.abort();
        release();
      };
    },
    listen(hear) {
      const heard = new BroadcastChannel(name);
      channel = heard;
      heard.onmessage = ({ data: word }: MessageEvent<unknown>) => {
        if (isWord(word)) hear(word);
      };
      return () => {
        heard.close();
        channel = undefined;
      };
    },
    tell(word) {
      channel?.postMessage(word);
    },
  };
}

function isWord(word: unknown): word is StorageWord {
  return word === 'changed' || word === 'sync';
}
