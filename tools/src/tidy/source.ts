import { parseSync } from 'oxc-parser';
import { nodeAt, nodesOf, type SyntaxNode, textAt } from './syntax.ts';

/** A comment; `text` without its delimiters. */
export type Comment = {
  readonly kind: 'Line' | 'Block';
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

/** A place that names another module. */
export type ImportSite = {
  readonly specifier: string;
  readonly start: number;
  /** Whether it is gone once types are stripped. */
  readonly isType: boolean;
};

/** One file of code, read. */
export type Source = {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly root: SyntaxNode;
  readonly comments: readonly Comment[];
  readonly imports: readonly ImportSite[];
  readonly isTest: boolean;
};

/** Tests that several test files run, each with what it brings. */
const suites = 'packages/server/src/store/contract/';

/**
 * Reads one file of code.
 *
 * @throws {SyntaxError} if it is not valid TypeScript or JavaScript
 */
export function parseSource(path: string, text: string): Source {
  const { program, module, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  return {
    path,
    text,
    lines: text.split('\n'),
    root: program,
    comments: comments.map(({ type, value, start, end }) => {
      return { kind: type, text: value, start, end };
    }),
    imports: [
      ...module.staticImports.map(({ start, moduleRequest, entries }) => ({
        specifier: moduleRequest.value,
        start,
        isType: entries.length > 0 && entries.every(({ isType }) => isType),
      })),
      ...module.staticExports.flatMap(({ start, entries }) => reExports(start, entries)),
      ...importsInCode(program),
    ],
    isTest: path.endsWith('.test.ts') || path.startsWith(suites),
  };
}

type ExportEntry = {
  readonly moduleRequest: { readonly value: string } | null;
  readonly isType: boolean;
};

function reExports(start: number, entries: readonly ExportEntry[]): readonly ImportSite[] {
  return entries.flatMap(({ moduleRequest, isType }) =>
    moduleRequest === null ? [] : [{ specifier: moduleRequest.value, start, isType }],
  );
}

/** `import('…')`, both as an expression and as a type. */
function importsInCode(root: SyntaxNode): readonly ImportSite[] {
  return nodesOf(root, ['ImportExpression', 'TSImportType']).flatMap((node) => {
    const specifier = textAt(nodeAt(node, 'source'), 'value');
    const isType = node.type === 'TSImportType';
    return specifier === undefined ? [] : [{ specifier, start: node.start, isType }];
  });
}

/** @returns the line an offset is on, from 1 */
export function lineOf({ text }: Pick<Source, 'text'>, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}
