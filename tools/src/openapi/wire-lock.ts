import { existsSync, readFileSync } from 'node:fs';
import { openApiText } from '@laurel/contract';
import { jsonDifferences } from './json-difference.ts';

/** Where the description of the wire is committed. */
export const wireLockFile = new URL('../../../docs/wire/openapi.json', import.meta.url);

const advice = [
  'docs/wire/openapi.json is not what the declarations of the operations say.',
  'If the wire is meant to change, run `npm run openapi`, read the difference, commit it, and say',
  'in the commit what changes for clients. If it is not, the places below tell what changed it.',
];

/** @returns nothing when the committed description is current, else what differs and what to do */
export function wireLockProblems(current: string = openApiText()): readonly string[] {
  const committed = existsSync(wireLockFile) ? readFileSync(wireLockFile, 'utf8') : '{}';
  if (committed === current) return [];
  return [...advice, ...jsonDifferences(JSON.parse(committed), JSON.parse(current))];
}
