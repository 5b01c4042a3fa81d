#!/usr/bin/env node
// Runs on whatever Node there is, to say which one is needed before anything else can fail.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const nodeMajorMin = 24;

if (Number.parseInt(process.versions.node, 10) < nodeMajorMin) {
  process.stderr.write(
    `laurel: needs Node ${nodeMajorMin} or later; this is ${process.versions.node}\n` +
      '  npx --package=node@26 --package=laurel laurel dev   brings one along\n',
  );
  process.exit(1);
}

// Compiling is half of the start; what was compiled is kept beside the installed packages, which is
// the same place seen from the repository and from the published package. A thread finds the place
// in its environment.
const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
if (existsSync(modules)) {
  process.env.NODE_COMPILE_CACHE ??= `${modules}.cache/laurel`;
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
}

const built = new URL('./dist/main.js', import.meta.url);
await import(existsSync(built) ? built.href : new URL('./src/main.ts', import.meta.url).href);
