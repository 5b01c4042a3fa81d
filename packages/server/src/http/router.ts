import type { HostName } from '@laurel/contract';
import type { Operation } from './operation.ts';

/** An operation and the values of its named segments, not yet read. */
export type Match = { readonly operation: Operation; readonly params: Record<string, string> };

/** What was found at an address. */
export type Found =
  | ({ readonly kind: 'Match' } & Match)
  | { readonly kind: 'WrongMethod'; readonly allowed: readonly string[] }
  | { readonly kind: 'Nothing' };

/** Finds the operation for an address. */
export type Router = (at: { host: HostName; method: string; segments: readonly string[] }) => Found;

type Pattern = { readonly operation: Operation; readonly pieces: readonly Piece[] };
type Piece = { readonly name: string } | { readonly literal: string };

/**
 * Builds the router. Whole segments match, words in any case; where two operations fit, the one
 * with the earlier word wins (`…/update` before `…/:achievementId`).
 */
export function createRouter(operations: readonly Operation[]): Router {
  const table = new Map<string, Pattern[]>();
  for (const operation of operations) {
    const pieces = piecesOf(operation.route.path);
    const key = `${operation.route.host} ${pieces.length}`;
    const patterns = table.get(key) ?? [];
    table.set(key, [...patterns, { operation, pieces }].sort(byEarlierWord));
  }
  return ({ host, method, segments }) => {
    const allowed: string[] = [];
    for (const { operation, pieces } of table.get(`${host} ${segments.length}`) ?? []) {
      const params = matched(pieces, segments);
      if (params === undefined) continue;
      if (operation.route.method === method) return { kind: 'Match', operation, params };
      allowed.push(operation.route.method);
    }
    if (allowed.length > 0) return { kind: 'WrongMethod', allowed };
    return { kind: 'Nothing' };
  };
}

function piecesOf(path: string): readonly Piece[] {
  const pieces = path.split('/').slice(1);
  if (pieces.at(-1) === '') pieces.pop();
  return pieces.map((piece) =>
    piece.startsWith(':') ? { name: piece.slice(1) } : { literal: piece.toLowerCase() },
  );
}

function byEarlierWord(a: Pattern, b: Pattern): number {
  const shape = ({ pieces }: Pattern) => pieces.map((p) => ('literal' in p ? 0 : 1)).join('');
  return shape(a) < shape(b) ? -1 : 1;
}

function matched(
  pieces: readonly Piece[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, piece] of pieces.entries()) {
    const segment = segments[index] ?? '';
    if ('name' in piece) params[piece.name] = segment;
    else if (piece.literal !== segment && piece.literal !== segment.toLowerCase()) return undefined;
  }
  return params;
}
