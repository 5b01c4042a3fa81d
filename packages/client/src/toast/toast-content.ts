import type { Achievement } from '../wire.ts';
import type { ToastContent } from './toast-queue.ts';

/** What a toast tells of an achievement that was unlocked. */
export function toastOf(achievement: Achievement): ToastContent {
  const { id, name, description, mediaAssets, rewards, rarity, isSecret } = achievement;
  const reward = rewards.find(({ type }) => type === 'Gamerscore');
  return {
    id,
    name,
    description,
    icon: mediaAssets.find(({ type }) => type === 'Icon')?.url,
    gamerscore: Number(reward?.value ?? 0),
    rarityPercentage: rarity?.currentPercentage,
    isRare: rarity?.currentCategory === 'Rare',
    isSecret,
  };
}
