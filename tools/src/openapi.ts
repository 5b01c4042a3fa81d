import { writeFileSync } from 'node:fs';
import { openApiText } from '@laurel/contract';
import { wireLockFile, wireLockProblems } from './openapi/wire-lock.ts';

/** Writes the description of the wire, and tells what changed. */
function writeWireLock(): void {
  const [, , , ...changes] = wireLockProblems();
  writeFileSync(wireLockFile, openApiText());
  process.stdout.write(`${changes.length === 0 ? 'nothing changed' : changes.join('\n')}\n`);
}

writeWireLock();
