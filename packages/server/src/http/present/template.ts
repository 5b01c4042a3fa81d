import { randomUUID } from 'node:crypto';
import {
  type Achievement,
  currentOf,
  instant,
  type PlayerRecord,
  type Progress,
  unlockTimeOf,
} from '@laurel/domain';
import { presentAchievement, type View } from './achievement.ts';

/*
 * Building fifty achievements as objects and stringifying them costs ten times what the rest of a
 * list costs. So each achievement is stringified once per view and state, by the one presenter,
 * with marks where the player's part goes; a page is then the pieces between the marks, copied.
 */

/** An achievement's JSON for one view and state, cut where the player's part goes. */
export type Template = {
  /** One more than there are slots. */
  readonly pieces: readonly Buffer[];
  readonly slots: readonly Slot[];
  /** With the longest that the slots may hold. */
  readonly bytesMax: number;
};

/** What goes between two pieces: the unlock time, or where a requirement is. */
type Slot = 'UnlockTime' | { readonly requirement: number };

/** The player's part of one line of a list. */
export type Line = {
  readonly achievement: Achievement;
  readonly progress: Progress;
  readonly record: PlayerRecord;
};

/** Gives the template of a line in one view. */
export type Renderer = (line: Line) => Template;

/** A stat's value is at most this many bytes as JSON. */
const currentBytesMax = 512;

const stateIndex = { NotStarted: 0, InProgress: 1, Achieved: 2 } as const;

/** Builds the renderer of a view; templates are made when first needed. */
export function createRenderer(view: View): Renderer {
  const templates = new Map<Achievement, Template[]>();
  return ({ achievement, progress, record }) => {
    const isRevoked = record.revoked.size > 0 && record.revoked.has(achievement.id);
    const index = stateIndex[progress.state] + (isRevoked ? 3 : 0);
    let made = templates.get(achievement);
    if (made === undefined) {
      made = [];
      templates.set(achievement, made);
    }
    made[index] ??= compile(view, achievement, { state: progress.state, isRevoked });
    return made[index];
  };
}

/**
 * Writes one line.
 *
 * @param into has room for `template.bytesMax` at `at`
 * @returns where it ended
 */
export function writeLine(
  { template: { pieces, slots }, line }: { template: Template; line: Line },
  into: Buffer,
  at: number,
): number {
  let end = at + copy(pieces[0], into, at);
  for (let index = 0; index < slots.length; index += 1) {
    end += writeSlot(slots[index], { line, into, at: end });
    end += copy(pieces[index + 1], into, end);
  }
  return end;
}

function copy(piece: Buffer | undefined, into: Buffer, at: number): number {
  if (piece === undefined) return 0;
  into.set(piece, at);
  return piece.length;
}

function writeSlot(
  slot: Slot | undefined,
  { line, into, at }: { line: Line; into: Buffer; at: number },
): number {
  const { achievement, progress, record } = line;
  if (slot === undefined || slot === 'UnlockTime') {
    return writeQuoted(unlockTimeOf(progress), into, at);
  }
  const requirement = achievement.requirements[slot.requirement];
  if (requirement === undefined) return into.write('null', at, 'latin1');
  if (requirement.on === 'Percent') return writeQuoted(String(progress.percent), into, at);
  const current = currentOf(requirement, { progress, stats: record.stats });
  return into.write(JSON.stringify(current), at);
}

/** A call into Node costs more than thirty characters of a loop. @param text is plain ASCII */
function writeQuoted(text: string, into: Buffer, at: number): number {
  const { length } = text;
  into[at] = quote;
  for (let index = 0; index < length; index += 1) into[at + 1 + index] = text.charCodeAt(index);
  into[at + 1 + length] = quote;
  return length + 2;
}

const quote = '"'.charCodeAt(0);

/** Marks no title's text can hold: they are drawn anew in each process. */
const nonce = randomUUID();
const markForm = new RegExp(`"<${nonce}:(time|\\d+)>"`);

/** Any moment: only its place in the text counts. */
const anyTime = instant('2000-01-01T00:00:00Z');

function compile(
  view: View,
  achievement: Achievement,
  { state, isRevoked }: { state: Progress['state']; isRevoked: boolean },
): Template {
  const wire = presentAchievement(view, achievement, {
    progress: sample[state],
    stats: new Map(),
    isRevoked,
  });
  const marked = {
    ...wire,
    progression: {
      ...wire.progression,
      requirements: wire.progression.requirements.map((requirement, index) => ({
        ...requirement,
        current: fixedCurrent(achievement, { index, state }) ?? `<${nonce}:${index}>`,
      })),
      timeUnlocked: state === 'Achieved' ? `<${nonce}:time>` : wire.progression.timeUnlocked,
    },
  };
  const parts = JSON.stringify(marked).split(markForm);
  const pieces = parts.filter((_, index) => index % 2 === 0).map((text) => Buffer.from(text));
  const slots = parts
    .filter((_, index) => index % 2 === 1)
    .map((mark): Slot => (mark === 'time' ? 'UnlockTime' : { requirement: Number(mark) }));
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return { pieces, slots, bytesMax: bytes + slots.length * currentBytesMax };
}

/** Before the start and after the end a percentage is the same for every player. */
function fixedCurrent(
  { requirements }: Achievement,
  { index, state }: { index: number; state: Progress['state'] },
): string | undefined {
  if (state === 'InProgress' || requirements[index]?.on !== 'Percent') return undefined;
  return String(sample[state].percent);
}

const sample: Readonly<Record<Progress['state'], Progress>> = {
  NotStarted: { state: 'NotStarted', percent: 0 },
  InProgress: { state: 'InProgress', percent: 1 },
  Achieved: { state: 'Achieved', percent: 100, unlockedAt: anyTime },
};
