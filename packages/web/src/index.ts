import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** A file of the web pages, as it is served. */
export type WebFile = { readonly contentType: string; readonly body: Buffer };

/**
 * What pages may load: their own files and the instance they come from, nothing else. Scripts and
 * styles within a page are refused, so a page cannot be made to run what someone else wrote.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Pages that have an address of their own; what they load is behind `/web/`. */
const addresses: Readonly<Record<string, string>> = {
  'start.html': '/',
  'reference.html': '/reference',
};

/** Every file of the pages, by the path it is served at. */
export const webFiles: ReadonlyMap<string, WebFile> = readPages();

function readPages(): ReadonlyMap<string, WebFile> {
  const folder = new URL('./pages/', import.meta.url);
  const files = new Map<string, WebFile>();
  for (const name of readdirSync(folder)) {
    const contentType = contentTypes[extname(name)];
    if (contentType === undefined || name.includes('.test.')) continue;
    const body = readFileSync(new URL(name, folder));
    files.set(addresses[name] ?? `/web/${name}`, { contentType, body });
  }
  return files;
}
