import type { Route } from '@laurel/contract';
import type { WireAnswer } from './exchange.ts';

/**
 * Holds an answer against its declaration, so that a missing `mediaAsset` fails here and not in a
 * shipped game. For tests and development mode: it reads the whole body again.
 *
 * @throws {Error} naming the operation and the first place that is wrong
 */
export function checkAnswer(route: Route, { status, headers, body }: WireAnswer): void {
  const declared = route.answers[status];
  if (declared === undefined) {
    if (Object.hasOwn(route.refusals, status)) return;
    throw new Error(`${route.id} answers ${status}, which it does not declare`);
  }
  if (declared === null) {
    if (body !== undefined) throw new Error(`${route.id} answers ${status} with a body`);
    return;
  }
  if (!headers['content-type']?.includes('json')) return;
  const result = declared.safeParse(JSON.parse(String(body ?? 'null')));
  if (result.success) return;
  const [issue] = result.error.issues;
  throw new Error(
    `${route.id} answers ${status} not as declared: ${issue?.path.join('.')} ${issue?.message}`,
  );
}
