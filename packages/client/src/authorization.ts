import { ClientError } from './client-error.ts';

/**
 * Where the value of the `Authorization` header comes from: text, or a function that gives it and
 * is asked again, with `isRefresh`, when the service no longer takes the last one.
 */
export type AuthorizationSource =
  | string
  | ((ask: { readonly isRefresh: boolean }) => string | Promise<string>);

/** Keeps the header's value, so that calls made together ask for it once. */
export type Authorization = {
  /** @throws {ClientError} `token_failed` */
  current(): Promise<string>;
  /** @returns another value than the refused one, `undefined` when there is none to be had */
  renew(refused: string): Promise<string | undefined>;
};

/** @param source is asked at the first call, not before */
export function createAuthorization(source: AuthorizationSource): Authorization {
  let kept: Promise<string> | undefined;

  function ask(isRefresh: boolean): Promise<string> {
    const asked = Promise.resolve()
      .then(() => (typeof source === 'string' ? source : source({ isRefresh })))
      .catch((cause: unknown) => {
        if (kept === asked) kept = undefined;
        throw new ClientError('token_failed', 'the authorization could not be had', { cause });
      });
    kept = asked;
    return asked;
  }

  return {
    current: () => kept ?? ask(false),
    async renew(refused) {
      const latest = await (kept ?? ask(true));
      if (latest !== refused) return latest;
      return typeof source === 'string' ? undefined : ask(true);
    },
  };
}
