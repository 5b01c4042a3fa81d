/**
 * Goes on with a value at once where it is known, and when it is there where it is not. Most of
 * what a request asks for is known, and to wait for that costs as much as to look it up.
 *
 * @throws what `next` throws, when it goes on at once
 */
export function andThen<T, R>(
  value: Promise<T> | T,
  next: (value: T) => Promise<R> | R,
): Promise<R> | R {
  return value instanceof Promise ? value.then(next) : next(value);
}
