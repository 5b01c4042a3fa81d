import type { schema } from '@laurel/contract';
import { type Languages, localize, type Title, type Xuid } from '@laurel/domain';
import type { z } from 'zod';
import type { HubTitle } from '../../services/title-hub.ts';
import { localesFor } from './locales.ts';
import { type AssetBase, absoluteUrl } from './media.ts';

type WireHubTitle = z.output<typeof schema.HubTitle>;

/** What decides how titles look to a reader. */
export type HubLooks = {
  readonly languages: Languages;
  /** In lower case. */
  readonly decorations: ReadonlySet<string>;
  readonly assetBase: AssetBase;
};

/** Shows titles with one player's part in them. Source: wire contract §9.5 [C]. */
export function presentHubTitles(
  { xuid, titles }: { xuid: Xuid | null; titles: readonly HubTitle[] },
  looks: HubLooks,
): z.output<typeof schema.HubTitles> {
  return { xuid, titles: titles.map((title) => presentHubTitle(title, looks)) };
}

function presentHubTitle(hub: HubTitle, looks: HubLooks): WireHubTitle {
  const { title, lastPlayedAt } = hub;
  const { languages, decorations, assetBase } = looks;
  const image = absoluteUrl(title.displayImage, assetBase);
  return {
    titleId: String(title.titleId),
    pfn: null,
    bingId: null,
    serviceConfigId: decorations.has('scid') ? title.scid : null,
    windowsPhoneProductId: null,
    name: localize(title.name, localesFor(title, languages)),
    type: title.titleType === 'LiveApp' ? 'App' : 'Game',
    devices: devicesOf(title),
    displayImage: image,
    mediaItemType: title.generation === 'Xbox360' ? 'Xbox360Game' : 'Application',
    modernTitleId: String(title.titleId),
    isBundle: false,
    achievement: decorations.has('achievement') ? presentPart(hub) : null,
    stats: { sourceVersion: title.stats.length > 0 ? 2 : 0 },
    gamePass: { isGamePass: false },
    images: decorations.has('image') ? imagesOf(image) : null,
    titleHistory: lastPlayedAt && { lastTimePlayed: lastPlayedAt, visible: true, canHide: false },
    detail: decorations.has('detail') ? noDetail : null,
    friendsWhoPlayed: null,
    alternateTitleIds: [],
    contentBoards: null,
    xboxLiveTier: 'Full',
  };
}

function presentPart({ title, totals, possible }: HubTitle): WireHubTitle['achievement'] {
  const share = possible.gamerscore === 0 ? 0 : totals.gamerscore / possible.gamerscore;
  return {
    currentAchievements: totals.earned,
    totalAchievements: possible.achievements,
    currentGamerscore: totals.gamerscore,
    totalGamerscore: possible.gamerscore,
    progressPercentage: Math.min(100, Math.round(share * 100)),
    sourceVersion: sourceVersionOf(title),
  };
}

/** 2 is modern, 1 is Xbox 360, 0 is a title without achievements. Source: §9.5 [C]. */
function sourceVersionOf({ achievements, generation }: Title): number {
  if (achievements.length === 0) return 0;
  return generation === 'Xbox360' ? 1 : 2;
}

/** Title Hub's own words for platforms; others stay as they are. Source: §9.5 [C]. */
const devices: Readonly<Record<string, string>> = {
  Durango: 'XboxOne',
  Scarlett: 'XboxSeries',
  WindowsOneCore: 'PC',
  Windows: 'PC',
};

function devicesOf({ platforms, generation }: Title): string[] {
  if (generation === 'Xbox360') return ['Xbox360'];
  return [...new Set(platforms.map((platform) => devices[platform] ?? platform))];
}

function imagesOf(url: string): { url: string; type: string }[] {
  return url === '' ? [] : [{ url, type: 'BoxArt' }];
}

/** This instance keeps no shop; readers expect the members to be there. Source: §9.5 [C]. */
const noDetail: NonNullable<WireHubTitle['detail']> = {
  attributes: [],
  availabilities: [],
  capabilities: [],
  description: '',
  developerName: '',
  genres: [],
  publisherName: '',
  minAge: 0,
  releaseDate: null,
  shortDescription: '',
  vuiDisplayName: null,
  xboxLiveGoldRequired: false,
};
