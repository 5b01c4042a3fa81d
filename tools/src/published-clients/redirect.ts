// Loaded into a client's process before the client: the names lead to the listener of an intercept,
// as a hosts file would lead them, and nothing else is reached. The client itself is not touched.
import { Socket } from 'node:net';

const port = Number(process.env.INTERCEPT_PORT);
const names = new Set((process.env.INTERCEPT_HOSTS ?? '').split(','));
const { connect } = Socket.prototype;

Socket.prototype.connect = function redirected(this: Socket, ...given: unknown[]): Socket {
  // Node hands over its own list of options and callback, or what the caller gave.
  const [first, ...rest]: unknown[] = Array.isArray(given[0]) ? given[0] : given;
  if (!isPlace(first)) return Reflect.apply(connect, this, given);
  const host = String(first.host ?? 'localhost').toLowerCase();
  if (['127.0.0.1', '::1', 'localhost'].includes(host)) return Reflect.apply(connect, this, given);
  if (!names.has(host) || Number(first.port) !== 443) {
    throw new Error(`a published client wanted to reach ${host}:${first.port}`);
  }
  return Reflect.apply(connect, this, [{ ...first, host: '127.0.0.1', port }, ...rest]);
};

/** A host and a port, and no file that is a socket. */
function isPlace(first: unknown): first is { host?: unknown; port?: unknown } {
  return typeof first === 'object' && first !== null && !('path' in first && first.path);
}
