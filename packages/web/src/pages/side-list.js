import { byId, element } from './element.js';
import { searchGroups } from './operation-search.js';
import { methodMark } from './operation-view.js';

/** @import { Group, Operation } from './wire-document.js' */

/**
 * The list of operations with its search.
 *
 * @typedef {{
 *   readonly mark: (id: string) => void;
 *   readonly neighbour: (id: string, step: 1 | -1) => Operation | undefined;
 *   readonly focusSearch: () => void;
 * }} SideList
 */

/**
 * Fills the list and lets the search narrow it.
 *
 * @param {readonly Group[]} groups
 * @returns {SideList}
 */
export function createSideList(groups) {
  const search = byId('search');
  const holder = byId('groups');
  const all = groups.flatMap(({ operations }) => operations);
  let marked = '';

  function draw() {
    const found = searchGroups(groups, search instanceof HTMLInputElement ? search.value : '');
    const count = found.reduce((sum, { operations }) => sum + operations.length, 0);
    byId('count').textContent = countText(count, all.length);
    holder.replaceChildren(...found.map(groupPart));
    markLink();
  }

  function markLink() {
    for (const link of holder.querySelectorAll('a')) {
      const isMarked = link.getAttribute('href') === `#${marked}`;
      if (isMarked) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    holder.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  search.addEventListener('input', draw);
  byId('side').addEventListener('keydown', (event) => walkLinks(event, holder, search));
  draw();
  return {
    mark(id) {
      marked = id;
      markLink();
    },
    neighbour(id, step) {
      const at = all.findIndex((operation) => operation.id === id);
      return all[at === -1 && step === -1 ? all.length - 1 : at + step];
    },
    focusSearch: () => search.focus(),
  };
}

/**
 * @param {number} count
 * @param {number} total
 */
function countText(count, total) {
  if (count === 0) return 'Nothing matches';
  return count === total ? `${total} operations` : `${count} of ${total} operations`;
}

/** @param {Group} group */
function groupPart({ name, where, operations }) {
  const links = operations.map(({ id, method, summary, path }) =>
    element(
      'li',
      {},
      element(
        'a',
        { href: `#${id}`, title: path },
        methodMark(method),
        element('span', {}, summary),
      ),
    ),
  );
  return element(
    'section',
    { 'aria-label': name },
    element('h2', {}, name, element('span', { class: 'where' }, where.split(',')[0] ?? '')),
    element('ul', {}, ...links),
  );
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} holder
 * @param {HTMLElement} search
 */
function walkLinks(event, holder, search) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Escape') search.blur();
  if (step === undefined) return;
  const stops = [search, ...holder.querySelectorAll('a')];
  const at = stops.findIndex((stop) => stop.matches(':focus'));
  stops[at + step]?.focus();
  event.preventDefault();
}
