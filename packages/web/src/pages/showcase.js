import { element } from './element.js';
import { offerOf } from './showcase-titles.js';

/** @import { ShownAchievement, ShownTitle } from './showcase-titles.js' */

/**
 * A title with its achievements, as pictures on a shelf.
 *
 * @param {ShownTitle} title
 * @returns {HTMLElement}
 */
export function titleShelf(title) {
  const { titleId, name, picture, achievements } = title;
  const heading = `title-${titleId}`;
  return element(
    'section',
    { class: 'shelf', 'aria-labelledby': heading },
    element(
      'header',
      { class: 'shelf-head' },
      pictureOf(picture, 'shelf-cover'),
      element(
        'div',
        {},
        element('h2', { id: heading }, name),
        element('p', {}, offerOf(title)),
        element('p', {}, 'titleId ', element('code', {}, String(titleId))),
      ),
    ),
    element('ul', { class: 'tiles' }, ...achievements.map(tile)),
  );
}

/** @param {ShownAchievement} achievement */
function tile({ name, description, picture, gamerscore, set, isSecret }) {
  return element(
    'li',
    { class: isSecret ? 'tile tile-secret' : 'tile' },
    pictureOf(picture, 'tile-picture'),
    element(
      'div',
      { class: 'tile-words' },
      element('h3', {}, name),
      element('p', {}, description),
      element(
        'p',
        { class: 'tile-foot' },
        gamerscore > 0 && element('span', { class: 'score' }, `${gamerscore} G`),
        set !== 'base' && element('span', { class: 'set' }, set),
      ),
    ),
  );
}

/**
 * A picture beside its name, so it says nothing of its own; without one the place stays empty.
 *
 * @param {string} address
 * @param {string} name
 */
function pictureOf(address, name) {
  const isOwn = address.startsWith('/');
  const image = { src: address, alt: '', width: '1920', height: '1080', loading: 'lazy' };
  return element('div', { class: name }, isOwn && element('img', image));
}
