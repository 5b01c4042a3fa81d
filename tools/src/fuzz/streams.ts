import fc from 'fast-check';
import type { RawRequest } from './raw.ts';
import { known } from './templates.ts';

const { alice, scidA, titleA } = known;
const host = 'Host: achievements.xboxlive.com\r\nx-xbl-contract-version: 2\r\n';
const path = `/users/me/achievements/${scidA}/update`;

/** Requests in the bytes of a connection, and the status that each is answered with. */
export type Stream = { readonly request: RawRequest; readonly statuses: readonly string[] };

/** One request as bytes, and the statuses that may answer it. */
type Part = { readonly bytes: Buffer; readonly statuses: string };

function part(text: string, statuses: string): Part {
  return { bytes: Buffer.from(text, 'latin1'), statuses };
}

function post(body: string, statuses: string, { isChunked = false, isSigned = true } = {}): Part {
  const who = isSigned ? '{{authorization}}' : '';
  const head = `POST ${path} HTTP/1.1\r\n${host}${who}`;
  if (!isChunked) return part(`${head}Content-Length: ${body.length}\r\n\r\n${body}`, statuses);
  const middle = Math.floor(body.length / 2);
  const chunks = [body.slice(0, middle), body.slice(middle)]
    .filter((chunk) => chunk !== '')
    .map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  return part(`${head}Transfer-Encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`, statuses);
}

function get(target: string, statuses: string): Part {
  return part(`GET ${target} HTTP/1.1\r\n${host}{{authorization}}\r\n`, statuses);
}

/** An update as a title sends it; it may advance what is recorded, or not. */
const goodUpdate: fc.Arbitrary<Part> = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }),
    percentComplete: fc.integer({ min: 0, max: 100 }),
    isChunked: fc.boolean(),
  })
  .map(({ id, percentComplete, isChunked }) => {
    const achievements = [{ id: String(id), percentComplete }];
    const named = { serviceConfigId: scidA, titleId: titleA, userId: alice };
    const body = JSON.stringify({ action: 'progressUpdate', ...named, achievements });
    return post(body, '200|304', { isChunked });
  });

/**
 * Requests after which a connection goes on. The one that is refused unread has no body: where that
 * arrives later, the connection ends.
 */
const parts: fc.Arbitrary<Part> = fc.oneof(
  { weight: 4, arbitrary: goodUpdate },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      get(`/users/me/achievements?titleId=${titleA}&maxItems=1`, '200'),
      get(`/users/me/achievements/${scidA}/2`, '200'),
      get('/users/me/achievements?maxItems=-1', '400'),
      get('/users/xuid(x)/achievements', '400'),
      get('/users/me/%zz', '400'),
      get('/nowhere', '404'),
      get(path, '404|405'),
      post('{"action":', '400'),
      post('{}', '400', { isChunked: true }),
      post('', '401', { isSigned: false }),
    ),
  },
);

/** One good request whose bytes arrive in pieces. */
export const cutRequests: fc.Arbitrary<Stream> = fc
  .tuple(parts, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }))
  .map(([{ bytes, statuses }, cuts]) => ({
    request: cutAt(bytes, cuts),
    statuses: [statuses],
  }));

/** Several requests at once, or in pieces that begin in one and end in another. */
export const pipelines: fc.Arbitrary<Stream> = fc
  .tuple(fc.array(parts, { minLength: 2, maxLength: 8 }), fc.array(fc.nat(), { maxLength: 4 }))
  .map(([several, cuts]) => ({
    request: cutAt(Buffer.concat(several.map(({ bytes }) => bytes)), cuts),
    statuses: several.map(({ statuses }) => statuses),
  }));

/** The mark that the token is put for is never cut: it would not be found. */
function cutAt(bytes: Buffer, cuts: readonly number[]): RawRequest {
  const text = bytes.toString('latin1');
  const places = cuts
    .map((cut) => cut % bytes.length)
    .filter((place) => !isInMark(text, place))
    .sort((a, b) => a - b);
  const ends = [...places, bytes.length];
  return ends
    .map((end, at) => ({
      bytes: bytes.subarray(ends[at - 1] ?? 0, end),
      afterMs: at === 0 ? 0 : 1,
    }))
    .filter((piece) => piece.bytes.length > 0);
}

const mark = '{{authorization}}';

function isInMark(text: string, place: number): boolean {
  const at = text.lastIndexOf(mark, place);
  return at !== -1 && place > at && place < at + mark.length;
}
