import { byId, element } from './element.js';
import { operationView } from './operation-view.js';
import { overviewView } from './overview-view.js';
import { createSideList } from './side-list.js';
import { readWireDocument } from './wire-document.js';

/** @import { SideList } from './side-list.js' */
/** @import { WireDocument } from './wire-document.js' */

/** Reads the description of this instance and shows what the address names. */
async function showReference() {
  const content = byId('content');
  try {
    const answer = await fetch('/openapi.json');
    if (!answer.ok) throw new Error(`/openapi.json answered ${answer.status}`);
    start(readWireDocument(await answer.json()), content);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const text = `The description of this instance could not be read: ${why}`;
    content.replaceChildren(element('p', { role: 'alert' }, text));
  }
}

/**
 * @param {WireDocument} wire
 * @param {HTMLElement} content
 */
function start(wire, content) {
  const side = createSideList(wire.groups);
  const operations = wire.groups.flatMap((group) => group.operations);
  const shownId = () => decodeURIComponent(location.hash.slice(1));

  /** @param {boolean} isMove whether the reader asked for another place */
  function show(isMove) {
    const id = shownId();
    if (id === 'content') return;
    const operation = operations.find((one) => one.id === id);
    const instance = { origin: location.origin, resolve: wire.resolve };
    const parts = operation
      ? operationView(operation, instance)
      : overviewView(wire, location.origin);
    content.replaceChildren(...parts);
    document.title = `${operation?.summary ?? 'API reference'} · Laurel`;
    side.mark(operation?.id ?? '');
    closeMenu();
    if (!isMove) return;
    content.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  addEventListener('hashchange', () => show(true));
  addEventListener('keydown', (event) => pressed(event, { side, shownId }));
  show(false);
}

/**
 * @param {KeyboardEvent} event
 * @param {{ side: SideList, shownId: () => string }} page
 */
function pressed(event, { side, shownId }) {
  const isTyping = event.target instanceof HTMLInputElement;
  if (event.key === 'Escape') closeMenu();
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    openMenu();
    side.focusSearch();
    event.preventDefault();
  }
  if (event.key === '[') go(side.neighbour(shownId(), -1));
  if (event.key === ']') go(side.neighbour(shownId(), 1));
}

/** @param {{ id: string } | undefined} operation */
function go(operation) {
  if (operation !== undefined) location.hash = operation.id;
}

function openMenu() {
  document.body.classList.add('menu-open');
  byId('menu').setAttribute('aria-expanded', 'true');
}

function closeMenu() {
  document.body.classList.remove('menu-open');
  byId('menu').setAttribute('aria-expanded', 'false');
}

byId('menu').addEventListener('click', () => {
  if (document.body.classList.contains('menu-open')) closeMenu();
  else openMenu();
});

await showReference();
