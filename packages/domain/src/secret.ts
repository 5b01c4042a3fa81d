import { type Languages, localize, preferredLocales } from './locale.ts';
import type { Progress } from './progress.ts';
import type { Achievement, LocalizedText } from './title.ts';

/** Who looks at a player's achievement. */
export type Viewer = 'owner' | 'other';

/**
 * Whether a secret achievement's texts are withheld: from anyone but the owner, until the owner has
 * unlocked it, and only where the instance is told to. The owner always gets everything.
 *
 * @param redactForOthers the switch; off is how the real service behaves
 *
 * Source: wire contract §11.4 [C][I].
 */
export function isWithheld(
  achievement: Achievement,
  {
    progress,
    viewer,
    redactForOthers,
  }: {
    progress: Progress;
    viewer: Viewer;
    redactForOthers: boolean;
  },
): boolean {
  if (!redactForOthers || viewer === 'owner' || !achievement.secret) return false;
  return progress.state !== 'Achieved';
}

const names: LocalizedText = {
  en: 'Secret achievement',
  de: 'Geheimer Erfolg',
  es: 'Logro secreto',
  fr: 'Succès secret',
  it: 'Obiettivo segreto',
  ja: '隠し実績',
  ko: '비밀 도전 과제',
  pl: 'Sekretne osiągnięcie',
  pt: 'Conquista secreta',
  ru: 'Секретное достижение',
  'zh-Hans': '秘密成就',
  'zh-Hant': '祕密成就',
};

const descriptions: LocalizedText = {
  en: 'Keep playing to find out what this is.',
  de: 'Spiele weiter, um mehr zu erfahren.',
  es: 'Sigue jugando para descubrirlo.',
  fr: 'Continuez à jouer pour le découvrir.',
  it: 'Continua a giocare per scoprirlo.',
  ja: 'プレイを続けると明らかになります。',
  ko: '계속 플레이하여 알아보세요.',
  pl: 'Graj dalej, aby je odkryć.',
  pt: 'Continue jogando para descobrir.',
  ru: 'Играйте дальше, чтобы узнать больше.',
  'zh-Hans': '继续游戏以揭晓。',
  'zh-Hant': '繼續遊玩以揭曉。',
};

/** The generic texts in the reader's language, English where there is no better. */
export function secretTexts(languages: Languages): { name: string; description: string } {
  const locales = preferredLocales(languages, { offered: Object.keys(names), fallback: 'en' });
  return { name: localize(names, locales), description: localize(descriptions, locales) };
}

/**
 * The achievement with everything that tells what it is replaced: generic texts, a placeholder for
 * its pictures, the Gamerscore alone of its rewards, no link into the game. Its id, Gamerscore and
 * dates stay.
 *
 * @returns an achievement whose texts are in one language, the reader's
 */
export function withholdSecret(
  achievement: Achievement,
  { languages, placeholderUrl }: { languages: Languages; placeholderUrl: string },
): Achievement {
  const { name, description } = secretTexts(languages);
  const gamerscore = achievement.rewards.filter((reward) => reward.type === 'Gamerscore');
  return {
    ...achievement,
    name: { en: name },
    description: { en: description },
    lockedDescription: { en: description },
    mediaAssets: [{ name: 'secret', type: 'Icon', url: placeholderUrl }],
    rewards: gamerscore.map((reward) => ({ ...reward, name: null, description: null })),
    deeplink: achievement.deeplink === null ? null : '',
  };
}
