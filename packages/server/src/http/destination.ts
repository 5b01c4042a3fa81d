import { HeadMemo } from '../head-memo.ts';
import { ownText } from '../own-text.ts';
import { RecentMap } from '../recent-map.ts';
import { type Address, locate } from './address.ts';
import type { WireRequest } from './exchange.ts';
import type { Operation } from './operation.ts';
import { createRouter, type Found } from './router.ts';

/** Where a request goes, by its method, its `Host` header and its target alone. */
export type Destination = {
  /** `undefined` when the path is not valid percent-encoding. */
  readonly address: Address | undefined;
  /** `null` where the address is of no host of the protocol. */
  readonly found: Found | null;
  /** The named segments and the query; `null` until somebody who may ask had them read. */
  input: { readonly params: unknown; readonly query: unknown } | null;
};

/** Destinations that are remembered at most, at about 1 KB each. */
const rememberedMax = 8_000;

/** Longer targets are read anew each time. */
const rememberedTargetLengthMax = 512;

type Asked = Pick<WireRequest, 'method' | 'host' | 'target' | 'kept'>;

type Remembered = Destination & { readonly method: string; readonly host: string };

/** Finds destinations; a client asks for the same ones again and again. */
export function createDestinations(
  operations: readonly Operation[],
): (request: Asked) => Destination {
  const route = createRouter(operations);
  const remembered = new RecentMap<string, Remembered>(rememberedMax);
  const memo = new HeadMemo<Destination>();

  function find(method: string, host: string, target: string): Remembered {
    const address = locate({ host, target });
    if (address === undefined || address.host === null) {
      return { method, host, address, found: null, input: null };
    }
    const { host: named, segments } = address;
    const asked = method === 'HEAD' ? 'GET' : method;
    const found = route({ host: named, method: asked, segments });
    return { method, host, address, found, input: null };
  }

  function destinationOf({ method, host, target }: Asked): Destination {
    const known = remembered.get(target);
    if (known !== undefined && known.method === method && known.host === host) return known;
    if (target.length > rememberedTargetLengthMax) return find(method, host, target);
    const own = ownText(target);
    const found = find(method, host, own);
    remembered.set(own, found);
    return found;
  }

  return (request) => memo.orKeep(request, destinationOf);
}
