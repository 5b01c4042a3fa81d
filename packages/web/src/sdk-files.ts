import { readdirSync } from 'node:fs';
import { browserModule } from './browser-module.ts';
import { contentTypes, type WebFile } from './web-file.ts';

/** Entries of the SDK that browsers can load; `client` is the package itself. */
const entries = ['client', 'core', 'outbox', 'toast', 'worker', 'xsapi'] as const;

/** Parts of the SDK that only its tests or Node need. */
const notForBrowsers = /(^|\/)(node|fake-[^/]*|sample-[^/]*|[^/]*\.test\.[^/]*)(\/|$)/;

/**
 * The SDK for browsers without a bundler: `import { AchievementsClient } from '/sdk/client.js'`.
 *
 * @returns its modules by the path they are served at
 */
export function readSdk(): ReadonlyMap<string, WebFile> {
  const folder = new URL('./', import.meta.resolve('@laurel/client'));
  const files = new Map<string, WebFile>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const isModule = /\.(ts|js)$/.test(path) && !path.endsWith('.d.ts');
    if (!isModule || notForBrowsers.test(path)) continue;
    files.set(`/sdk/${path}`, browserModule(new URL(path, folder)));
  }
  for (const entry of entries) {
    const name = entry === 'client' ? '@laurel/client' : `@laurel/client/${entry}`;
    const path = import.meta.resolve(name).slice(folder.href.length);
    const text = `export * from './${path}';\n`;
    const contentType = contentTypes['.js'] ?? '';
    files.set(`/sdk/${entry}.js`, { contentType, body: Buffer.from(text) });
  }
  return files;
}
