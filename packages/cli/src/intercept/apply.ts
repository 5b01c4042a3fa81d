import { dirname } from 'node:path';
import { Failure, fileFailure } from '../failure.ts';
import type { Change, CommandLine, Hands } from './change.ts';
import { type Before, type Journal, journalPath, openJournal } from './journal.ts';
import { linesAfter } from './lines.ts';
import { digestOf, treeOf } from './tree.ts';
import { undo } from './undo.ts';

/** Where the journal is, and what changes the system. */
export type Workplace = { readonly hands: Hands; readonly folder: string };

/**
 * Changes the system as planned. What is about to be done is in the journal, on the disk, before it
 * is done; whatever becomes of the process, `undo` finds it there. Where a change fails, those
 * before it are undone.
 *
 * @returns `AlreadyThere` where the same plan was applied and not undone
 * @throws {Failure} where a change can't be made, or others are there that were not undone
 */
export function apply(place: Workplace, changes: readonly Change[]): 'Applied' | 'AlreadyThere' {
  const { hands, folder } = place;
  const standing = openJournal(hands, folder).notes;
  if (standing.length > 0) {
    const [plan] = standing;
    const isSame = JSON.stringify(plan) === JSON.stringify({ note: 'Plan', changes });
    if (isSame && standing.at(-1)?.note === 'Applied') return 'AlreadyThere';
    throw new Failure(
      'not-undone',
      'changes of an earlier --apply are still there, or it was cut short; run `laurel intercept --undo` first',
    );
  }
  for (const change of changes) refuseTaken(hands, change);
  try {
    const journal = begin(place, changes);
    for (const [index, change] of changes.entries())
      applyOne({ hands, journal, changes }, index, change);
    journal.write({ note: 'Applied' });
  } catch (thrown) {
    undoQuietly(place);
    throw asFailure(thrown);
  }
  return 'Applied';
}

/** A file of ours stands where none was. */
function refuseTaken(hands: Hands, change: Change): void {
  if (change.kind !== 'File' || hands.look(change.path) === undefined) return;
  throw new Failure('file', `"${change.path}" is there already, and not in the journal; remove it`);
}

function begin({ hands, folder }: Workplace, changes: readonly Change[]): Journal {
  if (!hands.isFolder(folder)) hands.makeFolder(folder);
  // What is there holds no note: a crash left it.
  hands.remove(journalPath(folder));
  hands.create(journalPath(folder), Buffer.alloc(0));
  const journal = openJournal(hands, folder);
  journal.write({ note: 'Plan', changes });
  return journal;
}

type Course = {
  readonly hands: Hands;
  readonly journal: Journal;
  readonly changes: readonly Change[];
};

function applyOne({ hands, journal, changes }: Course, index: number, change: Change): void {
  const before = beforeOf(hands, change);
  journal.write({ note: 'Begin', change: index, before });
  const wasThere = 'wasThere' in before && before.wasThere;
  switch (change.kind) {
    case 'Folder':
      if (!wasThere) hands.makeFolder(change.path);
      return;
    case 'File':
      hands.create(change.path, Buffer.from(change.text));
      return;
    case 'Lines':
      hands.append(change.path, linesAfter(bytesOf(before), change.lines));
      return;
    case 'Make':
      mustRun(hands, change.make);
      noteMade({ hands, journal, changes });
      return;
    case 'Entry':
      if (!wasThere) mustRun(hands, change.add);
      return;
    case 'Nudge':
      for (const command of change.commands) hands.run(command);
      return;
    case 'Made':
      // Its turn comes when everything after it has been undone.
      return;
  }
}

function beforeOf(hands: Hands, change: Change): Before {
  switch (change.kind) {
    case 'Folder':
      return { wasThere: hands.isFolder(change.path) };
    case 'Lines':
      return { bytes: mustRead(hands, change.path).toString('base64') };
    case 'Made':
      return { tree: treeOf(hands, change.folders) };
    case 'Entry':
      return { wasThere: hands.run(change.isThere).code === 0 };
    case 'File':
    case 'Make':
    case 'Nudge':
      return { wasThere: false };
  }
}

function noteMade({ hands, journal, changes }: Course): void {
  for (const [index, change] of changes.entries()) {
    if (change.kind !== 'Made') continue;
    const digest = digestOf(treeOf(hands, change.folders));
    journal.write({ note: 'Made', change: index, digest });
  }
}

function mustRead(hands: Hands, path: string): Buffer {
  const bytes = hands.read(path);
  if (bytes === undefined) throw new Failure('file', `"${path}": there is no such file`);
  return bytes;
}

function mustRun(hands: Hands, command: CommandLine): void {
  const { code, text } = hands.run(command);
  if (code === 0) return;
  const details = text.trim().split('\n').slice(-5);
  throw new Failure('command', `\`${command.join(' ')}\` ended with ${code}`, { details });
}

function bytesOf(before: Before): Buffer {
  return Buffer.from('bytes' in before ? before.bytes : '', 'base64');
}

/** The first failure is told, and not one of the way back. */
function undoQuietly(place: Workplace): void {
  try {
    undo(place);
  } catch {
    // The journal is there; --undo says what is wrong.
  }
}

/** What a system says to who may not change it, in words. */
export function asFailure(thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (!/^E[A-Z]+$/.test(code)) return thrown;
  const path = thrown instanceof Error && 'path' in thrown ? String(thrown.path) : '';
  if (code !== 'EACCES' && code !== 'EPERM') return fileFailure(path, thrown);
  return new Failure(
    'needs-rights',
    `changing "${path || dirname(path)}" needs the rights of an administrator: run the same command with sudo, or in a terminal that was opened as administrator`,
    { cause: thrown },
  );
}
