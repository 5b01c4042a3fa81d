import { hosts } from '@laurel/contract';

/** The names that an instance answers for, in lower case and in the order of the alphabet. */
export const servedHosts: readonly string[] = Object.values(hosts)
  .map(({ name }) => name)
  .filter((name) => name !== '')
  .sort();

const served: ReadonlySet<string> = new Set(servedHosts);

/**
 * Finds the served host that a name stands for: in any case, with or without a port and the dot of
 * its full form.
 *
 * @returns `undefined` for any other name
 */
export function servedHost(name: string): string | undefined {
  const plain = name
    .toLowerCase()
    .replace(/:[0-9]{1,5}$/, '')
    .replace(/\.$/, '');
  return served.has(plain) ? plain : undefined;
}
