import type { WireRequest } from './exchange.ts';

/**
 * Whether a request comes from this machine, and not by a proxy that stands on it.
 *
 * Source: [I]; what a proxy adds is read as "from elsewhere", whoever added it.
 */
export function isLocalRequest({ remoteAddress, headers }: WireRequest): boolean {
  const isProxied = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  );
  return !isProxied && /^(127\.|::1$|::ffff:127\.)/.test(remoteAddress);
}
