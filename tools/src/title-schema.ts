import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { titleSchemaText } from '@laurel/contract';
import { membersMark, titleMembers } from './title-members.ts';

/** Writes the JSON Schema of title documents to `fixtures/`, where a test holds it current. */
function writeTitleSchema(): void {
  const folder = new URL('../../fixtures/schema/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('title.schema.json', folder), titleSchemaText());
}

/** Writes its members into the manual, where a test holds them current, too. */
function writeManual(): void {
  const manual = new URL('../../docs/titles.md', import.meta.url);
  const [words = ''] = readFileSync(manual, 'utf8').split(membersMark);
  writeFileSync(manual, `${words}${membersMark}${titleMembers()}`);
}

writeTitleSchema();
writeManual();
