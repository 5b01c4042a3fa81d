import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declarationsOf, javascriptOf } from './javascript.ts';

test('types go, and lines stay where they are', () => {
  const text = 'type A = 1;\nexport const a: A = 1 as A;\n';
  assert.equal(javascriptOf('a.ts', text), '\nexport const a    = 1     ;\n');
});

test('files beside it are named as JavaScript wherever they are named', () => {
  const text = [
    "import { b } from './b.ts';",
    "export * from '../c/d.ts';",
    "new URL('./worker.ts', import.meta.url);",
    "await import('./e.ts');",
  ].join('\n');
  assert.deepEqual(javascriptOf('a.ts', text).match(/[\w-]+\.(ts|js)/g), [
    'b.js',
    'd.js',
    'worker.js',
    'e.js',
  ]);
});

test('other texts stay as they are', () => {
  const text = "const said = 'see ./b.ts';\nconst ending = '.ts';\n";
  assert.equal(javascriptOf('a.ts', text), text);
});

test('what needs more than its types taken out is refused', () => {
  assert.throws(() => javascriptOf('a.ts', 'enum State { On }'));
});

test('declarations name the JavaScript beside them', () => {
  const text = `import type { A } from './a.ts';\nexport type B = import("../b.ts").B;\n`;
  assert.equal(
    declarationsOf(text),
    `import type { A } from './a.js';\nexport type B = import("../b.js").B;\n`,
  );
});
