import { Failure } from '../failure.ts';
import type { Change, Hands } from './change.ts';
import { type Before, type Journal, journalPath, type Note, openJournal } from './journal.ts';
import { withoutLines } from './lines.ts';
import { digestOf, restoreTree, treeOf } from './tree.ts';

/** What an undo did. */
export type Undone = {
  /** Whether there was anything to undo. */
  readonly hadChanges: boolean;
  /** What was left as others have made it since, in words. */
  readonly left: readonly string[];
};

/**
 * Undoes what `apply` did, however far it came, in the opposite order. It may be cut short, too,
 * and run again. What others have changed since stays; everything else is as it was, to the byte.
 *
 * @throws {Failure} where a change can't be undone; the journal stays, for another try
 */
export function undo({ hands, folder }: { hands: Hands; folder: string }): Undone {
  if (!hands.isFolder(folder)) return { hadChanges: false, left: [] };
  const journal = openJournal(hands, folder);
  const [plan] = journal.notes;
  const changes = plan?.note === 'Plan' ? plan.changes : [];
  const left: string[] = [];
  for (const [index, change] of [...changes.entries()].reverse()) {
    const course = courseOf(journal, index);
    if (course.before === undefined || course.isUndone) continue;
    undoOne({ hands, journal, index, left }, change, course);
    journal.write({ note: 'Undone', change: index });
  }
  hands.remove(journalPath(folder));
  hands.removeFolder(folder);
  return { hadChanges: plan !== undefined, left };
}

/** What the journal knows of one change. */
type Course = {
  /** `undefined` where it was not begun. */
  readonly before: Before | undefined;
  readonly madeDigest: string | undefined;
  readonly isExact: boolean | undefined;
  /** What an undo that was cut short wanted to write. */
  readonly rewritten: string | undefined;
  readonly isUndone: boolean;
};

function courseOf({ notes }: Journal, index: number): Course {
  const own = notes.filter((note) => 'change' in note && note.change === index);
  const find = <N extends Note['note']>(name: N) =>
    own.find((note): note is Extract<Note, { note: N }> => note.note === name);
  return {
    before: find('Begin')?.before,
    madeDigest: find('Made')?.digest,
    isExact: find('UndoTree')?.isExact,
    rewritten: find('UndoLines')?.bytes,
    isUndone: find('Undone') !== undefined,
  };
}

type Work = {
  readonly hands: Hands;
  readonly journal: Journal;
  readonly index: number;
  readonly left: string[];
};

function undoOne(work: Work, change: Change, course: Course): void {
  const { hands } = work;
  const wasThere =
    course.before !== undefined && 'wasThere' in course.before && course.before.wasThere;
  switch (change.kind) {
    case 'Folder':
      if (!wasThere && hands.isFolder(change.path)) hands.removeFolder(change.path);
      return;
    case 'File':
      undoFile(work, change);
      return;
    case 'Lines':
      undoLines(work, change, course);
      return;
    case 'Made':
      undoMade(work, change, course);
      return;
    case 'Entry':
      if (!wasThere) removeEntry(hands, change);
      return;
    case 'Nudge':
      for (const command of change.commands) hands.run(command);
      return;
    case 'Make':
      // Undone by the `Made` before it, when the file of ours is gone.
      return;
  }
}

function undoFile({ hands, left }: Work, { path, text }: Extract<Change, { kind: 'File' }>): void {
  const now = hands.read(path);
  if (now === undefined) return;
  // A crash may have left a part of it.
  if (text.startsWith(now.toString('utf8'))) hands.remove(path);
  else left.push(`"${path}" was changed since, and stays`);
}

function undoLines(
  { hands, journal, index, left }: Work,
  { path, lines }: Extract<Change, { kind: 'Lines' }>,
  { before, rewritten }: Course,
): void {
  if (rewritten !== undefined) {
    hands.overwrite(path, Buffer.from(rewritten, 'base64'));
    return;
  }
  const now = hands.read(path);
  if (now === undefined || before === undefined || !('bytes' in before)) {
    left.push(`"${path}" is not there any more`);
    return;
  }
  const way = withoutLines({ before: Buffer.from(before.bytes, 'base64'), now }, lines);
  if (way.kind === 'Cut') hands.truncate(path, way.bytes);
  if (way.kind !== 'Rewrite') return;
  journal.write({ note: 'UndoLines', change: index, bytes: way.bytes.toString('base64') });
  hands.overwrite(path, way.bytes);
  left.push(`"${path}" was changed since; only the lines of laurel are gone from it`);
}

function undoMade(
  { hands, journal, index, left }: Work,
  { folders, make }: Extract<Change, { kind: 'Made' }>,
  { before, madeDigest, isExact: decided }: Course,
): void {
  if (before === undefined || !('tree' in before)) return;
  const isExact =
    decided ?? (madeDigest === undefined || madeDigest === digestOf(treeOf(hands, folders)));
  if (decided === undefined) journal.write({ note: 'UndoTree', change: index, isExact });
  const { code } = hands.run(make);
  if (isExact) restoreTree(hands, folders, before.tree);
  else if (code === 0) left.push(`${folders.join(', ')} was changed since, and was made anew`);
  else throw new Failure('command', `\`${make.join(' ')}\` ended with ${code}`);
}

function removeEntry(hands: Hands, change: Extract<Change, { kind: 'Entry' }>): void {
  if (hands.run(change.isThere).code !== 0) return;
  for (const command of change.remove) hands.run(command);
  if (hands.run(change.isThere).code !== 0) return;
  const way = change.remove.map((command) => command.join(' '));
  throw new Failure('command', 'the authority could not be removed; try', { details: way });
}
