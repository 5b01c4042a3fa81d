import { readFile, rename, writeFile } from 'node:fs/promises';
import { AchievementsClient } from '../../achievements-client.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { isObject } from '../../json.ts';
import type { Lane } from '../../outbox/entry.ts';
import type { AgentSignIn } from './protocol.ts';

/** Players whose sign-ins are remembered; the one that was used longest ago goes first. */
const signInsMax = 64;

/** How long titles may take to renew an authorization, in milliseconds. */
const renewMsMax = 10_000;

/** For whom the agent can speak. */
export type SignIns = {
  /** Reads what an earlier agent kept; a file that is no good counts as none. */
  load(): Promise<void>;
  signIn(signIn: AgentSignIn): Promise<void>;
  signOut(of: Pick<AgentSignIn, 'xuid' | 'service'>): Promise<void>;
  clientOf(lane: Pick<Lane, 'xuid' | 'service'>): AchievementsClient | undefined;
};

/** What sign-ins are kept with. */
export type SignInOptions = {
  /** Where they are kept for the next start; `null` keeps them in memory only. */
  readonly path: string | null;
  /** Asks the titles for a new authorization. @returns whether there is any to ask */
  readonly askForRenewal: (of: Pick<AgentSignIn, 'xuid' | 'service'>) => boolean;
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
};

/** Keeps, for each player and service, what titles signed in with. Nothing ever gives it out. */
export function createSignIns(options: SignInOptions): SignIns {
  const { path, askForRenewal, clock = systemClock } = options;
  const known = new Map<string, AgentSignIn>();
  const clients = new Map<string, AchievementsClient>();
  const renewals = new Map<string, Set<() => void>>();

  async function save(): Promise<void> {
    if (path === null) return;
    await writeFile(`${path}.new`, JSON.stringify([...known.values()]), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  function remember(signIn: AgentSignIn): void {
    const { xuid, service, authorization } = signIn;
    const key = keyOf(signIn);
    known.delete(key);
    known.set(key, { xuid, service, authorization });
    for (const oldest of [...known.keys()].slice(0, -signInsMax)) forget(oldest);
    for (const renewed of renewals.get(key) ?? []) renewed();
  }

  function forget(key: string): void {
    known.delete(key);
    clients.delete(key);
  }

  /** Waits for a title that signs in anew, if there is one. */
  function renewed(of: Pick<AgentSignIn, 'xuid' | 'service'>): Promise<void> {
    const key = keyOf(of);
    const waiting = renewals.get(key) ?? new Set();
    renewals.set(key, waiting);
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        waiting.delete(end);
        resolve();
      };
      const cancel = clock.after(renewMsMax, end);
      waiting.add(end);
      if (!askForRenewal(of)) end();
    });
  }

  function newClient({ xuid, service }: Pick<AgentSignIn, 'xuid' | 'service'>) {
    const key = keyOf({ xuid, service });
    return new AchievementsClient({
      xuid,
      baseUrl: service === '' ? undefined : service,
      retryWindowMs: 0,
      clock,
      fetch: options.fetch,
      async authorization({ isRefresh }) {
        if (isRefresh) await renewed({ xuid, service });
        const authorization = known.get(key)?.authorization;
        if (authorization === undefined) throw new Error('the player is not signed in');
        return authorization;
      },
    });
  }

  return {
    async load() {
      if (path === null) return;
      const text = await readFile(path, 'utf8').catch(() => '[]');
      for (const signIn of readSignIns(text)) remember(signIn);
    },
    async signIn(signIn) {
      const key = keyOf(signIn);
      if (known.get(key)?.authorization !== signIn.authorization) clients.delete(key);
      remember(signIn);
      await save();
    },
    async signOut(of) {
      forget(keyOf(of));
      await save();
    },
    clientOf({ xuid, service }) {
      const key = keyOf({ xuid, service });
      if (!known.has(key)) return undefined;
      const client = clients.get(key) ?? newClient({ xuid, service });
      clients.set(key, client);
      return client;
    },
  };
}

function keyOf({ xuid, service }: Pick<AgentSignIn, 'xuid' | 'service'>): string {
  return `${xuid} ${service}`;
}

function readSignIns(text: string): readonly AgentSignIn[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isSignIn) : [];
  } catch {
    return [];
  }
}

function isSignIn(value: unknown): value is AgentSignIn {
  return (
    isObject(value) &&
    ['xuid', 'service', 'authorization'].every((member) => typeof value[member] === 'string') &&
    /^[1-9][0-9]{0,19}$/.test(String(value.xuid))
  );
}
