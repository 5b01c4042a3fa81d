import fc from 'fast-check';
import { isArray, type Json, parseJson } from '../conformance/json.ts';
import { type ClientSocket, openSocket } from '../conformance/ws/client-socket.ts';
import { known } from './templates.ts';

/** What is sent on one real-time connection: bytes, piece by piece. */
export type Conversation = readonly Buffer[];

const { alice, bob, scidA, titleA } = known;

const goodUris = [
  `https://achievements.xboxlive.com/users/xuid(${alice})/achievements/${scidA}`,
  `https://achievements.xboxlive.com/users/xuid(${bob})/achievements/${scidA}`,
  `https://notify.xboxlive.com/users/xuid(${alice})/deviceId/current/titleId/${titleA}`,
  `https://userstats.xboxlive.com/users/xuid(${bob})/scids/${scidA}/stats/EnemiesDefeated`,
  `http://social.xboxlive.com/users/xuid(${alice})/friends`,
];

const goodMessage = fc.oneof(
  fc.tuple(fc.constant(1), fc.nat(), fc.constantFrom(...goodUris)),
  fc.tuple(fc.constant(2), fc.nat(), fc.integer({ min: -1, max: 3 })),
);

const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: goodMessage.map((message) => JSON.stringify(message)) },
  { weight: 2, arbitrary: fc.json() },
  {
    weight: 2,
    arbitrary: fc.array(fc.jsonValue(), { maxLength: 4 }).map((parts) => JSON.stringify(parts)),
  },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.integer({ min: 8_000, max: 9_000 }).map((size) => 'x'.repeat(size)) },
);

type FrameParts = {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly isMasked: boolean;
  readonly reserved: number;
};

const usualFrame: FrameParts = { opcode: 1, isLast: true, isMasked: true, reserved: 0 };

function frame(parts: FrameParts, payload: Buffer): Buffer {
  const { length } = payload;
  const first = (parts.isLast ? 0x80 : 0) | (parts.reserved << 4) | parts.opcode;
  const bit = parts.isMasked ? 0x80 : 0;
  const head =
    length < 126
      ? Buffer.from([first, bit | length])
      : Buffer.from([first, bit | 126, length >> 8, length & 0xff]);
  // A mask of zeros leaves everything as it is.
  return Buffer.concat([head, Buffer.alloc(parts.isMasked ? 4 : 0), payload]);
}

const usualFrames = anyText.map((text) => frame(usualFrame, Buffer.from(text)));

const anyFrame = fc
  .tuple(
    fc.record({
      opcode: fc.oneof(fc.constantFrom(0, 1, 2, 8, 9, 10), fc.integer({ min: 0, max: 15 })),
      isLast: fc.boolean(),
      isMasked: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
      reserved: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 7 })),
    }),
    fc.uint8Array({ maxLength: 200 }),
  )
  .map(([parts, payload]) => frame(parts, Buffer.from(payload)));

const anyBytes = fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes));

/** Mostly messages, so that what is strange comes in the middle of what is usual. */
export const conversations: fc.Arbitrary<Conversation> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: usualFrames },
    { weight: 2, arbitrary: anyFrame },
    { weight: 1, arbitrary: anyBytes },
  ),
  { minLength: 1, maxLength: 12 },
);

/** Codes that a server may end a connection with for what it was sent. Source: RFC 6455, §7.4.1. */
const endings: ReadonlySet<number | null> = new Set([1002, 1003, 1007, 1008, 1009]);

/** What is not answered by then is not answered. */
const answerWithinMs = 8_000;

/** How long is waited where nothing has to come. */
const quietMs = 200;

/** Where connections are opened, and for whom. */
export type Door = { readonly url: URL; readonly authorization: string };

async function opened({ url, authorization }: Door): Promise<ClientSocket> {
  const request = {
    method: 'GET',
    host: 'rta.xboxlive.com',
    path: '/connect',
    headers: { authorization },
    body: null,
  };
  const { status, socket } = await openSocket(url, request);
  if (socket === null) throw new Error(`a connection was answered ${status}`);
  return socket;
}

/**
 * Sends a conversation, and holds what comes back against the contract: replies of the right form,
 * then a pong, or an end with a code that says why. A connection that says goodbye first is given
 * its goodbye back.
 *
 * @throws {Error} by the result
 */
export async function checkConversation(door: Door, pieces: Conversation): Promise<void> {
  const socket = await opened(door);
  try {
    for (const piece of pieces) socket.sendBytes(piece);
    // A whole frame, behind whatever was begun.
    socket.sendBytes(frame({ ...usualFrame, opcode: 9 }, Buffer.from('last')));
    const mayBeQuiet = isUnfinished(pieces);
    for (;;) {
      const found = await socket.next(mayBeQuiet ? quietMs : answerWithinMs);
      if (found === null && mayBeQuiet) return;
      if (found === null) throw new Error('nothing came back');
      if (found.kind === 'Pong') return;
      if (found.kind === 'Closed') {
        requireEnding(found.code, pieces);
        return;
      }
      requireReply(found.text);
    }
  } finally {
    socket.destroy();
  }
}

function requireEnding(code: number | null, pieces: Conversation): void {
  if (endings.has(code) || pieces.some(isGoodbye)) return;
  throw new Error(`the connection ended with ${code}`);
}

/** Whether bytes may be the beginning of a goodbye, whose code comes back. */
function isGoodbye(bytes: Buffer): boolean {
  return bytes.some((byte) => (byte & 0x0f) === 8);
}

/** Bytes that are no frame may begin one that never ends; then nothing has to come. */
function isUnfinished(pieces: Conversation): boolean {
  return pieces.some((piece) => piece.length < 6 || piece[0] !== 0x81);
}

const forms: Readonly<Record<number, (message: readonly Json[]) => boolean>> = {
  1: (message) => message.length === 5 && message.slice(1, 4).every(Number.isInteger),
  2: (message) => message.length === 3 && message.every(Number.isInteger),
  3: (message) => message.length === 3 && Number.isInteger(message[1]),
  4: (message) => message.length === 1,
};

function requireReply(text: string): void {
  const message = parseJson(text);
  const isGood = isArray(message) && forms[Number(message[0])]?.(message);
  if (!isGood) throw new Error(`this is no message: ${text.slice(0, 200)}`);
}

/** Whoever behaves is served, whatever others send. @throws {Error} by the result */
export async function requireService(door: Door): Promise<void> {
  const socket = await opened(door);
  try {
    socket.sendText(JSON.stringify([1, 1, goodUris[0]]));
    const reply = await socket.next(answerWithinMs, ({ kind }) => kind === 'Text');
    const text = reply?.kind === 'Text' ? reply.text : 'nothing';
    if (!/^\[1,1,0,\d+,null\]$/.test(text)) throw new Error(`a subscribe was answered ${text}`);
  } finally {
    socket.destroy();
  }
}
