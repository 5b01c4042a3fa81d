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

/** One piece of a path: a word, or a name for whatever stands there. */
type Piece = { readonly name: string; readonly word: string | null };

const nothing: Found = { kind: 'Nothing' };

/**
 * Builds the router. Whole segments match, words in any case; where two operations fit, the one
 * with the earlier word wins (`…/update` before `…/:achievementId`).
 */
export function createRouter(operations: readonly Operation[]): Router {
  const byHost = new Map<HostName, Pattern[][]>();
  for (const operation of operations) {
    const pieces = piecesOf(operation.route.path);
    const byLength = byHost.get(operation.route.host) ?? [];
    byHost.set(operation.route.host, byLength);
    byLength[pieces.length] = [...(byLength[pieces.length] ?? []), { operation, pieces }].sort(
      byEarlierWord,
    );
  }
  return ({ host, method, segments }) => {
    const patterns = byHost.get(host)?.[segments.length];
    if (patterns === undefined) return nothing;
    let allowed: string[] | undefined;
    for (const { operation, pieces } of patterns) {
      if (!matches(pieces, segments)) continue;
      if (operation.route.method === method) {
        return { kind: 'Match', operation, params: namedSegments(pieces, segments) };
      }
      allowed ??= [];
      allowed.push(operation.route.method);
    }
    return allowed === undefined ? nothing : { kind: 'WrongMethod', allowed };
  };
}

function piecesOf(path: string): readonly Piece[] {
  const pieces = path.split('/').slice(1);
  if (pieces.at(-1) === '') pieces.pop();
  return pieces.map((piece) =>
    piece.startsWith(':')
      ? { name: piece.slice(1), word: null }
      : { name: '', word: piece.toLowerCase() },
  );
}

function byEarlierWord(a: Pattern, b: Pattern): number {
  const shape = ({ pieces }: Pattern) => pieces.map(({ word }) => (word === null ? 1 : 0)).join('');
  return shape(a) < shape(b) ? -1 : 1;
}

function matches(pieces: readonly Piece[], segments: readonly string[]): boolean {
  for (let index = 0; index < pieces.length; index += 1) {
    const word = pieces[index]?.word ?? null;
    const segment = segments[index];
    if (word !== null && word !== segment && word !== segment?.toLowerCase()) return false;
  }
  return true;
}

function namedSegments(
  pieces: readonly Piece[],
  segments: readonly string[],
): Record<string, string> {
  const params: Record<string, string> = {};
  for (let index = 0; index < pieces.length; index += 1) {
    const name = pieces[index]?.name ?? '';
    if (name !== '') params[name] = segments[index] ?? '';
  }
  return params;
}
