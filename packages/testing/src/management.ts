/** Calls the management API of an instance. Answers are as they are documented there. */
export type Management = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** Tests that put another `fetch` in place do not mean this one. */
const send = globalThis.fetch;

/**
 * Makes a call that ends with an error where it was not answered well.
 *
 * @param key of the management
 */
export function managementOf({ url, key }: { url: string; key: string }): Management {
  return async (method, path, body) => {
    const answer = await send(`${url}/management${path}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.ok) return text === '' ? undefined : JSON.parse(text);
    throw new Error(`${method} ${path} was answered ${answer.status}: ${detailIn(text)}`);
  };
}

function detailIn(text: string): string {
  try {
    return String(Object(JSON.parse(text)).detail ?? text);
  } catch {
    return text.slice(0, 200);
  }
}
