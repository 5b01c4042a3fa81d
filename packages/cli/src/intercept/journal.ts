import { join } from 'node:path';
import type { Change, Found, Hands } from './change.ts';

/** What was at the place of a change before it. */
export type Before =
  /** For a folder, a file or an entry: whether it was there. */
  | { readonly wasThere: boolean }
  /** For lines: the file, in base64. */
  | { readonly bytes: string }
  /** For what a program makes: everything in its folders. */
  | { readonly tree: Tree };

/** What is in some folders: paths, each with what is there; bytes in base64. */
export type Tree = readonly (readonly [path: string, found: Found | PackedFile])[];

/** A file whose bytes are text. */
export type PackedFile = Omit<Extract<Found, { kind: 'File' }>, 'bytes'> & {
  readonly bytes: string;
};

/** One line of the journal; each is on the disk before what it speaks of is done. */
export type Note =
  | { readonly note: 'Plan'; readonly changes: readonly Change[] }
  | { readonly note: 'Begin'; readonly change: number; readonly before: Before }
  /** The program has made its files; `digest` is of the tree as it left it. */
  | { readonly note: 'Made'; readonly change: number; readonly digest: string }
  | { readonly note: 'Applied' }
  /** The tree is put back to the byte, or only made again, for others have changed it since. */
  | { readonly note: 'UndoTree'; readonly change: number; readonly isExact: boolean }
  /** The file, in base64, as it will be without the lines. */
  | { readonly note: 'UndoLines'; readonly change: number; readonly bytes: string }
  | { readonly note: 'Undone'; readonly change: number };

/** The memory of what is being changed, which outlives the process. */
export type Journal = {
  /** In order; empty where nothing was begun. */
  readonly notes: readonly Note[];
  write(note: Note): void;
};

/** The path of the journal in its folder. */
export function journalPath(folder: string): string {
  return join(folder, 'journal');
}

/**
 * Opens the journal of a folder. A last line that a crash cut off counts for nothing: what it
 * would have announced was not begun.
 */
export function openJournal(hands: Hands, folder: string): Journal {
  const path = journalPath(folder);
  const text = hands.read(path)?.toString('utf8') ?? '';
  const notes = text.split('\n').flatMap(readNote);
  let isCut = text !== '' && !text.endsWith('\n');
  return {
    notes,
    write(note) {
      hands.append(path, Buffer.from(`${isCut ? '\n' : ''}${JSON.stringify(note)}\n`));
      isCut = false;
      notes.push(note);
    },
  };
}

function readNote(line: string): readonly Note[] {
  try {
    const note: unknown = JSON.parse(line);
    return typeof note === 'object' && note !== null && 'note' in note ? [note as Note] : [];
  } catch {
    return [];
  }
}
