import { asList, asObject, asText } from './json-object.js';

/**
 * An achievement as someone sees it who has not unlocked it.
 *
 * @typedef {{
 *   readonly id: string;
 *   readonly name: string;
 *   readonly description: string;
 *   readonly picture: string;
 *   readonly gamerscore: number;
 *   readonly set: string;
 *   readonly isSecret: boolean;
 * }} ShownAchievement
 */

/**
 * A title that is published here.
 *
 * @typedef {{
 *   readonly titleId: number;
 *   readonly name: string;
 *   readonly picture: string;
 *   readonly achievementId: string | null;
 *   readonly locales: readonly string[];
 *   readonly achievements: readonly ShownAchievement[];
 * }} ShownTitle
 */

/**
 * Reads what a development instance tells of itself; what is missing is left empty.
 *
 * @param {unknown} json
 * @returns {readonly ShownTitle[]}
 */
export function readTitles(json) {
  return asList(asObject(json).titles).map((title) => {
    const { titleId, name, picture, achievementId, locales, achievements } = asObject(title);
    return {
      titleId: Number(titleId),
      name: asText(name),
      picture: asText(picture),
      achievementId: asText(achievementId) || null,
      locales: asList(locales).map(asText),
      achievements: asList(achievements).map(readAchievement),
    };
  });
}

/**
 * @param {unknown} json
 * @returns {ShownAchievement}
 */
function readAchievement(json) {
  const { id, name, description, picture, gamerscore, set, isSecret } = asObject(json);
  return {
    id: asText(id),
    name: asText(name),
    description: asText(description),
    picture: asText(picture),
    gamerscore: Number(gamerscore ?? 0),
    set: asText(set) || 'base',
    isSecret: isSecret === true,
  };
}

/**
 * What a title offers, in a few words: `15 achievements · 1,200 G · 8 languages`.
 *
 * @param {ShownTitle} title
 * @returns {string}
 */
export function offerOf({ achievements, locales }) {
  const sum = achievements.reduce((total, { gamerscore }) => total + gamerscore, 0);
  return [
    counted(achievements.length, 'achievement'),
    `${sum.toLocaleString('en-US')} G`,
    ...(locales.length > 1 ? [counted(locales.length, 'language')] : []),
  ].join(' · ');
}

/**
 * @param {number} count
 * @param {string} noun
 */
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
