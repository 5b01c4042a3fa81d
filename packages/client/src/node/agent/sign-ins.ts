import { readFile, rename, writeFile } from 'node:fs/promises';
import { AchievementsClient } from '../../achievements-client.ts';
import { readArguments, refuse } from '../../arguments.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { isObject } from '../../json.ts';
import type { AgentSignIn } from './protocol.ts';

/** Players whose sign-ins are remembered; the one that was used longest ago goes first. */
const signInsMax = 64;

/** How long titles may take to renew an authorization, in milliseconds. */
const renewMsMax = 10_000;

type Signer = Pick<AgentSignIn, 'xuid' | 'service'>;

/** What sign-ins are kept with. */
export type SignInOptions = {
  /** Where they are kept for the next start; `null` keeps them in memory only. */
  readonly path: string | null;
  /** Asks the titles for a new authorization. @returns whether there is any to ask */
  readonly askForRenewal: (of: Signer) => boolean;
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
};

/** Keeps, for each player and service, what titles signed in with. Nothing ever gives it out. */
export class SignIns {
  readonly #options: SignInOptions;
  readonly #clock: Clock;
  readonly #known = new Map<string, AgentSignIn>();
  readonly #clients = new Map<string, AchievementsClient>();
  readonly #renewals = new Map<string, Set<() => void>>();
  #saving: Promise<unknown> = Promise.resolve();

  constructor(options: SignInOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Reads what an earlier agent kept; a file that is no good counts as none. */
  async load(): Promise<void> {
    const { path } = this.#options;
    if (path === null) return;
    const text = await readFile(path, 'utf8').catch(() => '[]');
    for (const signIn of readSignIns(text)) this.#remember(signIn);
  }

  /** @throws {ClientError} `invalid_argument` for a player or a service that can't be one */
  async signIn(signIn: AgentSignIn): Promise<void> {
    readArguments.xuid(signIn.xuid);
    if (signIn.service !== '' && !URL.canParse(signIn.service)) {
      refuse(
        `service must be an address or empty; got ${JSON.stringify(signIn.service.slice(0, 80))}`,
      );
    }
    const key = keyOf(signIn);
    if (this.#known.get(key)?.authorization !== signIn.authorization) this.#clients.delete(key);
    this.#remember(signIn);
    await this.#save();
  }

  async signOut(signer: Signer): Promise<void> {
    this.#forget(keyOf(signer));
    await this.#save();
  }

  /** @returns `undefined` for a player who is not signed in */
  clientOf({ xuid, service }: Signer): AchievementsClient | undefined {
    const key = keyOf({ xuid, service });
    if (!this.#known.has(key)) return undefined;
    const client = this.#clients.get(key) ?? this.#newClient({ xuid, service });
    this.#clients.set(key, client);
    return client;
  }

  /** One after the other: two titles may sign in at once. */
  #save(): Promise<void> {
    const saved = this.#saving.then(() => this.#saveNow());
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  async #saveNow(): Promise<void> {
    const { path } = this.#options;
    if (path === null) return;
    await writeFile(`${path}.new`, JSON.stringify([...this.#known.values()]), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  #remember({ xuid, service, authorization }: AgentSignIn): void {
    const key = keyOf({ xuid, service });
    this.#known.delete(key);
    this.#known.set(key, { xuid, service, authorization });
    for (const oldest of [...this.#known.keys()].slice(0, -signInsMax)) this.#forget(oldest);
    for (const renewed of this.#renewals.get(key) ?? []) renewed();
  }

  #forget(key: string): void {
    this.#known.delete(key);
    this.#clients.delete(key);
  }

  #newClient(signer: Signer): AchievementsClient {
    const { xuid, service } = signer;
    return new AchievementsClient({
      xuid,
      baseUrl: service === '' ? undefined : service,
      retryWindowMs: 0,
      clock: this.#clock,
      fetch: this.#options.fetch,
      authorization: async ({ isRefresh }) => {
        if (isRefresh) await this.#renewed(signer);
        const authorization = this.#known.get(keyOf(signer))?.authorization;
        if (authorization === undefined) throw new Error('the player is not signed in');
        return authorization;
      },
    });
  }

  /** Waits for a title that signs in anew, if there is one. */
  #renewed(signer: Signer): Promise<void> {
    const key = keyOf(signer);
    const waiting = this.#renewals.get(key) ?? new Set();
    this.#renewals.set(key, waiting);
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        waiting.delete(end);
        resolve();
      };
      const cancel = this.#clock.after(renewMsMax, end);
      waiting.add(end);
      if (!this.#options.askForRenewal(signer)) end();
    });
  }
}

function keyOf({ xuid, service }: Signer): string {
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
