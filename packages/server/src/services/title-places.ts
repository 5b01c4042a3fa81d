import type { Finding } from '@laurel/domain';
import type { TitleDocument } from './title-document.ts';

/**
 * Moves a finding about a title to the place in the document that it comes from. The two differ
 * where the document is shorter: a string given once, the icon, the reward that is a gamerscore.
 */
export function inDocument(document: TitleDocument, finding: Finding): Finding {
  const [, index, rest] = /^\/achievements\/(\d+)(\/.*)$/.exec(finding.path) ?? [];
  const achievement = document.achievements[Number(index)];
  if (rest === undefined || achievement === undefined) {
    return { ...finding, path: withoutLocale(document, finding.path) };
  }
  const moved = movePicture(achievement, moveReward(achievement, rest));
  const path = `/achievements/${index}${withoutLocale(achievement, moved)}`;
  return { ...finding, path };
}

type DocumentAchievement = TitleDocument['achievements'][number];

function moveReward({ gamerscore = 0, rewards = [] }: DocumentAchievement, path: string): string {
  const [, order, rest = ''] = /^\/rewards\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const isImplied = gamerscore !== 0 && !rewards.some(({ type }) => type === 'Gamerscore');
  if (order === undefined || !isImplied) return path;
  return order === '0' ? '/gamerscore' : `/rewards/${Number(order) - 1}${rest}`;
}

function movePicture({ icon }: DocumentAchievement, path: string): string {
  const [, order] = /^\/mediaAssets\/(\d+)$/.exec(path) ?? [];
  if (order === undefined || icon === undefined) return path;
  return order === '0' ? '/icon' : `/mediaAssets/${Number(order) - 1}`;
}

/** A string that is given once has no locale to point at. */
function withoutLocale(holder: object, path: string): string {
  const parts = path.split('/').slice(1);
  let found: unknown = holder;
  for (const [depth, part] of parts.entries()) {
    if (typeof found === 'string') return `/${parts.slice(0, depth).join('/')}`;
    found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  }
  return path;
}
