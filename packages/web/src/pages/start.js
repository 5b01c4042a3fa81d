import { codeBlock } from './code-block.js';
import { byId, element } from './element.js';
import { titleShelf } from './showcase.js';
import { readTitles } from './showcase-titles.js';
import { addressLines, linesToTry } from './start-lines.js';

/** @import { ShownTitle } from './showcase-titles.js' */

/** The title of the example game: it can be played where it is published. */
const gameTitleId = 1700100001;

/** Shows how the instance is and what can be done with it. */
async function showStart() {
  const rows = addressLines(location.origin).flatMap(({ who, address, note }) => [
    element('dt', {}, who),
    element('dd', {}, element('code', {}, address), note !== '' && ` ${note}`),
  ]);
  byId('addresses').replaceChildren(...rows);
  showTitles([]);
  const [isReady, titles] = await Promise.all([isAnswered('/readyz'), shownTitles()]);
  const mode = titles === null ? '' : ' · development mode';
  const state = byId('state');
  state.textContent = `${isReady ? 'Ready' : 'Not ready yet'}${mode}`;
  state.classList.add(isReady ? 'state-ready' : 'state-waiting');
  if (titles !== null) showTitles(titles);
  byId('inspector').hidden = titles === null;
  byId('play').hidden = !titles?.some(({ titleId }) => titleId === gameTitleId);
}

/** @param {string} path */
async function isAnswered(path) {
  try {
    return (await fetch(path)).ok;
  } catch {
    return false;
  }
}

/**
 * What a development instance tells of itself; others have no such document.
 *
 * @returns {Promise<readonly ShownTitle[] | null>}
 */
async function shownTitles() {
  try {
    const answer = await fetch('/instance.json');
    return answer.ok ? readTitles(await answer.json()) : null;
  } catch {
    return null;
  }
}

/** @param {readonly ShownTitle[]} titles */
function showTitles(titles) {
  byId('try').replaceChildren(
    codeBlock({ title: 'get a token, unlock, list', text: linesToTry(titles) }),
  );
  byId('shelves').replaceChildren(...titles.map(titleShelf));
}

await showStart();
