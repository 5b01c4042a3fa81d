import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw } from 'node:zlib';
import { quoted, Refusal } from '@laurel/domain';
import { BodyTooLarge, type WireRequest } from './exchange.ts';

type Unpack = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
};

const inflateHeadless: Unpack = promisify(inflateRaw);

/**
 * The body of a request as it was before it was packed. What it unpacks to is limited as what is
 * sent is, so a small body can't become a large one.
 *
 * @throws {BodyTooLarge} by the result {Refusal} `InvalidBody`
 */
export function plainBody(request: WireRequest, bytesMax: number): Promise<Buffer> | Buffer {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined) return request.body(bytesMax);
  return unpacked(request, { encoding: encoding.trim().toLowerCase(), bytesMax });
}

async function unpacked(
  request: WireRequest,
  { encoding, bytesMax }: { encoding: string; bytesMax: number },
): Promise<Buffer> {
  const bytes = await request.body(bytesMax);
  if (encoding === '' || encoding === 'identity') return bytes;
  const unpack = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  if (unpack === undefined) {
    throw new Refusal(
      'InvalidBody',
      `the body may be packed with gzip or deflate; got ${quoted(encoding)}`,
    );
  }
  const isHeadless = encoding === 'deflate' && ((bytes[0] ?? 0) & 0x0f) !== 8;
  const limit = { maxOutputLength: bytesMax };
  try {
    return await (isHeadless ? inflateHeadless : unpack)(bytes, limit);
  } catch (cause) {
    if (codeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw new BodyTooLarge(bytesMax);
    throw new Refusal('InvalidBody', `the body is not what ${encoding} makes`);
  }
}

function codeOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : null;
}
