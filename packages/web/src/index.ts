import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { readGame } from './play-files.ts';
import { readSdk } from './sdk-files.ts';
import { contentTypes, type WebFile } from './web-file.ts';

export type { WebFile } from './web-file.ts';

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

/** Pages that have an address of their own; what they load is behind `/web/`. */
const addresses: Readonly<Record<string, string>> = {
  'start.html': '/',
  'reference.html': '/reference',
  'inspector.html': '/inspector',
};

/** Pictures that answers of the protocol name; everything else is loaded by pages. */
const pictures: Readonly<Record<string, string>> = { 'secret.png': '/icons/secret.png' };

/** Every file of the pages, the SDK and the example game, by the path it is served at. */
export const webFiles: ReadonlyMap<string, WebFile> = new Map([
  ...readFolder('./pages/', (name) => addresses[name] ?? `/web/${name}`),
  ...readFolder('./icons/', (name) => pictures[name] ?? `/web/${name}`),
  ...readSdk(),
  ...readGame(),
]);

/** The same without what belongs to development alone: the inspector and its parts. */
export const webFilesForAll: ReadonlyMap<string, WebFile> = new Map(
  [...webFiles].filter(([path]) => !/^\/(web\/)?inspector/.test(path)),
);

function readFolder(
  path: string,
  addressOf: (name: string) => string,
): ReadonlyMap<string, WebFile> {
  const folder = new URL(path, import.meta.url);
  const files = new Map<string, WebFile>();
  for (const name of readdirSync(folder)) {
    const contentType = contentTypes[extname(name)];
    if (contentType === undefined || name.includes('.test.')) continue;
    const body = readFileSync(new URL(name, folder));
    files.set(addressOf(name), { contentType, body });
  }
  return files;
}
