import { stripTypeScriptTypes } from 'node:module';
import { parseSource } from '../tidy/source.ts';
import { nodesOf, textAt } from '../tidy/syntax.ts';

/** A text that names a file of TypeScript beside it, as imports and workers do. */
const ownFile = /^\.{1,2}\/[\w./-]+\.ts$/;

/**
 * Turns TypeScript into the JavaScript it is without its types. Lines stay where they are; files
 * that are named as `./noun.ts` are named as `./noun.js`.
 *
 * @param path names the file in errors
 * @throws {SyntaxError} if it is not valid, or needs more than its types taken out
 */
export function javascriptOf(path: string, text: string): string {
  const stripped = stripTypeScriptTypes(text, { mode: 'strip' });
  const { root } = parseSource(path.replace(/\.ts$/, '.js'), stripped);
  let result = stripped;
  const names = nodesOf(root, ['Literal']).filter((node) =>
    ownFile.test(textAt(node, 'value') ?? ''),
  );
  for (const { start, end } of names.toReversed()) {
    const renamed = result.slice(start, end).replace(/\.ts(?=.$)/, '.js');
    result = `${result.slice(0, start)}${renamed}${result.slice(end)}`;
  }
  return withoutTrailingBlanks(result);
}

/** Names files in declarations as the JavaScript beside them is named. */
export function declarationsOf(text: string): string {
  return text.replaceAll(/(from |import\()(['"])(\.{1,2}\/[\w./-]+)\.ts\2/g, '$1$2$3.js$2');
}

function withoutTrailingBlanks(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, '');
}
