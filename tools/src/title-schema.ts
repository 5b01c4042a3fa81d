import { mkdirSync, writeFileSync } from 'node:fs';
import { titleSchemaText } from '@laurel/contract';

/** Writes the JSON Schema of title documents to `fixtures/`, where a test holds it current. */
function writeTitleSchema(): void {
  const folder = new URL('../../fixtures/schema/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('title.schema.json', folder), titleSchemaText());
}

writeTitleSchema();
