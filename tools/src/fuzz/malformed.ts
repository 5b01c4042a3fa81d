import fc from 'fast-check';
import type { RawRequest } from './raw.ts';

const target = '/users/me/achievements/00000000-0000-0000-0000-00006e756f71/update';
const host = 'Host: achievements.xboxlive.com\r\n';

function text(value: string, afterMs = 0): { bytes: Buffer; afterMs: number } {
  return { bytes: Buffer.from(value, 'latin1'), afterMs };
}

/** Heads that no server should take, or that ask for something absurd. */
const heads = [
  'GET\r\n\r\n',
  'GET /\r\n\r\n',
  `GET / HTTP/1.1\r\n\r\n`,
  `GET / HTTP/9.9\r\n${host}\r\n`,
  `GET  / HTTP/1.1\r\n${host}\r\n`,
  `get / http/1.1\r\n${host}\r\n`,
  `BREW /pot HTTP/1.1\r\n${host}\r\n`,
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  `GET /\u0000 HTTP/1.1\r\n${host}\r\n`,
  `GET /\u00ff\u00fe HTTP/1.1\r\n${host}\r\n`,
  `GET http://[::1 HTTP/1.1\r\n${host}\r\n`,
  `GET http:/// HTTP/1.1\r\n${host}\r\n`,
  `GET * HTTP/1.1\r\n${host}\r\n`,
  `GET ? HTTP/1.1\r\n${host}\r\n`,
  `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
  `CONNECT achievements.xboxlive.com:443 HTTP/1.1\r\n${host}\r\n`,
  `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${host}\r\n`,
  `GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(100_000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\n${host}${'X: y\r\n'.repeat(5000)}\r\n`,
  `GET / HTTP/1.1\r\n${host}No colon\r\n\r\n`,
  `GET / HTTP/1.1\r\n${host}Bad name: x\r\n\r\n`,
  `GET / HTTP/1.1\r\n${host}: empty\r\n\r\n`,
  `GET / HTTP/1.1\r\n${host}X: a\u0000b\r\n\r\n`,
  `GET / HTTP/1.1\r\n${host}X: a\r\n folded\r\n\r\n`,
  `GET / HTTP/1.1\r\n${host}Host: other.example\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: \r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: a b\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: ${'a'.repeat(5000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  `GET / HTTP/1.1\r\n${host}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n`,
  `POST ${target} HTTP/1.1\r\n${host}Expect: the-unexpected\r\nContent-Length: 2\r\n\r\n{}`,
  `POST ${target} HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
  '\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
];

/** Lengths and codings that contradict each other or the body. */
const bodies = [
  'Content-Length: -1\r\n\r\n{}',
  'Content-Length: abc\r\n\r\n{}',
  'Content-Length: 1e3\r\n\r\n{}',
  'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  'Content-Length: 2, 2\r\n\r\n{}',
  'Content-Length: 99999999999999999999\r\n\r\n{}',
  'Content-Length: 1000000000\r\n\r\n{}',
  'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'Transfer-Encoding: gibberish\r\n\r\n{}',
  'Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n',
  'Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n',
  'Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{}\r\n',
  'Transfer-Encoding: chunked\r\n\r\n2\r\n{}garbage\r\n0\r\n\r\n',
  `Transfer-Encoding: chunked\r\n\r\n2;${'e=v;'.repeat(10_000)}\r\n{}\r\n0\r\n\r\n`,
  `Transfer-Encoding: chunked\r\n\r\n20000\r\n${'x'.repeat(0x20000)}\r\n0\r\n\r\n`,
  `Transfer-Encoding: chunked\r\n\r\n${'400\r\n'.concat('x'.repeat(0x400), '\r\n').repeat(200)}0\r\n\r\n`,
  `Content-Length: 200000\r\n\r\n${'x'.repeat(200_000)}`,
];

const named = fc.constantFrom(...heads).map((head): RawRequest => [text(head)]);

const withBodies = fc
  .constantFrom(...bodies)
  .map((body): RawRequest => [text(`POST ${target} HTTP/1.1\r\n${host}{{authorization}}${body}`)]);

const noise = fc
  .uint8Array({ minLength: 1, maxLength: 400 })
  .map(
    (bytes): RawRequest => [{ bytes: Buffer.concat([bytes, Buffer.from('\r\n\r\n')]), afterMs: 0 }],
  );

/** A good head of which one byte is another. */
const flipped = fc
  .tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
  .map(([at, byte]): RawRequest => {
    const bytes = Buffer.from(
      `GET /users/me/achievements?titleId=1853190001 HTTP/1.1\r\n${host}Accept: */*\r\n\r\n`,
    );
    bytes[at % (bytes.length - 4)] = byte;
    return [{ bytes, afterMs: 0 }];
  });

/** Bytes that are not HTTP, or HTTP that contradicts itself. */
export const malformedHttp: fc.Arbitrary<RawRequest> = fc.oneof(
  { weight: 3, arbitrary: named },
  { weight: 3, arbitrary: withBodies },
  { weight: 2, arbitrary: noise },
  { weight: 3, arbitrary: flipped },
);

/** Requests that do not go on: a head, or a body, of which the rest never comes, or drips in. */
export const slowRequests: readonly { readonly name: string; readonly request: RawRequest }[] = [
  { name: 'half a head', request: [text(`GET / HTTP/1.1\r\n${host}`)] },
  { name: 'nothing at all', request: [text('')] },
  {
    name: 'half a body',
    request: [
      text(`POST ${target} HTTP/1.1\r\n${host}{{authorization}}Content-Length: 100\r\n\r\n{"a`),
    ],
  },
  {
    name: 'half a chunk',
    request: [
      text(
        `POST ${target} HTTP/1.1\r\n${host}{{authorization}}Transfer-Encoding: chunked\r\n\r\n64\r\n{"a`,
      ),
    ],
  },
  {
    name: 'a body that drips',
    request: [
      text(`POST ${target} HTTP/1.1\r\n${host}{{authorization}}Content-Length: 1000\r\n\r\n`),
      ...Array.from({ length: 60 }, () => text(' ', 100)),
    ],
  },
];
