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
  settingOf,
  type TitleId,
  type Xuid,
} from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Player, RelationKind, Store } from '../store/store.ts';
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
  async function has(xuid: Xuid, kind: RelationKind, other: Xuid | null): Promise<boolean> {
    return other !== null && (await players.relation({ xuid, kind, other })) !== undefined;
  }

  async function relationshipTo(asker: Asker, owner: Xuid): Promise<Relationship> {
    if (isSelf(asker, owner)) return 'self';
    if (asker.kind === 'TitleServer' || asker.isThirdParty) return 'thirdParty';
    return (await has(owner, 'People', asker.xuid)) ? 'friend' : 'nonFriend';
  }

  async function requireVisible(
    asker: Asker,
    owner: Xuid,
    name: PrivacySettingName,
  ): Promise<void> {
    const [player, relationship, isBlocked] = await Promise.all([
      players.byXuid(owner),
      relationshipTo(asker, owner),
      has(owner, 'Avoid', callerOf(asker)),
    ]);
    if (player === undefined) throw unknownPlayer(owner);
    const setting = settingOf(player.privacy, name);
    if (denialOf({ relationship, setting, isBlocked }) === null) return;
    throw new Refusal(
      'HiddenByPrivacy',
      'privacy settings of the target user do not allow this request',
    );
  }

  async function standingTo(asker: Asker, target: Player) {
    const caller = callerOf(asker);
    const [relationship, isBlocked, blocks, isMuted] = await Promise.all([
      relationshipTo(asker, target.xuid),
      has(target.xuid, 'Avoid', caller),
      caller !== null && has(caller, 'Avoid', target.xuid),
      caller !== null && has(caller, 'Mute', target.xuid),
    ]);
    // A check asks whether the two should meet, so a block by either counts.
    return { relationship, choices: target.privacy, isBlocked: isBlocked || blocks, isMuted };
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
      const player = await players.byXuid(target);
      if (player === undefined) throw unknownPlayer(target);
      return checkPermission(permission, await standingTo(asker, player));
    },
    async validateMany(asker, { owner, users, permissions }) {
      requireSelf(asker, owner);
      const own = await players.byXuid(owner);
      const choices = own?.privacy ?? {};
      return Promise.all(
        users.map(async (user) => {
          if ('anonymousUser' in user) {
            const { anonymousUser } = user;
            return permissions.map((one) => checkAnonymous(one, { user: anonymousUser, choices }));
          }
          const target = await players.byXuid(user.xuid);
          if (target === undefined) return permissions.map(() => notAllowed);
          const standing = await standingTo(asker, target);
          return permissions.map((permission) => checkPermission(permission, standing));
        }),
      );
    },
    async list(asker, { owner, kind }) {
      requireSelf(asker, owner);
      const relations = await players.relations({ xuid: owner, kind });
      return relations.map(({ other }) => other);
    },
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
