#!/usr/bin/env node
// Runs on whatever Node there is, to say which one is needed before anything else can fail.
import { existsSync } from 'node:fs';

const nodeMajorMin = 24;

if (Number.parseInt(process.versions.node, 10) < nodeMajorMin) {
  process.stderr.write(
    `laurel: needs Node ${nodeMajorMin} or later; this is ${process.versions.node}\n` +
      '  npx --package=node@26 --package=laurel laurel dev   brings one along\n',
  );
  process.exit(1);
}
const built = new URL('./dist/main.js', import.meta.url);
await import(existsSync(built) ? built.href : new URL('./src/main.ts', import.meta.url).href);
