import { RecentMap } from '../../recent-map.ts';
import { type Head, type HeadFault, headOf, noneKept, readHead, readRequestLine } from './head.ts';

/** A head as it was read last with these fields. */
type KnownHead = {
  readonly fields: string;
  /** The first line. */
  line: string;
  head: Head;
};

/** What is kept of a head beside its fields, in bytes, about. */
const keptSize = 1024;

/** Fields that take more bytes than this are read each time. */
const fieldsBytesMax = 4096;

/**
 * By a number that is made of their fields. A client sends the same ones, its token among them,
 * with every request, and mostly asks for the same again: to compare them costs a tenth of reading
 * them. In a map of texts they would first be looked for among all texts that the engine knows.
 * Limited in bytes.
 */
const known = new RecentMap<number, KnownHead>(
  48 * 1024 * 1024,
  (_, { fields }) => fields.length + keptSize,
);

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * Reads the head of a request, as `readHead` does.
 *
 * @param bytes begin with the head
 * @param end where its empty line begins
 */
export function headIn(bytes: Buffer, end: number): Head | HeadFault {
  const lineEnd = bytes.indexOf(carriageReturn);
  const from = lineEnd + 2;
  const isUsual = bytes[lineEnd + 1] === lineFeed && from < end && end - from <= fieldsBytesMax;
  if (!isUsual) return readHead(bytes.toString('latin1', 0, end));
  const line = bytes.toString('latin1', 0, lineEnd);
  const fields = bytes.toString('latin1', from, end);
  const key = fingerprint(bytes, from, end);
  const found = known.get(key);
  const isKnown = found !== undefined && found.fields === fields;
  if (isKnown && found.line === line) return found.head;
  const asked = readRequestLine(line);
  if ('status' in asked || asked.isOld) return readHead(bytes.toString('latin1', 0, end));
  if (isKnown) {
    found.line = line;
    found.head = { ...found.head, method: asked.method, target: asked.target, kept: noneKept() };
    return found.head;
  }
  const head = headOf(asked, fields);
  if (!('status' in head)) known.set(key, { fields, line, head });
  return head;
}

/** How many bytes a number is made of, about. They are spread over all, for most are alike. */
const samples = 64;

/** Differs for most that differ; the FNV-1a of some of the bytes. */
function fingerprint(bytes: Buffer, from: number, end: number): number {
  const step = Math.ceil((end - from) / samples);
  let hash = end - from;
  for (let at = end - 1; at >= from; at -= step) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  }
  // As small as the engine's own small numbers.
  return hash & 0x3fffffff;
}
