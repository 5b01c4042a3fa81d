import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentSecurityPolicy, webFiles, webFilesForAll } from './index.ts';

const texts = [...webFiles].map(([path, { body }]) => [path, body.toString()] as const);

test('the start page and the reference have addresses of their own', () => {
  for (const path of ['/', '/reference']) {
    assert.equal(webFiles.get(path)?.contentType, 'text/html; charset=utf-8');
  }
});

test('the inspector is for development alone, and everything else for all', () => {
  const missing = [...webFiles.keys()].filter((path) => !webFilesForAll.has(path));
  assert.ok(missing.includes('/inspector') && missing.includes('/web/inspector-curl.js'));
  assert.deepEqual(
    missing.filter((path) => !path.includes('inspector')),
    [],
  );
});

test('everything that pages and scripts load is served here', () => {
  const elsewhere = ['/openapi.json', '/metrics', '/healthz', '/readyz', '/schemas/title.json'];
  for (const [page, text] of texts) {
    const named = [
      ...text.matchAll(/(?:src|href)="(\/[^"]*)"/g),
      ...text.matchAll(/from '\.(\/[\w-]+\.js)'/g),
    ];
    for (const [whole, path = ''] of named) {
      const served = whole.startsWith('from') ? `/web${path}` : path;
      const isKnown = webFiles.has(served) || elsewhere.includes(served);
      assert.ok(isKnown || served.startsWith('/.well-known/'), `${page} names ${served}`);
    }
  }
});

test('pages load nothing from elsewhere', () => {
  for (const [page, text] of texts) {
    assert.doesNotMatch(text, /(?:src|href|url\(|import\s?\(?|fetch\()\s*["'(]*https?:/, page);
  }
});

test('pages hold no script and no style of their own', () => {
  for (const [page, text] of texts.filter(([path]) => !path.startsWith('/web/'))) {
    assert.doesNotMatch(text, /<style|style="|<script>|\son\w+="/, page);
  }
});

test('the policy allows the own origin and nothing else', () => {
  assert.match(contentSecurityPolicy, /default-src 'none'/);
  assert.doesNotMatch(contentSecurityPolicy, /unsafe|https?:|\*|data:/);
});

test('tests of the pages are not served', () => {
  for (const path of webFiles.keys()) assert.doesNotMatch(path, /\.test\./);
});

test('every module that the SDK and the game import is served, with its types stripped', () => {
  const modules = texts.filter(([path]) => /^\/(sdk|play)\/.*\.(ts|js)$/.test(path));
  assert.ok(modules.length > 40);
  for (const [path, text] of modules) {
    assert.doesNotMatch(text, /^import type |^export type \w+ =/m, path);
    const specifiers = text.matchAll(/(?:\bfrom|^import|\bimport\()\s*['"]([^'"]+)['"]/gm);
    for (const [, specifier = ''] of specifiers) {
      const { pathname } = new URL(specifier, `http://instance${path}`);
      assert.ok(webFiles.has(pathname), `${path} imports ${specifier}`);
    }
  }
});

test('what only Node or tests need is not served', () => {
  for (const path of webFiles.keys())
    assert.doesNotMatch(path, /\/sdk\/(node\/|.*(fake-|\.test\.))/);
});
