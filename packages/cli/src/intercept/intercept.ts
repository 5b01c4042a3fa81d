import type { Authority } from './authority.ts';
import { createHostIdentities } from './authority.ts';
import { createForwarder } from './forwarder.ts';
import {
  createTlsListener,
  type InterceptLimits,
  interceptLimits,
  listenAt,
  type TlsListener,
} from './listener.ts';
import { createProxy, noTunnels, webTunnels } from './proxy.ts';

/** What an intercept is told. */
export type InterceptOrder = {
  /** Where the server is. */
  readonly url: string;
  readonly authority: Authority;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** `undefined` where clients come by the names. */
  readonly proxy: { readonly tunnels: boolean } | undefined;
  /** Takes lines for people. */
  readonly tell: (line: string) => void;
  readonly limits?: InterceptLimits;
};

/** An intercept that serves. */
export type RunningIntercept = {
  readonly port: number;
  /** Ends every connection and listens no more. */
  close(): Promise<void>;
};

/**
 * Begins to take clients.
 *
 * @throws {Failure} by the result, where the address can't be had
 */
export async function startIntercept(order: InterceptOrder): Promise<RunningIntercept> {
  const { url, authority, host, port, proxy, tell, limits = interceptLimits } = order;
  const forwarder = createForwarder(url);
  const identities = createHostIdentities(authority);
  const makeListener = () => createTlsListener({ identities, forwarder, tell, limits });
  const listener = makeListener();
  if (proxy !== undefined) {
    const made = createProxy({
      take: (socket) => listener.server.emit('connection', socket),
      forwarder,
      authority: authority.certificate,
      tunnels: proxy.tunnels ? webTunnels : noTunnels,
      tell,
      limits,
    });
    return running(await listenAt(made.server, { host, port }), [made, listener], forwarder);
  }
  const taken = await listenAt(listener.server, { host, port });
  const other = atVersion6[host];
  const also = other === undefined ? [] : await alsoAt(makeListener, { host: other, port: taken });
  return running(taken, [listener, ...also], forwarder);
}

function running(
  port: number,
  parts: readonly { close(): Promise<void> }[],
  forwarder: { close(): void },
): RunningIntercept {
  return {
    port,
    async close() {
      await Promise.all(parts.map((part) => part.close()));
      forwarder.close();
    },
  };
}

/** The same place, for clients that take the other version of addresses first. */
const atVersion6: Readonly<Record<string, string>> = { '127.0.0.1': '::1', '0.0.0.0': '::' };

/** Where the second address can't be had, clients take the first. */
async function alsoAt(
  makeListener: () => TlsListener,
  at: { host: string; port: number },
): Promise<readonly TlsListener[]> {
  const listener = makeListener();
  try {
    await listenAt(listener.server, at);
    return [listener];
  } catch {
    return [];
  }
}
