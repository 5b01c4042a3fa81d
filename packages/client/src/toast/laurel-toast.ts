import { buildCard, fillCard, type ToastCard } from './toast-card.ts';
import {
  emptyQueue,
  shifted,
  type ToastContent,
  type ToastQueue,
  withDelivery,
  withToast,
} from './toast-queue.ts';
import { toastStyle } from './toast-style.ts';
import { englishTexts, type ToastTexts, wordsOf } from './toast-texts.ts';

export { toastOf } from './toast-content.ts';
export type { ToastContent } from './toast-queue.ts';
export type { ToastTexts } from './toast-texts.ts';

/** How long one toast is shown, in milliseconds; a rare one half as long again. */
const lifeMsDefault = 6_500;

/** How long leaving takes. */
const leaveMs = 220;

/** Outside browsers there is nothing to extend; the module can be imported all the same. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<laurel-toast>` shows unlocked achievements, one at a time; a burst is shown as one. It is said
 * to screen readers politely, never takes the focus, stays while it is pointed at or focused, and
 * goes away with Escape. Above everything, also in full screen.
 *
 * Attributes: `position` (`bottom-right`, `top-center`, …), `duration` in milliseconds, and
 * `secrets="hidden"` for those who share their screen. It fires `laurel-toast-open` with what was
 * shown as its `detail.toasts` when a player asks for more.
 */
export class LaurelToast extends Base {
  #queue: ToastQueue = emptyQueue;
  #texts: ToastTexts = englishTexts;
  #parts: ToastCard | undefined;
  /** What ends the present showing, and when; `undefined` while it is paused. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #endsAt = 0;
  #leftMs = 0;
  readonly #holds = new Set<'pointer' | 'focus' | 'hidden'>();
  #listening = new AbortController();

  /** What the toast says itself. */
  get texts(): ToastTexts {
    return this.#texts;
  }

  set texts(texts: Partial<ToastTexts>) {
    this.#texts = { ...englishTexts, ...texts };
  }

  /** Shows a toast, or lets it wait for its turn. The same id is shown once. */
  show(toast: ToastContent): void {
    const before = this.#queue;
    this.#queue = withToast(before, toast, performance.now());
    if (this.#queue.showing !== before.showing) this.#present(before.showing === null);
  }

  /** Says that a toast's report is no longer pending. */
  settle(id: string, delivery: NonNullable<ToastContent['delivery']>): void {
    const before = this.#queue;
    this.#queue = withDelivery(before, id, delivery);
    if (this.#queue !== before && this.#queue.showing !== null) this.#fill();
  }

  /** Takes away what is shown; what waits comes next. */
  dismiss(): void {
    const { showing } = this.#queue;
    if (showing === null || this.#parts === undefined) return;
    this.#stopTimer();
    this.#parts.card.dataset.state = 'out';
    setTimeout(() => {
      if (this.#queue.showing?.since !== showing.since) return;
      this.#queue = shifted(this.#queue, performance.now());
      this.#present(true);
    }, leaveMs);
  }

  /** @internal called by the browser */
  connectedCallback(): void {
    if (this.#parts === undefined) {
      const root = this.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(toastStyle);
      root.adoptedStyleSheets = [sheet];
      this.#parts = buildCard(root);
    }
    this.#listen(this.#parts);
    this.#rise();
    if (this.#queue.showing !== null) this.#present(true);
  }

  /** @internal called by the browser */
  disconnectedCallback(): void {
    this.#listening.abort();
    this.#stopTimer();
    this.#holds.clear();
  }

  #listen({ card, words, dismiss }: ToastCard): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const on = (target: EventTarget, kind: string, heard: (event: Event) => void) =>
      target.addEventListener(kind, heard, { signal });
    on(card, 'pointerenter', () => this.#hold('pointer', true));
    on(card, 'pointerleave', () => this.#hold('pointer', false));
    on(card, 'focusin', () => this.#hold('focus', true));
    on(card, 'focusout', () => this.#hold('focus', false));
    on(document, 'visibilitychange', () => this.#hold('hidden', document.hidden));
    on(document, 'fullscreenchange', () => this.#rise());
    on(dismiss, 'click', () => this.dismiss());
    on(words, 'click', () => this.#open());
    // A game may use the key as well: it is not taken from it.
    on(document, 'keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape') this.dismiss();
    });
  }

  /** The top layer is above full screen and dialogs; whoever enters it last is on top. */
  #rise(): void {
    if (typeof this.showPopover !== 'function') return;
    this.popover = 'manual';
    if (this.matches(':popover-open')) this.hidePopover();
    this.showPopover();
  }

  #present(isNew: boolean): void {
    if (this.#parts === undefined || !this.isConnected) return;
    const { card, status } = this.#parts;
    const { showing } = this.#queue;
    card.hidden = showing === null;
    if (showing === null) {
      // An emptied card takes no events with it that would let it go.
      this.#holds.delete('pointer');
      this.#holds.delete('focus');
      status.textContent = '';
      return;
    }
    const words = this.#fill();
    status.textContent = words.announcement;
    card.style.setProperty('--life', `${this.#lifeMs(words.isRare)}ms`);
    if (isNew) restart(card);
    this.#leftMs = this.#lifeMs(words.isRare);
    this.#run();
  }

  #fill() {
    const { showing } = this.#queue;
    const toasts = showing?.toasts ?? [];
    const hidesSecrets = this.getAttribute('secrets') === 'hidden';
    const words = wordsOf(toasts, { texts: this.#texts, hidesSecrets });
    if (this.#parts) fillCard(this.#parts, toasts, { words, texts: this.#texts });
    return words;
  }

  #lifeMs(isRare: boolean): number {
    const asked = Number(this.getAttribute('duration') ?? lifeMsDefault);
    const lifeMs = Number.isFinite(asked) && asked > 0 ? asked : lifeMsDefault;
    return isRare ? lifeMs * 1.5 : lifeMs;
  }

  #hold(by: 'pointer' | 'focus' | 'hidden', isHeld: boolean): void {
    const wasHeld = this.#holds.size > 0;
    if (isHeld) this.#holds.add(by);
    else this.#holds.delete(by);
    if (this.#queue.showing === null || wasHeld === this.#holds.size > 0) return;
    if (wasHeld) this.#run();
    else {
      this.#leftMs = Math.max(this.#endsAt - performance.now(), 0);
      this.#stopTimer();
    }
    this.#parts?.card.toggleAttribute('data-paused', !wasHeld);
  }

  #run(): void {
    this.#stopTimer();
    if (this.#holds.size > 0) return;
    this.#endsAt = performance.now() + this.#leftMs;
    this.#timer = setTimeout(() => this.dismiss(), this.#leftMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #open(): void {
    const toasts = this.#queue.showing?.toasts ?? [];
    const event = new CustomEvent('laurel-toast-open', { detail: { toasts }, bubbles: true });
    this.dispatchEvent(event);
    this.dismiss();
  }
}

/** Animations of what is shown begin anew. */
function restart(card: HTMLElement): void {
  card.removeAttribute('data-state');
  // Reading the layout makes the browser notice that the animations ended.
  card.getBoundingClientRect();
  card.dataset.state = 'in';
}

/** Makes `<laurel-toast>` known to the page; importing this module does. */
export function defineLaurelToast(): void {
  const { customElements } = globalThis;
  if (customElements !== undefined && customElements.get('laurel-toast') === undefined) {
    customElements.define('laurel-toast', LaurelToast);
  }
}

defineLaurelToast();
