import { definedKey, isOwnKey, Refusal } from '@laurel/domain';
import type { Caller } from '../asker.ts';
import { isSelf } from '../services/ownership.ts';
import type { Privacy } from '../services/privacy.ts';
import { maySeeTitle, type TitleLookup } from '../services/title-access.ts';
import { type ReplyCode, replyCodes } from './message.ts';
import type { Resource } from './resource.ts';

/** Whether a caller may watch a resource, and as what it is watched. */
export type Access =
  | { readonly kind: 'Granted'; readonly resource: Resource }
  | { readonly kind: 'Denied'; readonly code: Exclude<ReplyCode, 0> };

/**
 * Decides who watches what. At once for a player's own; clients never come back from a code that
 * is not for the moment, so those are only for what will not change.
 */
export type AccessCheck = (caller: Caller, resource: Resource) => Promise<Access> | Access;

const unknownResource: Access = { kind: 'Denied', code: replyCodes.unknownResource };
const noAccess: Access = { kind: 'Denied', code: replyCodes.noResourceData };

/** Source: wire contract §6.4 [I]. */
export function createAccessCheck({
  titles,
  privacy,
}: {
  titles: TitleLookup;
  privacy: Pick<Privacy, 'requireGameHistory' | 'requireSetting'>;
}): AccessCheck {
  function own(caller: Caller, resource: Resource): Access {
    // The caller's own text: the one in the address keeps all of the message alive.
    const owner = caller.xuid ?? resource.owner;
    return { kind: 'Granted', resource: { ...resource, owner } };
  }

  function achievements(caller: Caller, resource: Extract<Resource, { kind: 'Achievements' }>) {
    if (!isSelf(caller, resource.owner)) return noAccess;
    const title = titles.byScid(caller.sandbox, resource.scid);
    if (title === undefined) return unknownResource;
    if (!maySeeTitle(caller, title)) return noAccess;
    return own(caller, { ...resource, scid: title.scid });
  }

  async function stat(
    caller: Caller,
    resource: Extract<Resource, { kind: 'Stat' }>,
  ): Promise<Access> {
    const title = titles.byScid(caller.sandbox, resource.scid);
    if (title === undefined || isOwnKey(resource.name)) return unknownResource;
    if (!maySeeTitle(caller, title)) return noAccess;
    const { owner } = resource;
    const seen = privacy.requireGameHistory(caller, owner, { titleId: title.titleId });
    const denied = await refusalOf(seen);
    const name = definedKey(title, resource.name);
    return denied ?? { kind: 'Granted', resource: { ...resource, scid: title.scid, name } };
  }

  async function people(
    caller: Caller,
    resource: Extract<Resource, { kind: 'People' }>,
  ): Promise<Access> {
    const seen = privacy.requireSetting(caller, resource.owner, 'ShareFriendList');
    return (await refusalOf(seen)) ?? { kind: 'Granted', resource };
  }

  return (caller, resource) => {
    switch (resource.kind) {
      case 'Achievements':
        return achievements(caller, resource);
      case 'Notification':
        return isSelf(caller, resource.owner) ? own(caller, resource) : noAccess;
      case 'Stat':
        return stat(caller, resource);
      case 'People':
        return people(caller, resource);
    }
  };
}

async function refusalOf(seen: Promise<void> | void): Promise<Access | null> {
  try {
    await seen;
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return thrown.code === 'UnknownPlayer' ? unknownResource : noAccess;
  }
}
