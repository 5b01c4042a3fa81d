import { writeFileSync } from 'node:fs';
import { openApiText } from '@laurel/contract';
import { wireLockFile, wireLockProblems } from './openapi/wire-lock.ts';
import { wirePages } from './openapi/wire-pages.ts';

/** Writes the description of the wire and the tables of its pages, and tells what changed. */
function writeWireLock(): void {
  const [, , , ...changes] = wireLockProblems();
  writeFileSync(wireLockFile, openApiText());
  for (const { file, text, made } of wirePages()) if (text !== made) writeFileSync(file, made);
  process.stdout.write(`${changes.length === 0 ? 'nothing changed' : changes.join('\n')}\n`);
}

writeWireLock();
