/** The paging members of a query, as read. */
export type PagingQuery = {
  readonly skipItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly continuationToken?: number | undefined;
};

/**
 * Where a page begins and how long it is. A token wins over `skipItems`; no `maxItems`, or 0, is
 * the default page; above the limit the page is shorter and a token follows.
 *
 * Source: wire contract §2.4 [C][X].
 */
export function pagingOf(
  { skipItems, maxItems, continuationToken }: PagingQuery,
  limits: { readonly defaultPageSize: number; readonly maxPageSize: number },
): { offset: number; maxItems: number } {
  const wanted = maxItems === undefined || maxItems === 0 ? limits.defaultPageSize : maxItems;
  return {
    offset: continuationToken ?? skipItems ?? 0,
    maxItems: Math.min(wanted, limits.maxPageSize),
  };
}
