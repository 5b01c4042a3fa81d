import {
  cpSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runNode } from '../check/command.ts';
import { declarationsOf, javascriptOf } from './javascript.ts';
import { type Manifest, publishedManifest } from './manifest.ts';

/** Where a build is, from the root of the repository. */
export const buildFolder = 'build/packages';

/** Which packages are built, and where to, from the root of the repository. */
export type BuildOptions = {
  readonly names: readonly string[];
  readonly into: string;
  /** Without its declarations a package runs as well, and is built in a fraction of the time. */
  readonly hasTypes?: boolean;
};

/** Every package that is published. */
export function everything(root: string): BuildOptions {
  return { names: readdirSync(join(root, 'packages')), into: buildFolder };
}

/** A package that was built. */
export type BuiltPackage = { readonly name: string; readonly folder: string };

/**
 * Builds packages, each into its own folder: every one that is published, when nothing is said.
 *
 * @throws {Error} by the result when the types are not right
 */
export async function buildPackages(
  root: string,
  options: BuildOptions = everything(root),
): Promise<readonly BuiltPackage[]> {
  const { names, into, hasTypes = true } = options;
  rmSync(join(root, into), { recursive: true, force: true });
  rmSync(join(root, typesFolder(into)), { recursive: true, force: true });
  if (hasTypes) await writeDeclarations(root, options);
  return names.map((name) => buildPackage({ root, into }, name));
}

/** The declarations of all packages are written here, before each gets its own. */
function typesFolder(into: string): string {
  return `${into}-types`;
}

/** One program for all packages, because each sees the sources of the others. */
async function writeDeclarations(root: string, { names, into }: BuildOptions): Promise<void> {
  const folder = typesFolder(into);
  mkdirSync(join(root, folder), { recursive: true });
  const project = join(root, folder, 'tsconfig.json');
  const configuration = {
    extends: '../../tsconfig.json',
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      allowJs: false,
      checkJs: false,
      rootDir: '../../packages',
      outDir: '.',
    },
    include: names.map((name) => `../../packages/${name}/src/**/*.ts`),
    exclude: ['../../packages/*/src/**/*.test.ts'],
  };
  writeFileSync(project, JSON.stringify(configuration));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { isGood, output } = await runNode(tsc, {
    root,
    args: ['-p', project, '--pretty', 'false'],
  });
  if (!isGood) throw new Error(`the declarations could not be written:\n${output}`);
}

function buildPackage({ root, into }: { root: string; into: string }, name: string): BuiltPackage {
  const source = join(root, 'packages', name);
  const folder = join(root, into, name);
  mkdirSync(folder, { recursive: true });
  for (const path of globSync('src/**/*', { cwd: source, withFileTypes: true })) {
    if (path.isFile()) buildFile(join(path.parentPath, path.name), { source, folder });
  }
  copyDeclarations(join(root, typesFolder(into), name, 'src'), join(folder, 'dist'));
  const manifest: Manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const extras = copyExtras(root, { source, folder, manifest });
  const published = publishedManifest(manifest, ['dist', ...extras]);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  return { name: manifest.name, folder };
}

/** Files of code are turned into JavaScript, others are copied; tests stay behind. */
function buildFile(file: string, { source, folder }: { source: string; folder: string }): void {
  const path = relative(join(source, 'src'), file);
  if (/\.test\.(ts|js)$/.test(path)) return;
  const isCode = path.endsWith('.ts');
  const target = join(folder, 'dist', isCode ? path.replace(/\.ts$/, '.js') : path);
  mkdirSync(dirname(target), { recursive: true });
  if (isCode) writeFileSync(target, javascriptOf(path, readFileSync(file, 'utf8')));
  else cpSync(file, target);
}

function copyDeclarations(from: string, to: string): void {
  for (const path of globSync('**/*.d.ts', { cwd: from })) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), declarationsOf(readFileSync(join(from, path), 'utf8')));
  }
}

/** What stands beside `dist`: the licence, the words for people, and what the package ships. */
function copyExtras(
  root: string,
  { source, folder, manifest }: { source: string; folder: string; manifest: Manifest },
): readonly string[] {
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(source, 'README.md'), join(folder, 'README.md'));
  const commands = Object.values(manifest.bin ?? {});
  for (const command of commands) cpSync(join(source, command), join(folder, command));
  const shipped = Object.entries(shippedFolders[manifest.name] ?? {});
  for (const [to, from] of shipped) cpSync(join(root, from), join(folder, to), { recursive: true });
  return [...commands, ...shipped.map(([to]) => to.split('/')[0] ?? to)];
}

/** Folders of the repository that packages take along, by their place in the package. */
const shippedFolders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  laurel: { samples: 'fixtures/titles', schema: 'fixtures/schema' },
  '@laurel/web': { 'examples/saltlight': 'examples/saltlight' },
};
