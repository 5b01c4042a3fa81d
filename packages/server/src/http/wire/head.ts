import { ownText } from '../../own-text.ts';

/** The head of a request, read. */
export type Head = {
  readonly method: string;
  /** As sent. */
  readonly target: string;
  /** By lower-case name; a repeated one is joined with commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Of the `Host` field, without the port, in lower case. */
  readonly host: string;
  /** How the body is framed: so many bytes, or in chunks. */
  readonly body: number | 'Chunked';
  readonly keepsAlive: boolean;
  readonly expectsContinue: boolean;
  /** Where others keep what they work out of it (`WireRequest`). */
  readonly kept: unknown[];
};

/** Why a head is refused. The connection ends, for where the next request begins is not known. */
export type HeadFault = { readonly status: 400 | 431; readonly message: string };

/** More header fields than any client of ours sends. */
const fieldsMax = 100;

const requestLine = /^([A-Z]{1,16}) ([\x21-\x7e]+) HTTP\/(\d)\.(\d)$/;
const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Names in lower case by how they were sent; a client sends the same few each time. */
const knownNames = new Map<string, string>();
const knownNamesMax = 512;

/**
 * Reads the head of an HTTP/1 request, strictly: whatever two readers could understand in two ways
 * is refused.
 *
 * @param text the bytes up to the empty line, as Latin-1, without it
 *
 * Source: RFC 9112, sections 3, 5, 6 and 11.2.
 */
export function readHead(text: string): Head | HeadFault {
  const end = endOfLine(text, 0);
  if (end === undefined) return bad(strayLineEnd);
  const line = readRequestLine(text.slice(0, end));
  if ('status' in line) return text.includes('\0') ? bad(nulCharacter) : line;
  return headOf(line, ownText(text.slice(end + 2)));
}

/**
 * Reads the rest of a head.
 *
 * @param block the lines of the fields; what is read keeps it in memory
 */
export function headOf({ method, target, isOld }: RequestLine, block: string): Head | HeadFault {
  if (block.includes('\0')) return bad(nulCharacter);
  const headers = readFields(block, 0);
  if ('status' in headers && typeof headers.status === 'number') return headers as HeadFault;
  const framing = framed(headers as Fields, isOld);
  return 'status' in framing ? framing : { ...framing, method, target, kept: noneKept() };
}

/**
 * What is kept with a new head. There is room for what a server keeps: a list that grows takes
 * three times as much.
 */
export function noneKept(): unknown[] {
  return [undefined, undefined, undefined, undefined, undefined];
}

const nulCharacter = 'the head holds a NUL character';

/** What the first line of a head says. */
export type RequestLine = Pick<Head, 'method' | 'target'> & {
  /** Whether it is of HTTP/1.0, by which fields mean something else. */
  readonly isOld: boolean;
};

/** @param line without its end */
export function readRequestLine(line: string): RequestLine | HeadFault {
  const [, method, target, major, minor] = requestLine.exec(line) ?? [];
  if (method === undefined || target === undefined) return bad('the request line is not valid');
  // A 5xx would make clients queue what they sent and send it again; it is theirs that is wrong.
  if (major !== '1') return bad('only HTTP/1 is spoken here');
  return { method, target, isOld: minor === '0' };
}

/** What the fields of a head say. */
type Framing = Omit<Head, 'method' | 'target' | 'kept'>;

const strayLineEnd = 'the head holds a line end that is not CR LF';

/**
 * @returns where the line that begins at `from` ends; `undefined` if a CR or LF stands alone in it
 */
function endOfLine(text: string, from: number): number | undefined {
  const cr = text.indexOf('\r', from);
  const lf = text.indexOf('\n', from);
  if (cr === -1) return lf === -1 ? text.length : undefined;
  return lf === cr + 1 ? cr : undefined;
}

type Fields = Record<string, string | undefined>;

/**
 * Makes the fields of a head. Without a prototype of ours, a field named `constructor` is a field
 * like any other; with one that is empty, the engine keeps heads of the same form in little room.
 */
const NewFields = function Fields() {} as unknown as new () => Fields;
NewFields.prototype = Object.create(null);

function readFields(text: string, from: number): Fields | HeadFault {
  const fields = new NewFields();
  let count = 0;
  for (let at = from; at <= text.length; ) {
    const lineEnd = endOfLine(text, at);
    if (lineEnd === undefined) return bad(strayLineEnd);
    const colon = text.indexOf(':', at);
    if (colon === -1 || colon > lineEnd) return bad('a header field has no colon');
    const name = nameOf(text.slice(at, colon));
    if (name === undefined) return bad('a header field has a name that is not valid');
    const value = text.slice(colon + 1, lineEnd).trim();
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (singles.has(name)) return bad(`the header field ${name} is there twice`);
    else fields[name] = `${before}, ${value}`;
    count += 1;
    if (count > fieldsMax) return { status: 431, message: 'there are too many header fields' };
    at = lineEnd + 2;
  }
  return fields;
}

/** Fields that say where a request goes, who sends it, or where it ends. */
const singles: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'authorization',
]);

/**
 * @returns `undefined` for no token; a line that continues another begins with a blank, so it is
 *   none
 */
function nameOf(sent: string): string | undefined {
  const known = knownNames.get(sent);
  if (known !== undefined) return known;
  if (!fieldName.test(sent)) return undefined;
  const name = sent.toLowerCase();
  if (knownNames.size < knownNamesMax && sent.length <= 64) knownNames.set(sent, name);
  return name;
}

function framed(headers: Fields, isOld: boolean): Framing | HeadFault {
  if (headers.host === undefined && !isOld) return bad('there is no Host header field');
  const length = headers['content-length'];
  const coding = headers['transfer-encoding'];
  if (length !== undefined && !/^[0-9]{1,15}$/.test(length)) {
    return bad('Content-Length is not a number');
  }
  if (coding !== undefined) {
    if (length !== undefined || isOld) return bad('the body is framed in two ways');
    if (coding.toLowerCase() !== 'chunked') {
      return bad('the only transfer coding understood is chunked');
    }
  }
  const connection = headers.connection?.toLowerCase() ?? '';
  return {
    headers,
    host: hostName(headers.host ?? ''),
    body: coding === undefined ? Number(length ?? 0) : 'Chunked',
    keepsAlive: isOld ? connection.includes('keep-alive') : !connection.includes('close'),
    expectsContinue: headers.expect?.toLowerCase() === '100-continue',
  };
}

function bad(message: string): HeadFault {
  return { status: 400, message };
}

/** Without the port, in lower case. */
function hostName(header: string): string {
  const end = header.lastIndexOf(':');
  const name = end > header.lastIndexOf(']') ? header.slice(0, end) : header;
  return name.toLowerCase();
}
