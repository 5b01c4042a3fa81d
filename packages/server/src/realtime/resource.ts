import {
  parseScid,
  parseTitleId,
  parseXuid,
  type Scid,
  type TitleId,
  type Xuid,
} from '@laurel/domain';

/** What a client can subscribe to. */
export type Resource =
  /** A player's progress in one title. */
  | { readonly kind: 'Achievements'; readonly owner: Xuid; readonly scid: Scid }
  /** What is announced to a player's device while it plays one title. */
  | { readonly kind: 'Notification'; readonly owner: Xuid; readonly titleId: TitleId }
  /** One stat of a player. */
  | {
      readonly kind: 'Stat';
      readonly owner: Xuid;
      readonly scid: Scid;
      readonly name: string;
    }
  /** A player's people list. */
  | { readonly kind: 'People'; readonly owner: Xuid };

type Pieces = Readonly<Record<'owner' | 'scid' | 'titleId' | 'name', string>>;

type Form = { readonly form: RegExp; readonly read: (pieces: Pieces) => Resource | undefined };

const owner = 'users/xuid\\((?<owner>\\d+)\\)';

/** By host. Source: wire contract §6.4. */
const forms: Readonly<Record<string, Form>> = {
  'achievements.xboxlive.com': {
    form: new RegExp(`^/${owner}/achievements/(?<scid>[^/]+)$`, 'i'),
    read(pieces) {
      const [xuid, scid] = [parseXuid(pieces.owner), parseScid(pieces.scid)];
      return xuid && scid && { kind: 'Achievements', owner: xuid, scid };
    },
  },
  'notify.xboxlive.com': {
    form: new RegExp(`^/${owner}/deviceid/current/titleid/(?<titleId>\\d+)$`, 'i'),
    read(pieces) {
      const [xuid, titleId] = [parseXuid(pieces.owner), parseTitleId(pieces.titleId)];
      return xuid && titleId && { kind: 'Notification', owner: xuid, titleId };
    },
  },
  'userstats.xboxlive.com': {
    form: new RegExp(`^/${owner}/scids/(?<scid>[^/]+)/stats/(?<name>[^/]{1,128})$`, 'i'),
    read(pieces) {
      const [xuid, scid] = [parseXuid(pieces.owner), parseScid(pieces.scid)];
      return xuid && scid && { kind: 'Stat', owner: xuid, scid, name: pieces.name };
    },
  },
  'social.xboxlive.com': {
    form: new RegExp(`^/${owner}/friends$`, 'i'),
    read(pieces) {
      const xuid = parseXuid(pieces.owner);
      return xuid && { kind: 'People', owner: xuid };
    },
  },
};

/**
 * Reads the address of a resource: any scheme, host and path in any case, percent-encoding decoded
 * once, one slash at the end ignored. The name of a stat keeps its case.
 *
 * @returns `undefined` for what is no resource
 *
 * Source: wire contract §6.4.
 */
export function parseResource(uri: string): Resource | undefined {
  const [, host = '', path = ''] =
    /^[a-z]+:\/\/([^/?#:]+)(?::\d+)?(\/[^?#]*?)\/?$/i.exec(decoded(uri) ?? '') ?? [];
  const known = host.toLowerCase();
  const found = Object.hasOwn(forms, known) ? forms[known] : undefined;
  const pieces = found?.form.exec(path)?.groups;
  // Every piece that a form reads is one of its groups.
  return pieces && found?.read(pieces as Pieces);
}

function decoded(uri: string): string | undefined {
  if (!uri.includes('%')) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    return undefined;
  }
}

/** Text that is the same for resources that are the same; a stat's name counts in its own case. */
export function resourceKey(resource: Resource): string {
  switch (resource.kind) {
    case 'Achievements':
      return `A ${resource.owner} ${resource.scid}`;
    case 'Notification':
      return `N ${resource.owner} ${resource.titleId}`;
    case 'Stat':
      return `S ${resource.owner} ${resource.scid} ${resource.name}`;
    case 'People':
      return `P ${resource.owner}`;
  }
}
