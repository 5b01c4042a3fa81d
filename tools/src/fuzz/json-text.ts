import fc from 'fast-check';
import { hostileToken } from './hostile.ts';

/** A value that JSON can write. */
export type Template =
  | null
  | boolean
  | number
  | string
  | readonly Template[]
  | { readonly [name: string]: Template };

type Path = readonly (string | number)[];

/** One thing that is done to a template. */
type Mutation =
  | { readonly kind: 'Replace'; readonly at: number; readonly token: string }
  | { readonly kind: 'Drop'; readonly at: number }
  | { readonly kind: 'Rename'; readonly at: number; readonly name: string }
  | { readonly kind: 'Duplicate'; readonly at: number; readonly token: string };

const names = fc.constantFrom('__proto__', 'constructor', '', 'ID', 'toString', 'x'.repeat(300));

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('Replace'), at: fc.nat(), token: hostileToken }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('Drop'), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('Rename'), at: fc.nat(), name: names }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('Duplicate'), at: fc.nat(), token: hostileToken }),
  },
) as fc.Arbitrary<Mutation>;

/** What is done to the bytes of a body once it is written. */
const damage = fc.oneof(
  { weight: 12, arbitrary: fc.constant<(bytes: Buffer) => Buffer>((bytes) => bytes) },
  {
    weight: 1,
    arbitrary: fc.nat().map((at) => (bytes: Buffer) => bytes.subarray(0, at % (bytes.length + 1))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(), fc.constantFrom(0x00, 0x80, 0xc0, 0xff, 0x22, 0x7b, 0x0a))
      .map(([at, byte]) => (bytes: Buffer) => {
        const changed = Buffer.from(bytes);
        if (changed.length > 0) changed[at % changed.length] = byte;
        return changed;
      }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<(bytes: Buffer) => Buffer>((bytes) =>
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    ),
  },
);

/**
 * Bodies that began as a valid one and had something done to them: members replaced by hostile
 * text, left out, renamed or written twice, bytes cut or changed. Now and then nothing is left of
 * the template, or it is still valid.
 */
export function bodyFrom(template: Template): fc.Arbitrary<Buffer> {
  const mutated = fc
    .array(mutation, { minLength: 1, maxLength: 3 })
    .map((mutations) => Buffer.from(written(template, mutations)));
  const alone = fc.oneof(
    hostileToken.map((token) => Buffer.from(token)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
  return fc
    .tuple(fc.oneof({ weight: 8, arbitrary: mutated }, { weight: 1, arbitrary: alone }), damage)
    .map(([bytes, change]) => change(bytes));
}

/** Writes a template as JSON text with every mutation done to it. */
function written(template: Template, mutations: readonly Mutation[]): string {
  const paths = pathsOf(template);
  const byPath = new Map<string, Mutation>();
  for (const one of mutations) byPath.set(keyOf(paths[one.at % paths.length] ?? []), one);
  return write(template, []);

  function write(value: Template, path: Path): string {
    const done = byPath.get(keyOf(path));
    if (done?.kind === 'Replace') return done.token;
    if (Array.isArray(value)) {
      const parts = value.map((element, at) => write(element, [...path, at]));
      return `[${parts.filter((_, at) => byPath.get(keyOf([...path, at]))?.kind !== 'Drop').join(',')}]`;
    }
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    return `{${Object.entries(value)
      .flatMap(([name, member]) => writeMember(name, member, [...path, name]))
      .join(',')}}`;
  }

  function writeMember(name: string, member: Template, path: Path): readonly string[] {
    const done = byPath.get(keyOf(path));
    const text = write(member, path);
    if (done?.kind === 'Drop') return [];
    if (done?.kind === 'Rename') return [`${JSON.stringify(done.name)}:${text}`];
    const plain = `${JSON.stringify(name)}:${text}`;
    return done?.kind === 'Duplicate' ? [plain, `${JSON.stringify(name)}:${done.token}`] : [plain];
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function pathsOf(value: Template, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members = Array.isArray(value)
    ? value.map((element, at) => [at, element] as const)
    : Object.entries(value);
  return [path, ...members.flatMap(([name, member]) => pathsOf(member, [...path, name]))];
}
