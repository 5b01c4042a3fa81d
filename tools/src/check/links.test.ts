import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { repositoryRoot } from '../tidy/repository.ts';

/** What people read: documents of the root, of `docs`, and of each package. */
const documents = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md', 'examples/*/*.md'], {
  cwd: repositoryRoot,
});

function linksOf(text: string): readonly string[] {
  const withoutCode = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** As the sites that show Markdown make them. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('there are documents to look at', () => {
  assert.ok(documents.includes('README.md'));
  assert.ok(documents.length > 5);
});

for (const document of documents) {
  test(`every link of ${document} leads somewhere`, () => {
    const text = readFileSync(join(repositoryRoot, document), 'utf8');
    const lost = linksOf(text)
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? document : join(dirname(document), path);
        if (!existsSync(join(repositoryRoot, file))) return true;
        if (anchor === undefined) return false;
        return !anchorsOf(readFileSync(join(repositoryRoot, file), 'utf8')).includes(anchor);
      });
    assert.deepEqual(lost, []);
  });
}
