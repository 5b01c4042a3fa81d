import type { schema } from '@laurel/contract';
import { type Languages, localize, type Sandbox, type Xuid } from '@laurel/domain';
import type { z } from 'zod';
import type { UnlockPage } from '../../services/activity.ts';
import type { Unlock } from '../../services/unlock-reader.ts';
import { localesFor } from './locales.ts';
import { type AssetBase, absoluteUrl } from './media.ts';

type WireItem = z.output<typeof schema.ActivityItem>;
type WireContainer = z.output<typeof schema.ActivityContainer>;

/** What decides how a feed looks to a reader. */
export type FeedLooks = {
  readonly sandbox: Sandbox;
  readonly languages: Languages;
  readonly assetBase: AssetBase;
};

/** Shows a page of a feed. Source: wire contract §7.1 [W]. */
export function presentActivity(
  { bursts, next }: UnlockPage,
  looks: FeedLooks,
): z.output<typeof schema.ActivityPage> {
  const activityItems = bursts.flatMap((burst) => presentBurst(burst, looks));
  return {
    numItems: activityItems.length,
    activityItems,
    pollingToken: '0',
    pollingIntervalSeconds: null,
    contToken: String(next ?? 0),
  };
}

/** A page without items, for kinds of activity that are never found. */
export const emptyActivity: z.output<typeof schema.ActivityPage> = {
  numItems: 0,
  activityItems: [],
  pollingToken: '0',
  pollingIntervalSeconds: null,
  contToken: '0',
};

/** One unlock is an item; several are a container of theirs, which looks like its newest. */
function presentBurst(
  burst: readonly Unlock[],
  looks: FeedLooks,
): readonly (WireItem | WireContainer)[] {
  const items = burst.map((unlock) => presentItem(unlock, looks));
  const [newest] = items;
  const oldest = items.at(-1);
  if (newest === undefined || oldest === undefined || items.length === 1) return items;
  const names = items.map(({ achievementName }) => achievementName).join(', ');
  const container: WireContainer = {
    activityItemType: 'Container',
    contentType: 'Game',
    date: newest.date,
    startTime: oldest.date,
    endTime: newest.date,
    titleId: newest.titleId,
    contentTitle: newest.contentTitle,
    contentImageUri: newest.contentImageUri,
    platform: newest.platform,
    gamerscore: items.reduce((sum, { gamerscore }) => sum + gamerscore, 0),
    description: names,
    shortDescription: newest.contentTitle,
    itemText: newest.contentTitle,
    itemImage: newest.itemImage,
    shareRoot: newest.shareRoot,
    feedItemId: newest.feedItemId,
    itemRoot: newest.itemRoot,
    hasLiked: false,
    hasUgc: false,
    userXuid: newest.userXuid,
    gamertag: newest.gamertag,
    displayName: newest.displayName,
    userImageUri: newest.userImageUri,
    numItems: items.length,
    activityItems: items,
  };
  return [container];
}

function presentItem(unlock: Unlock, looks: FeedLooks): WireItem {
  const { player, title, achievement, unlockedAt, sequence } = unlock;
  const text = textsOf(unlock, looks);
  const about = aboutOf(unlock, text);
  const picture = absoluteUrl(player.pictureUrl, looks.assetBase);
  const { xuid, gamertag } = player;
  const locator = `${achievementsOf(xuid)}/${title.scid}/${achievement.id}`;
  return {
    ...about,
    startTime: unlockedAt,
    endTime: unlockedAt,
    hasAppAward: achievement.rewards.some(({ type }) => type === 'InApp'),
    hasArtAward: achievement.rewards.some(({ type }) => type === 'Art'),
    contentImageUri: absoluteUrl(title.displayImage, looks.assetBase),
    contentTitle: text.title,
    platform: title.platforms[0] ?? '',
    description: text.description,
    shortDescription: text.name,
    itemText: text.name,
    itemImage: text.icon,
    shareRoot: locator,
    feedItemId: String(sequence),
    itemRoot: locator,
    hasLiked: false,
    hasUgc: false,
    userXuid: xuid,
    gamertag,
    realName: '',
    displayName: gamertag,
    userImageUri: picture,
    userImageUriMd: picture,
    userImageUriXs: picture,
    authorInfo: {
      name: gamertag,
      secondName: '',
      imageUrl: picture,
      authorType: 'User',
      id: xuid,
    },
    activity: {
      ...about,
      authorType: 'User',
      scid: title.scid,
      sandboxid: looks.sandbox,
      userXuid: xuid,
      userKey: null,
      sharedSourceUser: null,
      ugcCaption: null,
      numShares: 0,
      numLikes: 0,
      numComments: 0,
    },
  };
}

/** Where a player's achievements are, as posts name them. Source: wire contract §7.1 [W]. */
function achievementsOf(xuid: Xuid): string {
  return `achievements.xboxlive.com/users/xuid(${xuid})/achievements`;
}

type Texts = Readonly<Record<'title' | 'name' | 'description' | 'icon', string>>;

function textsOf({ title, achievement }: Unlock, { languages, assetBase }: FeedLooks): Texts {
  const locales = localesFor(title, languages);
  const icon = achievement.mediaAssets.find(({ type }) => type === 'Icon');
  return {
    title: localize(title.name, locales),
    name: localize(achievement.name, locales),
    description: localize(achievement.description, locales),
    icon: absoluteUrl(icon?.url ?? null, assetBase),
  };
}

/** The members that an item tells twice: of itself, and of the activity inside it. */
function aboutOf({ title, achievement, unlockedAt, rarity }: Unlock, text: Texts) {
  return {
    activityItemType: 'Achievement',
    contentType: 'Game',
    date: unlockedAt,
    titleId: String(title.titleId),
    achievementScid: title.scid,
    achievementId: achievement.id,
    achievementType: achievement.type,
    achievementIcon: text.icon,
    achievementName: text.name,
    achievementDescription: text.description,
    gamerscore: achievement.gamerscore,
    isSecret: achievement.secret,
    rarityCategory: rarity.category,
    rarityPercentage: rarity.percentage,
  } as const;
}
