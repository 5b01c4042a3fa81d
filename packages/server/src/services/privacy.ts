import {
  type AnonymousUser,
  checkAnonymous,
  checkPermission,
  denialOf,
  notAllowed,
  type Permission,
  type PermissionCheck,
  type PrivacySettingName,
  quoted,
  Refusal,
  type Relationship,
  type Standing,
  settingOf,
  type TitleId,
  type Xuid,
} from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Player, PlayerStore, RelationKind, Store } from '../store/store.ts';
import { isSelf, requireSelf } from './ownership.ts';

/** Someone a check is about. */
export type CheckedUser = { readonly xuid: Xuid } | { readonly anonymousUser: AnonymousUser };

/** Decides who sees what of whom. */
export type Privacy = {
  /**
   * Asked on every read of a player's achievements. A player's own costs nothing: the store is not
   * touched. A title server sees what its own title recorded; of other titles, what everyone sees.
   *
   * @param of the one title that is read, where it is one
   * @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer`
   */
  requireGameHistory(
    asker: Asker,
    owner: Xuid,
    of?: { readonly titleId: TitleId },
  ): Promise<void> | void;
  /** The same for any other setting. @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer` */
  requireSetting(asker: Asker, owner: Xuid, setting: PrivacySettingName): Promise<void> | void;
  /** @throws {Refusal} `NotYourData` unless the owner asks; `UnknownPlayer` for the target */
  validate(
    asker: Asker,
    about: { owner: Xuid; target: Xuid; permission: Permission },
  ): Promise<PermissionCheck>;
  /**
   * One answer for each user, in it one for each permission, in the order asked. Users whom nobody
   * knows are `NotAllowed`.
   *
   * @throws {Refusal} `NotYourData` unless the owner asks
   */
  validateMany(
    asker: Asker,
    about: {
      owner: Xuid;
      users: readonly CheckedUser[];
      permissions: readonly Permission[];
    },
  ): Promise<readonly (readonly PermissionCheck[])[]>;
  /** A player's own block or mute list. @throws {Refusal} `NotYourData` unless the owner asks */
  list(asker: Asker, of: { owner: Xuid; kind: 'Avoid' | 'Mute' }): Promise<readonly Xuid[]>;
};

/** Source: wire contract §9.1 and §9.2. */
export function createPrivacy({ store: { players } }: { store: Pick<Store, 'players'> }): Privacy {
  const relations = createRelationships(players);
  const requireVisible = createGate(players, relations);

  async function checksOf(
    asker: Asker,
    xuid: Xuid,
    permissions: readonly Permission[],
  ): Promise<readonly PermissionCheck[] | null> {
    const target = await players.byXuid(xuid);
    if (target === undefined) return null;
    const standing = await relations.standing(asker, target);
    return permissions.map((permission) => checkPermission(permission, standing));
  }

  return {
    requireGameHistory(asker, owner, of) {
      if (isSelf(asker, owner)) return;
      const isOwnTitle = asker.kind === 'TitleServer' && asker.titleId === of?.titleId;
      return isOwnTitle
        ? requireKnown(players.byXuid(owner), owner)
        : requireVisible(asker, owner, 'ShareGameHistory');
    },
    requireSetting(asker, owner, setting) {
      return isSelf(asker, owner) ? undefined : requireVisible(asker, owner, setting);
    },
    async validate(asker, { owner, target, permission }) {
      requireSelf(asker, owner);
      const [check] = (await checksOf(asker, target, [permission])) ?? [];
      if (check === undefined) throw unknownPlayer(target);
      return check;
    },
    async validateMany(asker, { owner, users, permissions }) {
      requireSelf(asker, owner);
      const choices = (await players.byXuid(owner))?.privacy ?? {};
      return Promise.all(
        users.map(async (user) => {
          if ('xuid' in user) {
            const checks = await checksOf(asker, user.xuid, permissions);
            return checks ?? permissions.map(() => notAllowed);
          }
          const anonymous = { user: user.anonymousUser, choices };
          return permissions.map((permission) => checkAnonymous(permission, anonymous));
        }),
      );
    },
    async list(asker, { owner, kind }) {
      requireSelf(asker, owner);
      const listed = await players.relations({ xuid: owner, kind });
      return listed.map(({ other }) => other);
    },
  };
}

/** Finds out what stands between the one who asks and a player. */
type Relationships = {
  to(asker: Asker, owner: Xuid): Promise<Relationship>;
  isOnBlockList(asker: Asker, owner: Xuid): Promise<boolean>;
  standing(asker: Asker, target: Player): Promise<Standing>;
};

function createRelationships(players: PlayerStore): Relationships {
  async function has(xuid: Xuid | null, kind: RelationKind, other: Xuid | null): Promise<boolean> {
    if (xuid === null || other === null) return false;
    return (await players.relation({ xuid, kind, other })) !== undefined;
  }

  async function to(asker: Asker, owner: Xuid): Promise<Relationship> {
    if (isSelf(asker, owner)) return 'self';
    if (asker.kind === 'TitleServer' || asker.isThirdParty) return 'thirdParty';
    return (await has(owner, 'People', asker.xuid)) ? 'friend' : 'nonFriend';
  }

  return {
    to,
    isOnBlockList: (asker, owner) => has(owner, 'Avoid', callerOf(asker)),
    async standing(asker, { xuid, privacy }) {
      const caller = callerOf(asker);
      const [relationship, isBlocked, blocks, isMuted] = await Promise.all([
        to(asker, xuid),
        has(xuid, 'Avoid', caller),
        has(caller, 'Avoid', xuid),
        has(caller, 'Mute', xuid),
      ]);
      // A check asks whether the two should meet, so a block by either counts.
      return { relationship, choices: privacy, isBlocked: isBlocked || blocks, isMuted };
    },
  };
}

/** Refuses who may not see what a setting guards. */
function createGate(players: PlayerStore, relations: Relationships) {
  return async (asker: Asker, owner: Xuid, name: PrivacySettingName): Promise<void> => {
    const [player, relationship, isBlocked] = await Promise.all([
      players.byXuid(owner),
      relations.to(asker, owner),
      relations.isOnBlockList(asker, owner),
    ]);
    if (player === undefined) throw unknownPlayer(owner);
    const setting = settingOf(player.privacy, name);
    if (denialOf({ relationship, setting, isBlocked }) === null) return;
    throw new Refusal(
      'HiddenByPrivacy',
      'privacy settings of the target user do not allow this request',
    );
  };
}

function callerOf(asker: Asker): Xuid | null {
  return asker.kind === 'Token' ? asker.xuid : null;
}

async function requireKnown(found: Promise<Player | undefined>, owner: Xuid): Promise<void> {
  if ((await found) === undefined) throw unknownPlayer(owner);
}

function unknownPlayer(xuid: Xuid): Refusal {
  return new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(xuid)}`);
}
