/** What a `package.json` of the workspace holds. */
export type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license: string;
  readonly type: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string>>;
  /** Files that do something when they are imported; bundlers drop any other that nobody uses. */
  readonly sideEffects?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

/**
 * Writes the manifest of a package as it is published: built files instead of sources, and none of
 * what only its development needs. Packages of the workspace whose types alone are used become
 * optional: who wants those types installs them beside it.
 */
export function publishedManifest(manifest: Manifest, files: readonly string[]): object {
  const { name, version, description, license, type, engines, bin, dependencies = {} } = manifest;
  const typesOnly = Object.entries(manifest.devDependencies ?? {});
  return {
    name,
    version,
    ...(description !== undefined && { description }),
    license,
    type,
    ...(engines !== undefined && { engines }),
    ...(bin !== undefined && { bin }),
    exports: Object.fromEntries(
      Object.entries(manifest.exports ?? {}).map(([key, file]) => [key, builtEntry(file)]),
    ),
    files,
    sideEffects: manifest.sideEffects?.map((file) => builtFile(file, '.js')) ?? false,
    dependencies,
    ...(typesOnly.length > 0 && {
      peerDependencies: Object.fromEntries(typesOnly),
      peerDependenciesMeta: Object.fromEntries(
        typesOnly.map(([other]) => [other, { optional: true }]),
      ),
    }),
  };
}

function builtEntry(file: string): object {
  return { types: builtFile(file, '.d.ts'), default: builtFile(file, '.js') };
}

function builtFile(file: string, ending: string): string {
  return file.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, ending);
}
