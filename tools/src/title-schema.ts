import { mkdirSync, writeFileSync } from 'node:fs';
import { schema } from '@laurel/contract';

/** Writes the JSON Schema of title documents to `fixtures/`, where a test holds it current. */
function writeTitleSchema(): void {
  const folder = new URL('../../fixtures/schema/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(schema.titleDocumentSchema(), null, 2);
  writeFileSync(new URL('title.schema.json', folder), `${text}\n`);
}

writeTitleSchema();
