import { type Languages, parseAcceptLanguage } from '@laurel/domain';
import type { WireAnswer } from './exchange.ts';
import { answer, answerText } from './operation.ts';
import { createOwnPages, type OwnPage, type OwnPages } from './own-pages.ts';

/** A file of the web package. */
export type WebFile = { readonly contentType: string; readonly body: Buffer };

/** What the instance shows of itself. */
export type InstanceParts = {
  readonly metrics: { text(): Promise<string>; readonly contentType: string };
  /** Resolves when the instance can serve, rejects while it can't. */
  readonly isReady: () => Promise<void>;
  readonly jwks: () => Promise<unknown>;
  /** JSON documents by path: `/openapi.json`, `/schemas/title.json`. */
  readonly documents: Readonly<Record<string, () => string>>;
  /** What its start page tells of its titles; `null` where that is nobody's business. */
  readonly showcase: ((languages: Languages) => unknown) | null;
  /** Further pages by path. */
  readonly more: Readonly<Record<string, OwnPage>>;
  readonly webFiles: ReadonlyMap<string, WebFile>;
  readonly contentSecurityPolicy: string;
  readonly assetAt: (
    path: string,
  ) => Promise<{ contentType: string; bytes: Uint8Array } | undefined>;
};

/** The pages of the instance itself: health, metrics, keys, documents, the reference, pictures. */
export function instancePages(parts: InstanceParts): OwnPages {
  const documents = Object.entries(parts.documents).map(
    ([path, text]) => [path, () => answerText(200, text())] as const,
  );
  const { showcase } = parts;
  const own = createOwnPages(
    {
      ...(showcase !== null && {
        '/instance.json': ({ headers }) =>
          answer(200, showcase(parseAcceptLanguage(headers['accept-language']))),
      }),
      '/healthz': () => answer(200, { status: 'ok' }),
      '/readyz': () => readiness(parts.isReady),
      '/metrics': async () => ({
        status: 200,
        headers: { 'content-type': parts.metrics.contentType },
        body: await parts.metrics.text(),
      }),
      '/.well-known/jwks.json': async () => answer(200, await parts.jwks()),
      ...Object.fromEntries(documents),
      ...parts.more,
    },
    [(path) => webFile(parts, path)],
  );
  return async (request, address) => {
    if (!address.path.startsWith('/media/')) return own(request, address);
    const asset = await parts.assetAt(address.path);
    if (asset === undefined) return own(request, address);
    const headers = {
      'content-type': asset.contentType,
      // A picture is named by what it holds, so it never changes.
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
    };
    return { status: 200, headers, body: Buffer.from(asset.bytes) };
  };
}

async function readiness(isReady: () => Promise<void>): Promise<WireAnswer> {
  try {
    await isReady();
    return answer(200, { status: 'ready' });
  } catch {
    return answer(503, { status: 'not ready' });
  }
}

function webFile(
  { webFiles, contentSecurityPolicy }: InstanceParts,
  path: string,
): WireAnswer | undefined {
  const file = webFiles.get(path);
  if (file === undefined) return undefined;
  const headers = {
    'content-type': file.contentType,
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
  };
  return { status: 200, headers, body: file.body };
}
