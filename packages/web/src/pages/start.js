import { codeBlock } from './code-block.js';
import { byId, element } from './element.js';
import { asList, asObject, asText } from './json-object.js';
import { addressLines, linesToTry } from './start-lines.js';

/** @import { ShownTitle } from './start-lines.js' */

/** Shows how the instance is and what can be done with it. */
async function showStart() {
  const rows = addressLines(location.origin).flatMap(({ who, address, note }) => [
    element('dt', {}, who),
    element('dd', {}, element('code', {}, address), note !== '' && ` ${note}`),
  ]);
  byId('addresses').replaceChildren(...rows);
  showTitles([]);
  await Promise.all([showState(), showInstance()]);
}

async function showState() {
  const isReady = await isAnswered('/readyz');
  const state = byId('state');
  state.textContent = isReady ? 'Ready' : 'Not ready yet';
  state.classList.add(isReady ? 'state-ready' : 'state-waiting');
}

/** @param {string} path */
async function isAnswered(path) {
  try {
    return (await fetch(path)).ok;
  } catch {
    return false;
  }
}

/** What a development instance tells of itself; others have no such document. */
async function showInstance() {
  try {
    const answer = await fetch('/instance.json');
    if (answer.ok) showTitles(readTitles(await answer.json()));
  } catch {
    // The page says less without it.
  }
}

/**
 * @param {unknown} json
 * @returns {readonly ShownTitle[]}
 */
function readTitles(json) {
  return asList(asObject(json).titles).map((title) => {
    const { titleId, name, achievementId } = asObject(title);
    return {
      titleId: Number(titleId),
      name: asText(name),
      achievementId: asText(achievementId) || null,
    };
  });
}

/** @param {readonly ShownTitle[]} titles */
function showTitles(titles) {
  byId('try').replaceChildren(
    codeBlock({ title: 'get a token, unlock, list', text: linesToTry(titles) }),
  );
  byId('titles').hidden = titles.length === 0;
  const cards = titles.map(({ titleId, name }) =>
    element('li', {}, element('strong', {}, name), element('code', {}, String(titleId))),
  );
  byId('title-list').replaceChildren(...cards);
}

await showStart();
