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
 * Rendered text in a buffer that is lent: a page is large, and a new buffer for each costs as much
 * as rendering it. Who does not give it back keeps it.
 */
export type Lent = {
  readonly text: Buffer;
  /** Bytes in front of the text, in the same buffer, that may be written to. */
  readonly headRoom: number;
  giveBack(): void;
};

/**
 * Renders a page of modern achievements. Lines may be of several titles, each with its renderer.
 */
export function renderPage<L extends Line>(
  lines: readonly L[],
  { rendererOf, paging }: { rendererOf: (line: L) => Renderer; paging: Paging },
): Lent {
  let page = spare.pop() ?? Buffer.allocUnsafeSlow(spareBytes);
  page.set(opening, headRoom);
  let end = headRoom + opening.length;
  for (const line of lines) {
    const template = rendererOf(line)(line);
    page = withRoom(page, { used: end, bytes: template.bytesMax + 1 });
    if (end > headRoom + opening.length) {
      page[end] = comma;
      end += 1;
    }
    end = writeLine({ template, line }, page, end);
  }
  const closing = `],"pagingInfo":${JSON.stringify(presentPaging(paging))}}`;
  page = withRoom(page, { used: end, bytes: closing.length });
  end += page.write(closing, end, 'latin1');
  return {
    text: page.subarray(headRoom, end),
    headRoom,
    giveBack() {
      if (page.length === spareBytes && spare.length < sparesMax) spare.push(page);
    },
  };
}

/** Renders one achievement alone, into a buffer of its own. */
export function renderLine(line: Line, renderer: Renderer): Buffer {
  const template = renderer(line);
  const text = Buffer.allocUnsafe(template.bytesMax);
  return text.subarray(0, writeLine({ template, line }, text, 0));
}

/** Buffers to render into; most pages fit. */
const spare: Buffer[] = [];
const spareBytes = 128 * 1024;
/** More than any head of ours takes. */
const headRoom = 1024;
const sparesMax = 8;

function withRoom(page: Buffer, { used, bytes }: { used: number; bytes: number }): Buffer {
  if (used + bytes <= page.length) return page;
  const larger = Buffer.allocUnsafeSlow((used + bytes) * 2);
  larger.set(page.subarray(0, used));
  return larger;
}
