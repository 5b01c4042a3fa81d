import type { Address } from './address.ts';
import type { WireAnswer, WireRequest } from './exchange.ts';
import { fault } from './refuse.ts';

/** Answers what is at no protocol host: health, metrics, documents, pages. */
export type OwnPages = (request: WireRequest, address: Address) => Promise<WireAnswer> | WireAnswer;

/** One page: made when it is asked for. */
export type OwnPage = (request: WireRequest) => Promise<WireAnswer> | WireAnswer;

/**
 * Serves pages by their exact path, read only. What has no page of its own goes to the first
 * fallback that knows it.
 */
export function createOwnPages(
  pages: Readonly<Record<string, OwnPage>>,
  fallbacks: readonly ((path: string) => WireAnswer | undefined)[],
): OwnPages {
  return (request, { path }) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const refused = fault(null, { status: 405, code: 4000, message: 'this address takes GET' });
      return { ...refused, headers: { ...refused.headers, allow: 'GET, HEAD' } };
    }
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (page !== undefined) return page(request);
    for (const fallback of fallbacks) {
      const found = fallback(path);
      if (found !== undefined) return found;
    }
    const message = `there is nothing at ${path.slice(0, 80)}`;
    return fault(null, { status: 404, code: 28, message });
  };
}
