import { ClientError } from '../client-error.ts';

/** What is kept in the browser: entries by id, and sign-ins by player. */
export type StoreName = 'entries' | 'signIns';

/** The browser's database, opened when it is first used, and again when it was closed. */
export type Database = {
  /** @returns everything in a store */
  all(store: StoreName): Promise<readonly unknown[]>;
  /** All of it or nothing; resolved when it is on the disk. @throws {ClientError} `storage_…` */
  write(
    store: StoreName,
    change: { put: readonly unknown[]; remove: readonly string[] },
  ): Promise<void>;
  close(): Promise<void>;
};

const keyPaths: Readonly<Record<StoreName, string>> = { entries: 'id', signIns: 'xuid' };

/** @param name of the database; outboxes of one name share it */
export function openDatabase(name: string, factory: IDBFactory): Database {
  let opened: Promise<IDBDatabase> | undefined;

  function open(): Promise<IDBDatabase> {
    opened ??= connect(name, factory).then((database) => {
      const forget = () => {
        opened = undefined;
      };
      database.onclose = forget;
      // Who deletes or upgrades it is not held up.
      database.onversionchange = () => {
        database.close();
        forget();
      };
      return database;
    });
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  }

  async function guarded<T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> {
    try {
      return await work(await open());
    } catch (cause) {
      throw errorOf(cause);
    }
  }

  return {
    all: (store) =>
      guarded((database) => resultOf(database.transaction(store).objectStore(store).getAll())),
    write: (store, { put, remove }) =>
      guarded((database) => {
        const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
        const done = completed(transaction);
        const objects = transaction.objectStore(store);
        for (const value of put) objects.put(value);
        for (const key of remove) objects.delete(key);
        return done;
      }),
    async close() {
      const database = await opened?.catch(() => undefined);
      opened = undefined;
      database?.close();
    },
  };
}

function connect(name: string, factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(name, 1);
  request.onupgradeneeded = () => {
    for (const [store, keyPath] of Object.entries(keyPaths)) {
      request.result.createObjectStore(store, { keyPath });
    }
  };
  return resultOf(request);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

function errorOf(cause: unknown): ClientError {
  const name = String(Reflect.get(Object(cause), 'name'));
  return name === 'QuotaExceededError'
    ? new ClientError('storage_full', 'the browser gives no more space', { cause })
    : new ClientError('storage_failed', `the browser's database failed: ${name}`, { cause });
}
