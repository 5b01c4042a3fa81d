/** @import { ShownTitle } from './showcase-titles.js' */

/** Stands for a title where none is known. */
const noTitle = { titleId: '<title id>', achievementId: '<achievement id>' };

/**
 * Three lines for a terminal: get a token, unlock, list.
 *
 * @param {readonly Pick<ShownTitle, 'titleId' | 'achievementId'>[]} titles
 * @returns {string}
 */
export function linesToTry(titles) {
  const { titleId, achievementId } = titles.find((one) => one.achievementId !== null) ?? noTitle;
  return [
    'laurel token --player Player1',
    `laurel unlock --player Player1 --title ${titleId} ${achievementId}`,
    `laurel list --player Player1 --title ${titleId}`,
  ].join('\n');
}

/**
 * Where clients find the service, by who they are.
 *
 * @param {string} origin
 * @returns {readonly { readonly who: string, readonly address: string, readonly note: string }[]}
 */
export function addressLines(origin) {
  return [
    { who: 'Clients with a configurable address', address: `${origin}/achievements`, note: '' },
    {
      who: 'Clients with the host built in',
      address: 'https://achievements.xboxlive.com',
      note: 'once that name leads here',
    },
    { who: 'Management', address: `${origin}/management`, note: 'with the key of the instance' },
  ];
}
