import { codeBlock } from './code-block.js';
import { byId } from './element.js';
import { callsShownMax, isAsked, readCall, readFindings } from './inspector-calls.js';
import { onKeys } from './inspector-keys.js';
import { pulse } from './inspector-pulse.js';
import { callRow, callView, findingsView } from './inspector-views.js';

/** @import { Call, Choice, Finding } from './inspector-calls.js' */

/** What is shown. The oldest call is first. */
const state = {
  /** @type {Call[]} */
  calls: [],
  /** @type {Call[]} those that came while it was paused */
  waiting: [],
  /** @type {readonly Finding[]} */
  findings: [],
  search: '',
  /** @type {Choice} */
  choice: 'all',
  /** Of the finding whose calls are shown alone; -1 for none. */
  findingIndex: -1,
  /** Of the call that is looked at; 0 for none. */
  selectedId: 0,
  /** Calls up to this one are hidden. */
  hiddenUpTo: 0,
  isPaused: false,
};

const list = byId('calls');
let isDrawing = false;

/** Follows the instance; a browser that lost it comes back by itself. */
function follow() {
  const events = new EventSource('/inspector/live');
  const live = byId('live');
  events.addEventListener('open', () => {
    live.textContent = 'Live';
    live.className = 'live live-on';
  });
  events.addEventListener('error', () => {
    live.textContent = 'Waiting for the instance …';
    live.className = 'live live-off';
  });
  events.addEventListener('call', ({ data }) => take(readCall(JSON.parse(data))));
  events.addEventListener('findings', ({ data }) => {
    state.findings = readFindings(JSON.parse(data));
    draw();
  });
  events.addEventListener('clear', () => {
    Object.assign(state, { calls: [], waiting: [], findings: [], findingIndex: -1, selectedId: 0 });
    draw();
  });
}

/** @param {Call} call */
function take(call) {
  const last = state.waiting.at(-1) ?? state.calls.at(-1);
  // An instance that was started anew counts from the beginning.
  if (last !== undefined && call.id <= last.id) state.calls = [];
  if (state.isPaused) state.waiting.push(call);
  else state.calls.push(call);
  state.calls.splice(0, state.calls.length - callsShownMax);
  draw();
}

/** Draws once for all that came in the same moment. */
function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawNow();
  });
}

function drawNow() {
  const found = new Set(state.findings.flatMap(({ calls }) => calls));
  const visible = visibleCalls(found);
  drawRows(visible, found);
  byId('pulse').replaceChildren(pulse(visible, found));
  const waits = state.waiting.length === 0 ? '' : ` · ${state.waiting.length} waiting`;
  const isNarrow = visible.length !== state.calls.length;
  const of = isNarrow ? ` of ${state.calls.length}` : '';
  byId('count').textContent = `${visible.length}${of} calls${waits}`;
  byId('empty').hidden = state.calls.length > 0 || state.hiddenUpTo > 0;
  byId('pause').textContent = state.isPaused ? 'Go on' : 'Pause';
  byId('pause').setAttribute('aria-pressed', String(state.isPaused));
  for (const button of document.querySelectorAll('[data-choice]')) {
    button.setAttribute(
      'aria-pressed',
      String(Reflect.get(button, 'dataset').choice === state.choice),
    );
  }
  drawPane();
}

/** @param {ReadonlySet<number>} found */
function visibleCalls(found) {
  const only = state.findings[state.findingIndex]?.calls;
  return state.calls.filter(
    (call) =>
      call.id > state.hiddenUpTo &&
      (only === undefined || only.includes(call.id)) &&
      isAsked(call, { ...state, isFound: found.has(call.id) }),
  );
}

/**
 * Rows that are there stay; a call never changes.
 *
 * @param {readonly Call[]} visible
 * @param {ReadonlySet<number>} found
 */
function drawRows(visible, found) {
  const wanted = visible.toReversed();
  const ids = new Set(wanted.map(({ id }) => `call-${id}`));
  for (const row of [...list.children]) if (!ids.has(row.id)) row.remove();
  let place = list.firstElementChild;
  for (const call of wanted) {
    const row = document.getElementById(`call-${call.id}`) ?? callRow(call);
    if (row === place) place = place.nextElementSibling;
    else list.insertBefore(row, place);
    row.classList.toggle('row-found', found.has(call.id));
    const isSelected = call.id === state.selectedId;
    row.firstElementChild?.toggleAttribute('aria-current', isSelected);
    row.firstElementChild?.setAttribute('tabindex', isSelected ? '0' : '-1');
  }
  const isReachable = list.querySelector('[tabindex="0"]') !== null;
  if (!isReachable) list.querySelector('.call')?.setAttribute('tabindex', '0');
}

let paneShows = '';

/** What is shown already is left alone, so that a reader keeps their place. */
function drawPane() {
  const pane = byId('pane');
  const call = state.calls.find(({ id }) => id === state.selectedId);
  const about = state.findings.filter(({ calls }) => call && calls.includes(call.id));
  const isIdle = state.calls.length === 0;
  const shows = JSON.stringify(
    call ? [call.id, about] : [state.findings, state.findingIndex, isIdle],
  );
  if (shows === paneShows) return;
  paneShows = shows;
  document.body.classList.toggle('looks-at-call', call !== undefined);
  const parts = call
    ? callView(call, { findings: about, origin: location.origin })
    : findingsView(state.findings, { shownIndex: state.findingIndex, isIdle });
  pane.replaceChildren(...parts);
  if (call !== undefined) pane.scrollTop = 0;
}

/** @param {number} id 0 looks at the findings again */
function select(id) {
  state.selectedId = id;
  drawNow();
  if (id !== 0) document.getElementById(`call-${id}`)?.scrollIntoView({ block: 'nearest' });
}

/** @param {number} by 1 is the one below, -1 the one above */
function move(by) {
  const buttons = [...list.querySelectorAll('.call')];
  const now = buttons.findIndex((one) => one.hasAttribute('aria-current'));
  const next = buttons[Math.min(Math.max(now + by, 0), buttons.length - 1)];
  if (!(next instanceof HTMLElement)) return;
  select(Number(next.dataset.id));
  next.focus({ preventScroll: true });
}

function togglePause() {
  state.isPaused = !state.isPaused;
  if (!state.isPaused) state.calls.push(...state.waiting.splice(0));
  state.calls.splice(0, state.calls.length - callsShownMax);
  drawNow();
}

function hideThese() {
  state.hiddenUpTo = state.calls.at(-1)?.id ?? 0;
  select(0);
}

function copyCurl() {
  const button = document.querySelector('#pane .copy');
  if (state.selectedId !== 0 && button instanceof HTMLElement) button.click();
}

/** Takes one step back: the call, the finding, the search. */
function stepBack() {
  if (state.selectedId !== 0) {
    const button = list.querySelector('[aria-current]');
    select(0);
    if (button instanceof HTMLElement) button.focus({ preventScroll: true });
    return;
  }
  Object.assign(state, { findingIndex: -1, search: '', choice: 'all' });
  Reflect.set(byId('search'), 'value', '');
  drawNow();
}

/** @param {Event} event */
function clicked({ target }) {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button === null) return;
  const { id, finding, choice } = button.dataset;
  if (id !== undefined) select(Number(id) === state.selectedId ? 0 : Number(id));
  if (finding !== undefined) {
    state.findingIndex = Number(finding) === state.findingIndex ? -1 : Number(finding);
    drawNow();
  }
  if (choice === 'all' || choice === 'refused' || choice === 'found') {
    state.choice = choice;
    drawNow();
  }
  if (button.id === 'back') stepBack();
  if (button.id === 'pause') togglePause();
  if (button.id === 'sweep') hideThese();
}

function start() {
  document.addEventListener('click', clicked);
  byId('search').addEventListener('input', ({ target }) => {
    state.search = target instanceof HTMLInputElement ? target.value : '';
    drawNow();
  });
  onKeys({ move, stepBack, togglePause, hideThese, copyCurl, find: () => byId('search').focus() });
  const text = `curl -s '${location.origin}/achievements/users/me/achievements'`;
  byId('try').replaceChildren(codeBlock({ title: 'a call without a token', text }));
  drawNow();
  follow();
}

start();
