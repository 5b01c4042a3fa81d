import { byId } from './element.js';

/** As the system has it, or one of the two. */
const choices = ['auto', 'light', 'dark'];

/** @type {Readonly<Record<string, string>>} */
const words = { auto: 'as the system', light: 'light', dark: 'dark' };

const storageKey = 'laurel-theme';

/** Shows the colours that were chosen here before, and lets the button choose others. */
function offerThemes() {
  const button = byId('theme');
  let chosen = readChoice();
  const show = () => {
    document.documentElement.dataset.theme = chosen;
    button.textContent = `${chosen.charAt(0).toUpperCase()}${chosen.slice(1)}`;
    button.setAttribute('aria-label', `Colours: ${words[chosen]}`);
  };
  button.addEventListener('click', () => {
    chosen = choices[(choices.indexOf(chosen) + 1) % choices.length] ?? 'auto';
    localStorage.setItem(storageKey, chosen);
    show();
  });
  show();
}

function readChoice() {
  const kept = localStorage.getItem(storageKey) ?? '';
  return choices.includes(kept) ? kept : 'auto';
}

offerThemes();
