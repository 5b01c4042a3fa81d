import { isObject } from '../json.ts';
import { openDatabase } from '../outbox/database.ts';
import { outboxName } from '../outbox/indexed-db-storage.ts';

/** What a service worker needs to speak for a player while no page is open. */
export type SignIn = {
  readonly xuid: string;
  /** Where the instance is; `undefined` for the real hosts. */
  readonly baseUrl?: string | undefined;
  /** The value of the `Authorization` header. */
  readonly authorization: string;
};

/** Sign-ins that pages leave for the service worker. */
export type KeptSignIns = {
  /** Keeps one for each player; whoever runs scripts on the page's origin can read it. */
  keep(signIn: SignIn): Promise<void>;
  /** The last one of a player. */
  read(xuid: string): Promise<SignIn | undefined>;
  /** When the player signs out. */
  forget(xuid: string): Promise<void>;
  close(): Promise<void>;
};

/** @throws {ClientError} `storage_full`, `storage_failed`, by the results */
export function keptSignIns({
  name = outboxName,
  factory = indexedDB,
}: {
  readonly name?: string | undefined;
  readonly factory?: IDBFactory | undefined;
} = {}): KeptSignIns {
  const database = openDatabase(name, factory);
  return {
    keep: (signIn) => database.write('signIns', { put: [signIn], remove: [] }),
    async read(xuid) {
      const all = await database.all('signIns');
      return all.filter(isSignIn).find((signIn) => signIn.xuid === xuid);
    },
    forget: (xuid) => database.write('signIns', { put: [], remove: [xuid] }),
    close: () => database.close(),
  };
}

function isSignIn(value: unknown): value is SignIn {
  return isObject(value) && typeof value.authorization === 'string';
}
