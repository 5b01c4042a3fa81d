import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { browserModule } from './browser-module.ts';
import { contentTypes, type WebFile } from './web-file.ts';

/** Where the example game is: shipped in the package, or in the repository. */
const places = ['../examples/saltlight/', '../../../examples/saltlight/'];

/**
 * The example game, at `/play`.
 *
 * @returns its files by the path they are served at; none where the game was not shipped
 */
export function readGame(): ReadonlyMap<string, WebFile> {
  const files = new Map<string, WebFile>();
  const folder = places.map((place) => new URL(place, import.meta.url)).find(existsSync);
  for (const name of folder === undefined ? [] : readdirSync(folder)) {
    const file = new URL(name, folder);
    const contentType = contentTypes[extname(name)];
    if (name.endsWith('.ts')) files.set(`/play/${name}`, browserModule(file));
    else if (contentType !== undefined) {
      const body = readFileSync(file);
      // Its service worker looks after what is below /play/, so the game itself is there, too.
      const paths = name === 'index.html' ? ['/play', '/play/'] : [`/play/${name}`];
      for (const path of paths) files.set(path, { contentType, body });
    }
  }
  return files;
}
