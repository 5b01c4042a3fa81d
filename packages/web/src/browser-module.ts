import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { contentTypes, type WebFile } from './web-file.ts';

/** What the SDK is imported as, and the name under `/sdk/` that stands for it. */
const ownPackage = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])@laurel\/client(?:\/([\w-]+))?\2/g;

/**
 * A module as browsers load it: what is written in TypeScript is served as JavaScript under its
 * own name, read and stripped of its types when it is first asked for. Nothing is bundled, so a
 * line in the browser is the same line in the source.
 */
export function browserModule(file: URL): WebFile {
  let body: Buffer | undefined;
  return {
    contentType: contentTypes['.js'] ?? '',
    get body() {
      body ??= Buffer.from(withAddresses(javascriptOf(file)));
      return body;
    },
  };
}

/** Bare names mean nothing to a browser without an import map, and our pages allow none. */
function withAddresses(text: string): string {
  return text.replaceAll(
    ownPackage,
    (...[, before, quote, entry = 'client']: string[]) =>
      `${before}${quote}/sdk/${entry}.js${quote}`,
  );
}

function javascriptOf(file: URL): string {
  const source = readFileSync(file, 'utf8');
  if (!file.pathname.endsWith('.ts')) return source;
  const { emitWarning } = process;
  // Its first use warns that the function is new; whoever runs a server can't do anything about it.
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
