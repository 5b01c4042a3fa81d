import { request } from 'node:http';

/** A call and what was answered. */
export type HttpAnswer = { readonly status: number; readonly text: string };

/**
 * Makes a call that neither a `fetch` nor timers that tests put in place can hold up: it uses
 * neither.
 */
export function httpCall(
  url: string,
  {
    method,
    headers,
    body = '',
  }: { method: string; headers: Readonly<Record<string, string>>; body?: string },
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body));
    const options = { method, headers: { ...headers, 'content-length': length } };
    const call = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
