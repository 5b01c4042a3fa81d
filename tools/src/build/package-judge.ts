import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, Package, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/**
 * What is wrong with a built package for those who install it, by two judges: publint looks at its
 * manifest and files, attw at what each way of resolving modules makes of its types.
 *
 * @param folder of the built package
 * @returns a line for each problem; nothing when both are content
 */
export async function packageProblems(folder: string): Promise<readonly string[]> {
  return [...(await formProblems(folder)), ...(await typeProblems(folder))];
}

async function formProblems(folder: string): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

/**
 * Our packages are modules only, which attw calls the profile "esm-only": a CommonJS program has to
 * import them dynamically, and resolvers from before exports maps do not find their subpaths.
 */
const meant: readonly Problem['kind'][] = ['CJSResolvesToESM'];

async function typeProblems(folder: string): Promise<readonly string[]> {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = Object.fromEntries(
    globSync('**/*', { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => {
        const place = path.slice(folder.length).replaceAll('\\', '/');
        return [`/node_modules/${name}${place}`, new Uint8Array(readFileSync(path))] as const;
      }),
  );
  const result = await checkPackage(new Package(files, name, version));
  if (!result.types) return ['attw: it has no types'];
  return result.problems
    .filter((problem) => !meant.includes(problem.kind) && !isOldResolver(problem))
    .map((problem) => `attw: ${JSON.stringify(problem)}`);
}

function isOldResolver(problem: Problem): boolean {
  return 'resolutionKind' in problem && problem.resolutionKind === 'node10';
}
