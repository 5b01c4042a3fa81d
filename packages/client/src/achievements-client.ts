import { readArguments } from './arguments.ts';
import { ClientError } from './client-error.ts';
import type { Call } from './exchange.ts';
import { parseObject } from './json.ts';
import {
  type AchievementsQuery,
  type CallOptions,
  followPages,
  queryText,
  type TitleHistoryQuery,
} from './query.ts';
import {
  achievementMembers,
  normalised,
  objectsIn,
  readDetail,
  readList,
  readObject,
  readPage,
  textOf,
} from './read-answer.ts';
import { createTransport, type Transport, type TransportOptions } from './transport.ts';
import type {
  Achievement,
  Page,
  Permission,
  PermissionName,
  PlayedTitle,
  Report,
  Standing,
} from './wire.ts';

/** Whose client it is, and how it reaches the service. */
export type ClientOptions = TransportOptions & {
  /** The player that the authorization is for. */
  readonly xuid: string;
};

/** What an update did. `unchanged` is no error: the service already had as much or more. */
export type UpdateResult =
  | { readonly result: 'advanced'; readonly achievements: readonly Standing[] }
  | { readonly result: 'unchanged' };

/** A player's profile: settings by name, all of them text. */
export type Profile = {
  readonly xuid: string;
  readonly settings: Readonly<Record<string, string>>;
};

/**
 * Speaks to an achievements service for one player. Every failure is a `ClientError`; a call whose
 * failure may pass is repeated, each within `retryWindowMs`.
 */
export class AchievementsClient {
  readonly xuid: string;
  readonly #send: Transport;

  /** @throws {ClientError} `invalid_argument` for an xuid that can't be one */
  constructor(options: ClientOptions) {
    this.xuid = readArguments.xuid(options.xuid);
    this.#send = createTransport(options);
  }

  /** One page of a player's achievements. */
  async list(query: AchievementsQuery = {}): Promise<Page<Achievement>> {
    const path = `/users/${this.#user(query.xuid)}/achievements${queryText(query)}`;
    const answer = await this.#achievements('get_achievement', path, query);
    const page = readPage<Achievement>(answer, 'achievements', achievementMembers);
    return { ...page, items: page.items.map(normalised) };
  }

  /** All pages of a player's achievements, one after the other. */
  listPages(query: AchievementsQuery = {}): AsyncGenerator<Page<Achievement>, void> {
    return followPages(query, (next) => this.list(next));
  }

  /** One achievement of a player. */
  async detail({
    scid,
    id,
    xuid,
    signal,
  }: CallOptions & { scid: string; id: string; xuid?: string | undefined }): Promise<Achievement> {
    const achievement = `${readArguments.scid(scid)}/${readArguments.achievementId(id)}`;
    const path = `/users/${this.#user(xuid)}/achievements/${achievement}`;
    const answer = await this.#achievements('get_achievement', path, { signal });
    return readDetail(answer);
  }

  /**
   * Reports progress for the client's own player: 1 to 100 achievements of one title, stored whole
   * or not at all.
   */
  async update(
    { scid, titleId, signal }: CallOptions & { scid: string; titleId?: number | undefined },
    reports: Report | readonly Report[],
  ): Promise<UpdateResult> {
    const serviceConfigId = readArguments.scid(scid);
    const achievements = readArguments.reports('id' in reports ? [reports] : reports);
    const { status, text } = await this.#send({
      api: 'update',
      service: 'achievements',
      contractVersion: 2,
      path: `/users/${this.#user(undefined)}/achievements/${serviceConfigId}/update`,
      body: {
        action: 'progressUpdate',
        serviceConfigId,
        ...(titleId !== undefined && { titleId }),
        userId: this.xuid,
        achievements,
      },
      signal,
    });
    if (status === 304) return { result: 'unchanged' };
    // A page of a network's own sign-in answers 200 as well, and nothing was taken.
    if (/^\s*</.test(text))
      throw new ClientError('invalid_json', 'the answer is a page', { status });
    // What a 200 holds is ours; other services answer anything, and the update was taken.
    const standings = parseObject(text)?.achievements;
    return { result: 'advanced', achievements: Array.isArray(standings) ? standings : [] };
  }

  /** One page of the titles a player has played. */
  async titleHistory(query: TitleHistoryQuery = {}): Promise<Page<PlayedTitle>> {
    const path = `/users/${this.#user(query.xuid)}/history/titles${queryText(query)}`;
    const answer = await this.#achievements('history', path, query);
    return readPage<PlayedTitle>(answer, 'titles', ['titleId', 'name']);
  }

  /** All pages of the titles a player has played. */
  titleHistoryPages(query: TitleHistoryQuery = {}): AsyncGenerator<Page<PlayedTitle>, void> {
    return followPages(query, (next) => this.titleHistory(next));
  }

  /**
   * Profiles of players, in the service's order. Settings are named as the service names them:
   * `Gamertag`, `Gamerscore`, `GameDisplayPicRaw` when nothing is said.
   */
  async profiles(
    xuids: readonly string[] = [this.xuid],
    { settings = ['Gamertag', 'Gamerscore', 'GameDisplayPicRaw'], signal }: ProfileOptions = {},
  ): Promise<readonly Profile[]> {
    const answer = await this.#send({
      api: 'profile',
      service: 'profile',
      contractVersion: 2,
      path: '/users/batch/profile/settings',
      body: { userIds: xuids.map(readArguments.xuid), settings },
      signal,
    });
    type User = { id: string; settings?: readonly { id: string; value: string }[] };
    return readList<User>(answer, 'profileUsers', ['id']).map((user) => ({
      xuid: textOf(user.id),
      settings: Object.fromEntries(
        objectsIn(user.settings).map(({ id, value }) => [textOf(id), textOf(value)]),
      ),
    }));
  }

  /** Whether the client's player may do something toward another, and why not. */
  async checkPermission(
    permission: PermissionName,
    target: string,
    { signal }: CallOptions = {},
  ): Promise<Permission> {
    const who = `xuid(${readArguments.xuid(target)})`;
    const query = `setting=${encodeURIComponent(permission)}&target=${who}`;
    const answer = await this.#send({
      api: 'permission',
      service: 'privacy',
      contractVersion: 1,
      path: `/users/${this.#user(undefined)}/permission/validate?${query}`,
      signal,
    });
    const { isAllowed, ...rest } = readObject(answer, 'an object with isAllowed');
    if (typeof isAllowed !== 'boolean') {
      throw new ClientError('invalid_json', 'the answer must be an object with isAllowed');
    }
    return { ...rest, isAllowed };
  }

  #user(xuid: string | undefined): string {
    return `xuid(${xuid === undefined ? this.xuid : readArguments.xuid(xuid)})`;
  }

  /** Contract 4 is the modern form with rarity; the title history has no such version. */
  #achievements(api: Call['api'], path: string, { signal }: CallOptions) {
    const contractVersion = api === 'get_achievement' ? 4 : 2;
    return this.#send({ api, service: 'achievements', contractVersion, path, signal });
  }
}

/** Which settings of a profile. */
export type ProfileOptions = CallOptions & { readonly settings?: readonly string[] };
