import type { Line, Renderer } from './template.ts';

/** What a page says about itself. */
export type Paging = {
  readonly total: number;
  /** The next offset; `null` on the last page. */
  readonly next: number | null;
};

/**
 * The paging members. The token is the next offset as text, as recorded answers have it; both
 * names of the total are given.
 *
 * Source: wire contract §2.4 and §4.6, S3 [C].
 */
export function presentPaging({ total, next }: Paging): {
  continuationToken: string | null;
  totalRecords: number;
  totalItems: number;
} {
  return {
    continuationToken: next === null ? null : String(next),
    totalRecords: total,
    totalItems: total,
  };
}

const opening = Buffer.from('{"achievements":[');
const comma = ','.charCodeAt(0);

/**
 * Renders a page of modern achievements. Lines may be of several titles, each with its renderer.
 *
 * @returns JSON text in a buffer of its own
 */
export function renderPage<L extends Line>(
  lines: readonly L[],
  { rendererOf, paging }: { rendererOf: (line: L) => Renderer; paging: Paging },
): Buffer {
  const closing = `],"pagingInfo":${JSON.stringify(presentPaging(paging))}}`;
  let bytesMax = opening.length + closing.length + lines.length;
  for (const line of lines) bytesMax += rendererOf(line).bytesOf(line);
  const page = scratchOf(bytesMax);
  page.set(opening);
  let end = opening.length;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    if (index > 0) {
      page[end] = comma;
      end += 1;
    }
    end = rendererOf(line).write(line, page, end);
  }
  end += page.write(closing, end, 'latin1');
  return owned(page.subarray(0, end));
}

/** Renders one achievement alone. */
export function renderLine(line: Line, renderer: Renderer): Buffer {
  const scratch = scratchOf(renderer.bytesOf(line));
  return owned(scratch.subarray(0, renderer.write(line, scratch, 0)));
}

/** Pages are written here first: their exact size is known only when they are done. */
const scratch = Buffer.allocUnsafeSlow(1024 * 1024);

function scratchOf(bytes: number): Buffer {
  return bytes > scratch.length ? Buffer.allocUnsafeSlow(bytes) : scratch;
}

function owned(view: Buffer): Buffer {
  const copy = Buffer.allocUnsafe(view.length);
  copy.set(view);
  return copy;
}
