import { quoted, Refusal, retail, type Xuid } from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Player, Store } from '../store/store.ts';
import type { Privacy } from './privacy.ts';

/** A setting and its value; all values are text. Source: wire contract §9.4 [C]. */
export type ProfileSetting = { readonly id: string; readonly value: string };

/** What is told of one player, in the order asked. */
export type Profile = { readonly xuid: Xuid; readonly settings: readonly ProfileSetting[] };

/** Reads profiles. */
export type Profiles = {
  /**
   * All or none of the players. Settings nobody knows are left out.
   *
   * @param settings names in any case; `null` is all that are for everyone
   * @throws {Refusal} `RestrictedSetting` for the whole request; `UnknownPlayer`
   */
  of(xuids: readonly Xuid[], settings: readonly string[] | null): Promise<readonly Profile[]>;
  /** Of the people a player follows. @throws {Refusal} as `of`; `HiddenByPrivacy` */
  ofPeople(
    asker: Asker,
    of: { owner: Xuid; onlyFavorites: boolean; settings: readonly string[] | null },
  ): Promise<readonly Profile[]>;
};

/** What a setting is read from. */
type Read = (player: Player) => string;

const gamertag: Read = (player) => player.gamertag;
const picture: Read = (player) => player.pictureUrl ?? '';
const nothing: Read = () => '';

/**
 * The settings that are for everyone. What this instance does not keep is empty, for clients expect
 * the member to be there.
 *
 * Source: the names, wire contract §9.4 [C][W]; the values of what is not kept [I].
 */
const readers = {
  Gamertag: gamertag,
  ModernGamertag: gamertag,
  ModernGamertagSuffix: nothing,
  UniqueModernGamertag: gamertag,
  GameDisplayName: gamertag,
  AppDisplayName: gamertag,
  GameDisplayPicRaw: picture,
  AppDisplayPicRaw: picture,
  PublicGamerpic: picture,
  ShowUserAsAvatar: () => '0',
  AccountTier: () => 'Gold',
  XboxOneRep: () => 'GoodPlayer',
  TenureLevel: () => '0',
  PreferredColor: nothing,
  RealName: nothing,
  RealNameOverride: nothing,
  Location: nothing,
  Bio: nothing,
  Watermarks: nothing,
  IsQuarantined: () => '0',
} as const satisfies Record<string, Read>;

const byLowerCase = new Map<string, readonly [id: string, read: Read]>();
for (const [id, read] of Object.entries(readers)) byLowerCase.set(id.toLowerCase(), [id, read]);

/** What tells who a player is outside the game. Source: §9.4, code 60 [W]; the names [I]. */
const restricted = new Set([
  'firstname',
  'firstnameoverride',
  'lastname',
  'lastnameoverride',
  'email',
  'birthdate',
  'gender',
]);

/** Source: wire contract §9.4. Gamerscore is summed over RETAIL, whatever the sandbox [I]. */
export function createProfiles({
  store: { players, records },
  privacy,
}: {
  store: Pick<Store, 'players' | 'records'>;
  privacy: Pick<Privacy, 'requireSetting'>;
}): Profiles {
  async function settingsOf(
    player: Player,
    names: readonly string[],
  ): Promise<readonly ProfileSetting[]> {
    const settings: ProfileSetting[] = [];
    for (const name of names) {
      if (name.toLowerCase() === 'gamerscore') {
        const sum = await records.gamerscoreOf({ sandbox: retail, xuid: player.xuid });
        settings.push({ id: 'Gamerscore', value: String(sum) });
      }
      const [id, read] = byLowerCase.get(name.toLowerCase()) ?? [];
      if (id !== undefined && read !== undefined) settings.push({ id, value: read(player) });
    }
    return settings;
  }

  async function profilesOf(
    xuids: readonly Xuid[],
    settings: readonly string[] | null,
  ): Promise<readonly Profile[]> {
    const names = settings ?? ['Gamertag', 'Gamerscore', ...Object.keys(readers).slice(1)];
    refuseRestricted(names);
    const found = new Map<Xuid, Player>();
    for (const player of await players.byXuids(xuids)) found.set(player.xuid, player);
    return Promise.all(
      xuids.map(async (xuid) => {
        const player = found.get(xuid);
        if (player !== undefined) return { xuid, settings: await settingsOf(player, names) };
        throw new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(xuid)}`);
      }),
    );
  }

  return {
    of: profilesOf,
    async ofPeople(asker, { owner, onlyFavorites, settings }) {
      await privacy.requireSetting(asker, owner, 'ShareFriendList');
      const relations = await players.relations({ xuid: owner, kind: 'People' });
      const wanted = relations.filter(({ isFavorite }) => isFavorite || !onlyFavorites);
      return profilesOf(
        wanted.map(({ other }) => other),
        settings,
      );
    },
  };
}

function refuseRestricted(names: readonly string[]): void {
  const name = names.find((one) => restricted.has(one.toLowerCase()));
  if (name === undefined) return;
  throw new Refusal(
    'RestrictedSetting',
    `setting ${quoted(name)} is not given to anyone; leave it out`,
  );
}
