import type { ToastContent } from './toast-queue.ts';
import type { ToastTexts, ToastWords } from './toast-texts.ts';

/** The moving parts of the card, found once. */
export type ToastCard = {
  readonly card: HTMLElement;
  /** Where screen readers find what is to be said. */
  readonly status: HTMLElement;
  readonly words: HTMLButtonElement;
  readonly dismiss: HTMLButtonElement;
};

const wreath = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" aria-hidden="true"><path d="M7 4c-3 3-4 8-1 12 1.5 2 3.5 3 6 3.5 2.5-.5 4.5-1.5 6-3.5 3-4 2-9-1-12"/><path d="m5 9 2.5 1M5.5 14l2.7-.6M19 9l-2.5 1M18.5 14l-2.7-.6"/></svg>`;
const cross = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" aria-hidden="true"><path d="M5 5l14 14M19 5 5 19"/></svg>`;

const noteIcons = {
  pending: `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M3 4l18 16M8.5 7.2A6 6 0 0 1 17.5 11a4 4 0 0 1 3 6.2M17 19H7a4.5 4.5 0 0 1-.9-8.9"/></svg>`,
  delivered: `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="m5 12.5 4.5 4.5L19 7"/></svg>`,
  rejected: `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" aria-hidden="true"><path d="M12 4 2.5 20h19zM12 10v4.5M12 17.3v.2"/></svg>`,
} as const;

const markup = `
<div class="unseen" role="status" aria-live="polite" aria-atomic="true"></div>
<div class="card" hidden>
  <div class="art">
    <img class="picture behind" alt="" /><img class="picture behind" alt="" />
    <img class="picture front" alt="" /><span class="wreath">${wreath}</span>
  </div>
  <button class="words" type="button">
    <span class="overline"></span><span class="headline"></span><span class="detail"></span>
    <span class="facts">
      <span class="points"></span><span class="rarity"></span><span class="note"></span>
    </span>
  </button>
  <button class="dismiss" type="button">${cross}</button>
  <div class="shine"></div><div class="time"></div>
</div>`;

/** Builds the card inside a shadow root. The markup is ours; texts go in as text. */
export function buildCard(root: ShadowRoot): ToastCard {
  root.innerHTML = markup;
  return {
    status: find(root, '[role=status]', HTMLElement),
    card: find(root, '.card', HTMLElement),
    words: find(root, '.words', HTMLButtonElement),
    dismiss: find(root, '.dismiss', HTMLButtonElement),
  };
}

/** Fills the card with what is shown together. */
export function fillCard(
  { card, dismiss }: ToastCard,
  toasts: readonly ToastContent[],
  { words, texts }: { words: ToastWords; texts: ToastTexts },
): void {
  const { isRare, note } = words;
  for (const name of ['overline', 'headline', 'detail', 'points', 'rarity'] as const) {
    find(card, `.${name}`, HTMLElement).textContent = words[name];
  }
  const kind = toasts.map(({ delivery }) => delivery).find((one) => one !== undefined);
  const noteElement = find(card, '.note', HTMLElement);
  noteElement.innerHTML = kind === undefined ? '' : noteIcons[kind];
  noteElement.append(note);
  noteElement.dataset.kind = kind ?? '';
  if (note === '') noteElement.replaceChildren();
  dismiss.setAttribute('aria-label', texts.dismiss);
  find(card, '.words', HTMLElement).title = texts.open;
  card.toggleAttribute('data-rare', isRare);
  fillPictures(card, toasts);
}

/** The first picture is in front, up to two others of a burst are behind it. */
function fillPictures(card: HTMLElement, toasts: readonly ToastContent[]): void {
  const icons = toasts.flatMap(({ icon }) => icon ?? []);
  const pictures = [...card.querySelectorAll('img')].reverse();
  for (const [at, picture] of pictures.entries()) {
    const icon = icons[at];
    if (icon === undefined) picture.removeAttribute('src');
    else if (picture.getAttribute('src') !== icon) picture.src = icon;
  }
}

function find<T extends HTMLElement>(root: ParentNode, selector: string, kind: new () => T): T {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the toast has no "${selector}"`);
}
