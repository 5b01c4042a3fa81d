import { AchievementsClient } from '../achievements-client.ts';
import type { AuthorizationSource } from '../authorization.ts';
import { AchievementsManager } from '../manager/achievements-manager.ts';
import type { ReportKeeper } from '../manager/local-player.ts';
import { RealtimeConnection, type RealtimeOptions } from '../realtime/realtime-connection.ts';
import { createTransport, type TransportOptions } from '../transport.ts';
import {
  E_INVALIDARG,
  E_XBL_ALREADY_INITIALIZED,
  E_XBL_NOT_INITIALIZED,
  type HRESULT,
  resultOf,
  S_OK,
} from './hresult.ts';
import { beginAsync, type Out, type XAsyncBlock, type XTaskQueueHandle } from './xasync.ts';

/** A 64-bit number, or its digits: a Number can't hold every player's id. */
export type uint64_t = bigint | string;

/** A player who signed in, and what proves it. */
export type XblUserHandle = {
  readonly xboxUserId: uint64_t;
  readonly authorization: AuthorizationSource;
};

/** What the documented library is told at the start, and where this one finds the service. */
export type XblInitArgs = {
  readonly queue?: XTaskQueueHandle | null;
  /** The service configuration; its case does not matter here. */
  readonly scid: string;
  /** On a console the system knows it; here the title says it. */
  readonly titleId: number;
  /** Everything but the authorization that level 1 and the connection can be given. */
  readonly service?: Omit<TransportOptions & RealtimeOptions, 'authorization'>;
  /** Keeps updates until they are delivered; without one, an update without a network fails. */
  readonly outbox?: ReportKeeper;
};

type Library = XblInitArgs & { readonly manager: AchievementsManager };

let library: Library | undefined;

/** Starts the library. */
export function XblInitialize(args: XblInitArgs): HRESULT {
  if (library !== undefined) return E_XBL_ALREADY_INITIALIZED;
  if (typeof args?.scid !== 'string' || args.scid === '') return E_INVALIDARG;
  const { scid, titleId, service } = args;
  library = { ...args, manager: new AchievementsManager({ scid, titleId, clock: service?.clock }) };
  return S_OK;
}

/** Ends the library: contexts that are still open are closed. */
export function XblCleanupAsync(async: XAsyncBlock): HRESULT {
  return beginAsync(async, async () => {
    library?.manager.close();
    library = undefined;
    for (const context of openContexts) context.close();
    return { status: S_OK };
  });
}

/** Which service configuration the library was started with. */
export function XblGetScid(scid: Out<string>): HRESULT {
  if (library === undefined) return E_XBL_NOT_INITIALIZED;
  scid.value = library.scid;
  return S_OK;
}

const openContexts = new Set<XblContext>();

/** What one player's calls share; made by `XblContextCreateHandle`. */
export class XblContext {
  readonly library: Library;
  readonly user: XblUserHandle;
  readonly client: AchievementsClient;
  readonly #options: TransportOptions & RealtimeOptions;
  #realtime: RealtimeConnection | undefined;
  #handles = 1;

  constructor(started: Library, user: XblUserHandle) {
    this.library = started;
    this.user = user;
    this.#options = { ...started.service, authorization: user.authorization };
    this.client = new AchievementsClient({ ...this.#options, xuid: String(user.xboxUserId) });
    openContexts.add(this);
  }

  /** One connection for all of the player's handlers, opened when the first one is added. */
  get realtime(): RealtimeConnection {
    this.#realtime ??= new RealtimeConnection(this.#options);
    return this.#realtime;
  }

  /** For calls that level 1 has no name for. */
  get transport() {
    return createTransport(this.#options);
  }

  /** Preferred languages, best first. */
  get languages(): readonly string[] {
    return this.#options.languages ?? [];
  }

  /** Whether every handle was closed. */
  get isClosed(): boolean {
    return this.#handles === 0;
  }

  /** One more handle. */
  addHandle(): void {
    this.#handles += 1;
  }

  /** One handle less; the last one ends the connection. */
  removeHandle(): void {
    this.#handles = Math.max(this.#handles - 1, 0);
    if (this.#handles === 0) this.close();
  }

  /** Ends everything, whoever has a handle. */
  close(): void {
    this.#handles = 0;
    this.#realtime?.close();
    openContexts.delete(this);
  }
}

/** What one player's calls are made with. */
export type XblContextHandle = XblContext;

/** Makes a context for a player. */
export function XblContextCreateHandle(
  user: XblUserHandle,
  context: Out<XblContextHandle>,
): HRESULT {
  if (library === undefined) return E_XBL_NOT_INITIALIZED;
  try {
    context.value = new XblContext(library, user);
    return S_OK;
  } catch (thrown) {
    return resultOf(thrown);
  }
}

/** One more handle of the same context; each is closed. */
export function XblContextDuplicateHandle(
  xboxLiveContextHandle: XblContextHandle,
  duplicatedHandle: Out<XblContextHandle>,
): HRESULT {
  if (!isOpen(xboxLiveContextHandle)) return E_INVALIDARG;
  xboxLiveContextHandle.addHandle();
  duplicatedHandle.value = xboxLiveContextHandle;
  return S_OK;
}

/** Closes a handle. */
export function XblContextCloseHandle(xboxLiveContextHandle: XblContextHandle | null): void {
  if (xboxLiveContextHandle instanceof XblContext) xboxLiveContextHandle.removeHandle();
}

/** Whose context it is. */
export function XblContextGetXboxUserId(
  context: XblContextHandle,
  xboxUserId: Out<bigint>,
): HRESULT {
  if (!isOpen(context)) return E_INVALIDARG;
  xboxUserId.value = BigInt(context.client.xuid);
  return S_OK;
}

/** @returns whether it is a context that calls can be made with */
export function isOpen(context: unknown): context is XblContext {
  return context instanceof XblContext && !context.isClosed;
}

/** The manager of the library, `undefined` before `XblInitialize`. */
export function libraryManager(): Library | undefined {
  return library;
}
