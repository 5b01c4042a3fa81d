/**
 * What keys do while nobody writes.
 *
 * @typedef {{
 *   readonly move: (by: number) => void;
 *   readonly stepBack: () => void;
 *   readonly togglePause: () => void;
 *   readonly hideThese: () => void;
 *   readonly copyCurl: () => void;
 *   readonly find: () => void;
 * }} KeyActions
 */

/**
 * Lets the page be used without a pointer: arrows or `j` and `k` go through the calls, `/` finds,
 * `c` copies, `x` hides, the space bar pauses, Escape steps back.
 *
 * @param {KeyActions} actions
 */
export function onKeys(actions) {
  /** @type {Readonly<Record<string, () => void>>} */
  const byKey = {
    j: () => actions.move(1),
    ArrowDown: () => actions.move(1),
    k: () => actions.move(-1),
    ArrowUp: () => actions.move(-1),
    '/': actions.find,
    c: actions.copyCurl,
    x: actions.hideThese,
    ' ': actions.togglePause,
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    const isWriting = target instanceof HTMLInputElement;
    if (key === 'Escape') {
      if (isWriting) target.blur();
      actions.stepBack();
      return;
    }
    const action = byKey[key];
    if (action === undefined || isWriting) return;
    // The space bar presses the button that has the focus, and arrows scroll what is read.
    if (key === ' ' && target instanceof HTMLButtonElement && !target.matches('.call')) return;
    if (key.startsWith('Arrow') && target instanceof Element && target.closest('pre')) return;
    event.preventDefault();
    action();
  });
}
