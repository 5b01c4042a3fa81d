import { AssertionError } from 'node:assert';
import type { PlayerParts, TestPlayer, TitleChoice, Wait } from './player.ts';

/** What is looked at, and what is held to be so. */
type Looking = Pick<
  TestPlayer,
  'gamerscore' | 'hasNotUnlocked' | 'hasProgress' | 'hasUnlocked' | 'progressOf'
>;

/** The state of one achievement. */
type Standing = {
  readonly id: string;
  readonly percent: number;
  readonly unlockedAt: string | null;
};

/** A player's record of one title. */
type TitleRecord = {
  readonly scid: string;
  readonly gamerscore: number;
  readonly achievements: readonly Standing[];
};

/** How often something is looked at that is not so yet, in milliseconds. */
const lookEveryMs = 25;

/** Tests that put another clock in place do not mean these. */
const later = globalThis.setTimeout;
const nowMs = performance.now.bind(performance);

/** @returns what is known of the player; the management is asked, so a game's calls stay its own */
export function lookingOf(parts: PlayerParts): Looking {
  const { gamertag, standings, standingOf } = { ...parts, ...standingsOf(parts) };

  function failed(message: string, values: { actual: unknown; expected: unknown }): Error {
    return new AssertionError({ message: `player "${gamertag}" ${message}`, ...values });
  }

  return {
    async progressOf(id, of = {}) {
      return (await standingOf(id, of)).percent;
    },
    async gamerscore() {
      const records = await recordsOf(parts);
      return records.reduce((sum, { gamerscore }) => sum + gamerscore, 0);
    },
    async hasUnlocked(id, of = {}) {
      const look = () => standingOf(id, of);
      const { percent, unlockedAt } = await become(look, of, (one) => one.unlockedAt !== null);
      if (unlockedAt !== null) return { id, unlockedAt: new Date(unlockedAt) };
      const others = (await standings(of)).filter((one) => one.unlockedAt !== null);
      const unlocked = others.map((one) => one.id).join(', ') || 'nothing';
      const message = `has not unlocked achievement "${id}": it is at ${percent} %; unlocked: ${unlocked}`;
      throw failed(message, { actual: percent, expected: 100 });
    },
    async hasNotUnlocked(id, of = {}) {
      const { unlockedAt: actual } = await standingOf(id, of);
      if (actual === null) return;
      throw failed(`has unlocked achievement "${id}" at ${actual}`, { actual, expected: null });
    },
    async hasProgress(id, percent, of = {}) {
      const look = () => standingOf(id, of);
      const { percent: actual } = await become(look, of, (one) => one.percent === percent);
      if (actual === percent) return;
      const message = `is at ${actual} % on achievement "${id}", not at ${percent} %`;
      throw failed(message, { actual, expected: percent });
    },
  };
}

function standingsOf(parts: PlayerParts) {
  async function standings(of: TitleChoice): Promise<readonly Standing[]> {
    const { scid } = await parts.titleOf(of);
    return (await recordsOf(parts)).find((title) => title.scid === scid)?.achievements ?? [];
  }
  return {
    standings,
    async standingOf(id: string, of: TitleChoice): Promise<Standing> {
      const found = (await standings(of)).find((one) => one.id === id);
      return found ?? { id, percent: 0, unlockedAt: null };
    },
  };
}

async function recordsOf(parts: PlayerParts): Promise<readonly TitleRecord[]> {
  const xuid = await parts.xuidOf(parts.gamertag);
  const path = `/players/${xuid}/titles?sandbox=${parts.sandbox}`;
  return Object(await parts.manage('GET', path)).titles;
}

/** Looks until it is as wanted, or for as long as it may take. */
async function become(
  look: () => Promise<Standing>,
  { withinMs = 0 }: Wait,
  isWanted: (standing: Standing) => boolean,
): Promise<Standing> {
  const untilMs = nowMs() + withinMs;
  let standing = await look();
  while (!isWanted(standing) && nowMs() < untilMs) {
    await new Promise((resolve) => later(resolve, lookEveryMs));
    standing = await look();
  }
  return standing;
}
