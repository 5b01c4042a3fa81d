import type { Management } from './management.ts';

/** Which title is meant; needed where the instance has several. */
export type TitleChoice = { readonly titleId?: number };

/** How long something may take to become true, in milliseconds; 0 where nothing is said. */
export type Wait = { readonly withinMs?: number };

/** An unlock. */
export type UnlockFact = { readonly id: string; readonly unlockedAt: Date };

/** A player of the instance, made when first needed. */
export type TestPlayer = {
  readonly gamertag: string;
  xuid(): Promise<string>;
  /** The value of an `Authorization` header; good for ten years. */
  authorization(of?: TitleChoice): Promise<string>;
  /**
   * Calls the instance as this player's game does.
   *
   * @param path behind the prefix of its host: `/achievements/users/me/achievements`
   */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Unlocks an achievement, as the title would. It is no call of the game. */
  unlock(id: string, of?: TitleChoice): Promise<void>;
  /** Reports progress, as the title would. It is no call of the game. @param percent 0 to 100 */
  report(id: string, percent: number, of?: TitleChoice): Promise<void>;
  /** How far the player is: 0 to 100. */
  progressOf(id: string, of?: TitleChoice): Promise<number>;
  /** The sum over all titles of the sandbox. */
  gamerscore(): Promise<number>;
  /** @throws {AssertionError} by the result, when it is not so, or not in time */
  hasUnlocked(id: string, of?: TitleChoice & Wait): Promise<UnlockFact>;
  /** @throws {AssertionError} by the result, when it is not so now */
  hasNotUnlocked(id: string, of?: TitleChoice): Promise<void>;
  /** @throws {AssertionError} by the result, when it is not so, or not in time */
  hasProgress(id: string, percent: number, of?: TitleChoice & Wait): Promise<void>;
};

/** What a player is made of. */
export type PlayerParts = {
  readonly url: string;
  readonly manage: Management;
  readonly sandbox: string;
  readonly gamertag: string;
  /** Makes the player where there is none. */
  readonly xuidOf: (gamertag: string) => Promise<string>;
  /** @throws {Error} by the result, where a title has to be named */
  readonly titleOf: (of: TitleChoice) => Promise<{ titleId: number; scid: string }>;
};
