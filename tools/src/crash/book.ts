import type { Chance } from '../stories/chance.ts';

/**
 * One line of reports: some achievements of one player, always reported together in one batch with
 * one percent, which always rises. One report of it is on its way at a time.
 */
export type Line = {
  readonly player: string;
  readonly ids: readonly string[];
  /** The percent that was answered last. */
  answered: number;
  /** The percent that was sent last; above `answered` while its answer is due. */
  sent: number;
};

/** How far one achievement is, as the server tells. */
export type Standing = { readonly percent: number; readonly unlockedAt: string | null };

/** What is remembered of the reports that were sent, to hold the server against. */
export type Book = {
  /** Adds a player, whose achievements are spread over lines of one to four. */
  recruit(player: string): void;
  /** Takes a line that is not on its way and not at its end; `undefined` when there is none. */
  take(chance: Chance): Line | undefined;
  /** The line's report was answered. */
  answer(line: Line): void;
  /** Lines that can still rise. */
  readonly open: number;
  /** The players whose lines were sent since the last settlement. */
  touched(): readonly string[];
  players(): readonly string[];
  /**
   * Holds what the server has of a player against what was sent: what was answered is there, what
   * was not is there whole or not at all, and no unlock time moved. What is there is what counts
   * from now on.
   *
   * @returns what is wrong, a line each
   */
  settle(player: string, standings: ReadonlyMap<string, Standing>): readonly string[];
  readonly counts: Readonly<BookCounts>;
};

/** What a book has seen. */
export type BookCounts = {
  /** Reports that were answered. */
  answered: number;
  /** Of them, those of several achievements. */
  batches: number;
  /** Reports whose answer was due when the server was killed, and that were stored. */
  unansweredStored: number;
  /** The same, that were not. */
  unansweredLost: number;
  /** Achievements whose standing was compared. */
  compared: number;
  /** Unlock times that were seen for the first time. */
  unlocked: number;
};

/** Where counting begins. */
export const nothingCounted: Readonly<BookCounts> = {
  answered: 0,
  batches: 0,
  unansweredStored: 0,
  unansweredLost: 0,
  compared: 0,
  unlocked: 0,
};

const full = 100;
/** How far one report goes beyond the one before it at most. */
const stepMax = 15;

/** @param achievementIds of the title under test, in order */
export function createBook(achievementIds: readonly string[]): Book {
  const lines = new Map<string, Line[]>();
  const idle: Line[] = [];
  const touched = new Set<string>();
  const unlockTimes = new Map<string, string>();
  const counts: BookCounts = { ...nothingCounted };

  function compare(line: Line, standings: ReadonlyMap<string, Standing>): readonly string[] {
    counts.compared += line.ids.length;
    const found = line.ids.map((id) => standings.get(id)?.percent ?? 0);
    const [percent = 0] = found;
    const isDue = line.sent > line.answered;
    const wrong = wrongPercents(line, found);
    if (isDue && percent === line.sent) counts.unansweredStored += 1;
    if (isDue && percent === line.answered) counts.unansweredLost += 1;
    // The lowest, so that what is wrong once is told once.
    const settled = Math.min(...found);
    if (isDue || wrong.length > 0) {
      if (line.answered < full && settled < full && !idle.includes(line)) idle.push(line);
      line.answered = settled;
      line.sent = settled;
    }
    return wrong;
  }

  return {
    counts,
    get open() {
      return idle.length;
    },
    recruit(player) {
      const own = linesOf(player, achievementIds);
      lines.set(player, own);
      idle.push(...own);
    },
    take(chance) {
      const at = chance.whole(0, idle.length - 1);
      const [line, last] = [idle[at], idle.pop()];
      if (line === undefined || last === undefined) return undefined;
      if (line !== last) idle[at] = last;
      line.sent = Math.min(full, line.answered + chance.whole(1, stepMax));
      touched.add(line.player);
      return line;
    },
    answer(line) {
      line.answered = line.sent;
      counts.answered += 1;
      if (line.ids.length > 1) counts.batches += 1;
      if (line.answered < full) idle.push(line);
    },
    touched: () => [...touched],
    players: () => [...lines.keys()],
    settle(player, standings) {
      touched.delete(player);
      const wrong = (lines.get(player) ?? []).flatMap((line) => compare(line, standings));
      const before = unlockTimes.size;
      wrong.push(...wrongUnlocks(player, standings, unlockTimes));
      counts.unlocked += unlockTimes.size - before;
      return wrong;
    },
  };
}

function wrongPercents({ player, ids, answered, sent }: Line, found: readonly number[]): string[] {
  const what = `player ${player}, achievements ${ids.join(', ')}`;
  const isHalf = found.some((percent) => percent !== found[0]);
  if (isHalf) return [`${what}: a batch is there by half, ${found.join(', ')} %`];
  const [percent = 0] = found;
  if (percent === answered || percent === sent) return [];
  return [`${what}: ${answered} % was answered and ${sent} % sent, but ${percent} % is there`];
}

/** @param times of unlocks by player and achievement; those that are new are added */
function wrongUnlocks(
  player: string,
  standings: ReadonlyMap<string, Standing>,
  times: Map<string, string>,
): readonly string[] {
  return [...standings].flatMap(([id, { percent, unlockedAt }]) => {
    const name = `${player} ${id}`;
    const known = times.get(name);
    if (known === undefined && unlockedAt !== null) times.set(name, unlockedAt);
    if (known !== undefined && known !== unlockedAt) {
      return [`player ${player}, achievement ${id}: unlocked ${known}, now ${unlockedAt}`];
    }
    const isHalf = (percent === full) !== (unlockedAt !== null);
    return isHalf ? [`player ${player}, achievement ${id}: ${percent} % and ${unlockedAt}`] : [];
  });
}

const lineLengths = [1, 2, 3, 4];

function linesOf(player: string, achievementIds: readonly string[]): Line[] {
  const own: Line[] = [];
  for (let from = 0; from < achievementIds.length; ) {
    const length = lineLengths[own.length % lineLengths.length] ?? 1;
    own.push({ player, ids: achievementIds.slice(from, from + length), answered: 0, sent: 0 });
    from += length;
  }
  return own;
}
