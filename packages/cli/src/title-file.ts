import { open, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  checkTitle,
  documentBytesMax,
  errorAt,
  type Finding,
  type Images,
  type Sandbox,
  type Title,
} from '@laurel/domain';
import {
  imageFacts,
  inDocument,
  localPicturesOf,
  readTitleText,
  type TitleDocument,
} from '@laurel/server';
import { fileFailure } from './failure.ts';
import { type Place, placeOf } from './json-place.ts';

/** The size of a picture stands within this many of its first bytes. */
const imageHeadBytes = 64 * 1024;

/** Something that was found, and where in the file. */
export type PlacedFinding = Finding & { readonly place: Place };

/** A title document in a file, with what was found in it. */
export type TitleFile = {
  readonly path: string;
  readonly findings: readonly PlacedFinding[];
  /** `null` where the document can't be read as one. */
  readonly read: { readonly document: TitleDocument; readonly title: Title } | null;
};

/**
 * Reads a title document and checks it with its pictures, which are files beside it.
 *
 * @param sandbox rules of a release are errors for `RETAIL` and warnings elsewhere
 * @throws {Failure} for a file that can't be read; what is wrong inside is a finding
 */
export async function readTitleFile(path: string, sandbox: Sandbox): Promise<TitleFile> {
  const text = await readText(path);
  const place = (finding: Finding) => ({ ...finding, place: placeIn(text, finding) });
  const { document, title, findings } = readTitleText(text, 1);
  if (document === null) return { path, findings: findings.map(place), read: null };
  const { images, findings: ofPictures } = await readPictures(path, document);
  const found = [
    ...checkTitle(title, { sandbox, images }).map((finding) => inDocument(document, finding)),
    ...ofPictures,
  ];
  return { path, findings: found.map(place), read: { document, title } };
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    // One byte more than allowed is enough to be refused, and a huge file is not read whole.
    const text =
      size > documentBytesMax ? ' '.repeat(documentBytesMax + 1) : await readFile(path, 'utf8');
    return text.replace(/^\ufeff/, '');
  } catch (thrown) {
    throw fileFailure(path, thrown);
  }
}

/** A syntax error tells its own offset; everything else has a path. */
function placeIn(text: string, { rule, path, message }: Finding): Place {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (rule === 'form' && path === '' && line !== undefined) {
    return { line: Number(line), column: Number(column) };
  }
  try {
    return placeOf(text, path);
  } catch {
    return { line: 1, column: 1 };
  }
}

async function readPictures(path: string, document: TitleDocument) {
  const images = new Map<string, Images extends ReadonlyMap<string, infer Facts> ? Facts : never>();
  const findings: Finding[] = [];
  for (const url of localPicturesOf(document)) {
    const head = await readHead(join(dirname(path), url));
    const facts = head === null ? undefined : imageFacts(head);
    images.set(url, facts ?? null);
    if (head !== null && facts === undefined) {
      const message = `"${url}" is neither PNG, JPEG, GIF nor WebP`;
      findings.push(errorAt('picture', '', message));
    }
  }
  return { images, findings };
}

/** @returns `null` where there is no such file */
async function readHead(path: string): Promise<Uint8Array | null> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(imageHeadBytes), 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
