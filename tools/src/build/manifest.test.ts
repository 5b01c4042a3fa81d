import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishedManifest } from './manifest.ts';

const manifest = {
  name: '@laurel/client',
  version: '0.1.0',
  license: 'MIT',
  type: 'module',
  exports: { '.': './src/index.ts' },
  dependencies: {},
  devDependencies: { '@laurel/contract': '0.1.0' },
  scripts: {},
};

test('entries are built files with their types', () => {
  const { exports } = Object(publishedManifest(manifest, ['dist']));
  assert.deepEqual(exports, {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
  });
});

test('what only development needs is optional, and nothing else is carried over', () => {
  const published = publishedManifest(manifest, ['dist']);
  assert.ok(!('devDependencies' in published) && !('scripts' in published));
  assert.deepEqual(Reflect.get(published, 'peerDependencies'), { '@laurel/contract': '0.1.0' });
  assert.deepEqual(Reflect.get(published, 'peerDependenciesMeta'), {
    '@laurel/contract': { optional: true },
  });
});

test('what does something when it is imported is named, and everything else may be dropped', () => {
  const sideEffects = ['./src/toast.ts'];
  const named = publishedManifest({ ...manifest, sideEffects }, ['dist']);
  assert.deepEqual(Reflect.get(named, 'sideEffects'), ['./dist/toast.js']);
  assert.equal(Reflect.get(publishedManifest(manifest, ['dist']), 'sideEffects'), false);
});
