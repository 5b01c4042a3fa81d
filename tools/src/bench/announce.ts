/** What a server process tells the bench once it listens. */
export type Announcement = { readonly port: number };

/**
 * Tells the process that started this one which port it serves, and ends when that process does.
 *
 * @param address what a listening server gives
 */
export function announce(address: { readonly port: number } | string | null): void {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port: address.port } satisfies Announcement);
}
