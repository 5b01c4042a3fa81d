import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * Measures what a browser would load: modules bundled, minified and compressed by gzip.
 *
 * @param entries files of the client, from its source folder
 * @returns bytes
 */
export async function bundleBytes(root: string, entries: readonly string[]): Promise<number> {
  const folder = join(root, 'packages/client/src');
  const contents = entries.map((entry) => `export * from './${entry}';`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    logLevel: 'silent',
  });
  return outputFiles.reduce(
    (sum, { contents: file }) => sum + gzipSync(file, { level: 9 }).length,
    0,
  );
}
