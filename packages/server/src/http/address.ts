import { type HostName, hosts } from '@laurel/contract';

/** Where a request goes: which host's operations, which path there, and its query. */
export type Address = {
  /** `null` for this instance's own pages. */
  readonly host: HostName | null;
  /** Percent-decoded once, without the empty pieces of leading and trailing slashes. */
  readonly segments: readonly string[];
  readonly path: string;
  /** Without the question mark. */
  readonly search: string;
};

const byName = new Map<string, HostName>();
const byPrefix = new Map<string, HostName>();
for (const [short, { name, prefix }] of Object.entries(hosts)) {
  const host = short as HostName;
  if (name !== '') byName.set(name, host);
  byPrefix.set(prefix.slice(1), host);
}

/**
 * Finds where a request goes: by its `Host` header where that is a host of the protocol, else by
 * the first piece of its path (`/achievements/users/…`).
 *
 * @param request `host` without port, in lower case; `target` as sent, also in absolute form
 * @returns `undefined` when the path is not valid percent-encoding
 *
 * Source: wire contract §1 [I].
 */
export function locate(request: { host: string; target: string }): Address | undefined {
  const target = originForm(request.target);
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const search = mark === -1 ? '' : target.slice(mark + 1);
  const segments = segmentsOf(path);
  if (segments === undefined) return undefined;
  const named = hostNamed(request.host);
  if (named !== undefined) return { host: named, segments, path, search };
  const prefixed = byPrefix.get(segments[0]?.toLowerCase() ?? '');
  if (prefixed === undefined) return { host: null, segments, path, search };
  return { host: prefixed, segments: segments.slice(1), path, search };
}

/** The host that a request is for, also when its path can't be decoded. */
export function hostOf({ host, target }: { host: string; target: string }): HostName | null {
  const [first = ''] = originForm(target).slice(1).split(/[/?]/, 1);
  return hostNamed(host) ?? byPrefix.get(first.toLowerCase()) ?? null;
}

/** A name may end in a dot: that is its full form. */
function hostNamed(name: string): HostName | undefined {
  return byName.get(name) ?? (name.endsWith('.') ? byName.get(name.slice(0, -1)) : undefined);
}

/** The path of a target; a proxy's client sends the absolute form. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const [, rest] = /^[a-z]+:\/\/[^/?]*(.*)$/i.exec(target) ?? [];
  return rest === undefined || !rest.startsWith('/') ? `/${rest ?? ''}` : rest;
}

function segmentsOf(path: string): readonly string[] | undefined {
  const end = path.length > 1 && path.endsWith('/') ? path.length - 1 : path.length;
  const pieces = path.slice(1, end).split('/');
  if (!path.includes('%')) return pieces;
  try {
    return pieces.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
