import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSource, type Source } from './source.ts';

/** Everything the rules look at: each text file by its path, and those of code read. */
export type Repository = {
  readonly files: ReadonlyMap<string, string>;
  /** Every file, text or not. */
  readonly paths: ReadonlySet<string>;
  readonly sources: readonly Source[];
};

/** The root of this repository. */
export const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Folders that hold nothing of ours. */
const skippedFolders = ['node_modules', '.git', 'build', 'dist', 'data'];

const textEndings =
  /(^|\/)([^./][^/]*\.(ts|mts|mjs|js|json|md|sql|html|css|sh|svg|yml|yaml|txt)|Dockerfile)$/;

/** Reads the repository from the disk. */
export function readRepository(root: string = repositoryRoot): Repository {
  const files = new Map<string, string>();
  const paths = new Set<string>();
  const readFolder = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !skippedFolders.includes(entry.name)) readFolder(path);
      if (entry.isFile()) paths.add(path);
      if (entry.isFile() && isText(path)) files.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  readFolder('');
  return { ...repositoryOf(files), paths };
}

/** A repository of the given files; a rule's own tests hand in small ones. */
export function repositoryOf(
  texts: ReadonlyMap<string, string> | Readonly<Record<string, string>>,
): Repository {
  const entries = texts instanceof Map ? [...texts] : Object.entries(texts);
  const sources = entries
    .filter(([path]) => isCode(path))
    .map(([path, text]) => parseSource(path, text));
  const files = new Map(entries);
  return { files, paths: new Set(files.keys()), sources };
}

function isText(path: string): boolean {
  return textEndings.test(path) || path.startsWith('.ci/') || ['LICENSE', '.npmrc'].includes(path);
}

function isCode(path: string): boolean {
  return /^(packages|tools)\/.*\.(ts|js|mjs)$/.test(path) && !path.endsWith('.d.ts');
}
