import { type Line, type Renderer, writeLine } from './template.ts';

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
  let page: Buffer = scratch;
  page.set(opening);
  let end = opening.length;
  for (const line of lines) {
    const template = rendererOf(line)(line);
    page = withRoom(page, { used: end, bytes: template.bytesMax + 1 });
    if (end > opening.length) {
      page[end] = comma;
      end += 1;
    }
    end = writeLine({ template, line }, page, end);
  }
  const closing = `],"pagingInfo":${JSON.stringify(presentPaging(paging))}}`;
  page = withRoom(page, { used: end, bytes: closing.length });
  end += page.write(closing, end, 'latin1');
  return owned(page.subarray(0, end));
}

/** Renders one achievement alone. */
export function renderLine(line: Line, renderer: Renderer): Buffer {
  const template = renderer(line);
  const page = withRoom(scratch, { used: 0, bytes: template.bytesMax });
  return owned(page.subarray(0, writeLine({ template, line }, page, 0)));
}

/** Pages are written here first, for their exact size is known only when they are done. */
const scratch: Buffer = Buffer.allocUnsafeSlow(512 * 1024);

function withRoom(page: Buffer, { used, bytes }: { used: number; bytes: number }): Buffer {
  if (used + bytes <= page.length) return page;
  const larger = Buffer.allocUnsafeSlow((used + bytes) * 2);
  larger.set(page.subarray(0, used));
  return larger;
}

function owned(view: Buffer): Buffer {
  const copy = Buffer.allocUnsafe(view.length);
  copy.set(view);
  return copy;
}
