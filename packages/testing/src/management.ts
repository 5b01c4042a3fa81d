import { httpCall } from './http-call.ts';

/** Calls the management API of an instance. Answers are as they are documented there. */
export type Management = (method: string, path: string, body?: unknown) => Promise<unknown>;

/**
 * Makes a call that ends with an error where it was not answered well.
 *
 * @param key of the management
 */
export function managementOf({ url, key }: { url: string; key: string }): Management {
  return async (method, path, body) => {
    const { status, text } = await httpCall(`${url}/management${path}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (status >= 200 && status < 300) return text === '' ? undefined : JSON.parse(text);
    throw new Error(`${method} ${path} was answered ${status}: ${detailIn(text)}`);
  };
}

function detailIn(text: string): string {
  try {
    return String(Object(JSON.parse(text)).detail ?? text);
  } catch {
    return text.slice(0, 200);
  }
}
