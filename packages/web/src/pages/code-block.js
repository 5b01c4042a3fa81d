import { element } from './element.js';
import { jsonMarks } from './json-marks.js';

/** How long "Copied" stays. */
const copiedMs = 1500;

/**
 * A block of code with a button that copies it.
 *
 * @param {{ title: string, text: string, isJson?: boolean }} shown
 * @returns {HTMLElement}
 */
export function codeBlock({ title, text, isJson = false }) {
  const code = element('code', {}, ...(isJson ? colored(text) : [text]));
  return element(
    'figure',
    { class: isJson ? 'code' : 'code code-wrapped' },
    element('figcaption', {}, element('span', {}, title), copyButton(text, title)),
    element('pre', { tabindex: '0', role: 'region', 'aria-label': title }, code),
  );
}

/**
 * A value as the code block of its JSON.
 *
 * @param {string} title
 * @param {unknown} value
 * @returns {HTMLElement}
 */
export function jsonBlock(title, value) {
  return codeBlock({ title, text: JSON.stringify(value, null, 2), isJson: true });
}

/**
 * A button that copies a text and says so.
 *
 * @param {string} text
 * @param {string} what
 * @returns {HTMLButtonElement}
 */
export function copyButton(text, what) {
  const button = element('button', { type: 'button', class: 'copy' }, 'Copy');
  button.setAttribute('aria-label', `Copy ${what}`);
  button.addEventListener('click', async () => {
    button.textContent = (await copied(text)) ? 'Copied' : 'Not allowed';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, copiedMs);
  });
  return button;
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} json
 * @returns {readonly (string | HTMLElement)[]}
 */
function colored(json) {
  return jsonMarks(json).map(({ kind, text }) =>
    kind === 'plain' ? text : element('span', { class: `json-${kind}` }, text),
  );
}
