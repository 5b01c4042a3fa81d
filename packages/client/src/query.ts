import { readArguments, refuse } from './arguments.ts';
import { ClientError } from './client-error.ts';
import type { Page } from './wire.ts';

/** Pages one iteration reads at most: a service that never ends is not followed. */
const pagesMax = 1000;

/** What every call may carry. */
export type CallOptions = { readonly signal?: AbortSignal | undefined };

/** Which part of a list. */
export type PageQuery = CallOptions & {
  /** Whose list; the client's own player when nothing is said. */
  readonly xuid?: string | undefined;
  /** Only these titles. */
  readonly titleIds?: readonly number[] | undefined;
  readonly maxItems?: number | undefined;
  readonly skipItems?: number | undefined;
  /** From the page before; then `skipItems` is not sent. */
  readonly continuationToken?: string | null | undefined;
};

/** Which achievements. */
export type AchievementsQuery = PageQuery & {
  readonly types?: 'Persistent' | 'Challenge' | undefined;
  readonly unlockedOnly?: boolean | undefined;
  readonly orderBy?: 'Unordered' | 'Title' | 'UnlockTime' | 'EndingSoon' | undefined;
};

/** Which played titles. */
export type TitleHistoryQuery = PageQuery & { readonly orderBy?: 'UnlockTime' | undefined };

/** In the order shipped clients send. Source: wire contract §2.5 [X]. */
export function queryText(query: AchievementsQuery): string {
  const { titleIds, types, unlockedOnly, orderBy, maxItems, skipItems } = query;
  const token = query.continuationToken ?? null;
  const parts = [
    titleIds !== undefined && `titleId=${titleIds.map(readArguments.titleId).join(',')}`,
    types !== undefined && `types=${types}`,
    unlockedOnly === true && 'unlockedOnly=true',
    orderBy !== undefined && orderBy !== 'Unordered' && `orderBy=${orderBy.toLowerCase()}`,
    maxItems !== undefined && `maxItems=${readArguments.count('maxItems', maxItems)}`,
    skipItems !== undefined &&
      token === null &&
      `skipItems=${readArguments.count('skipItems', skipItems)}`,
    token !== null && `continuationToken=${encodeURIComponent(token)}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Follows tokens until there is none. @throws {ClientError} `invalid_json` when one repeats */
export async function* followPages<T, Query extends PageQuery>(
  query: Query,
  read: (query: Query) => Promise<Page<T>>,
): AsyncGenerator<Page<T>, void> {
  const seen = new Set<string>();
  let next = query;
  for (let count = 1; count <= pagesMax; count += 1) {
    const page = await read(next);
    yield page;
    const token = page.continuationToken;
    if (token === null) return;
    if (seen.has(token)) throw new ClientError('invalid_json', `page token "${token}" repeats`);
    seen.add(token);
    next = { ...query, continuationToken: token };
  }
  refuse(`more than ${pagesMax} pages; ask for longer ones with maxItems`);
}
