import type { Achievement } from '../wire.ts';
import type { ToastContent } from './toast-queue.ts';

/** What a toast tells of an achievement that was unlocked. */
export function toastOf(achievement: Achievement): ToastContent {
  const { id, name, description, mediaAssets, rewards, rarity, isSecret } = achievement;
  const reward = rewards.find(({ type }) => type === 'Gamerscore');
  // Nobody has it yet by the last count, which says more about the count than about the player.
  const isCounted = rarity?.currentCategory !== 'Unset' && rarity?.currentPercentage !== 0;
  return {
    id,
    name,
    description,
    icon: mediaAssets.find(({ type }) => type === 'Icon')?.url,
    gamerscore: Number(reward?.value ?? 0),
    rarityPercentage: isCounted ? rarity?.currentPercentage : undefined,
    isRare: rarity?.currentCategory === 'Rare',
    isSecret,
  };
}
