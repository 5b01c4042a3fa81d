import type { ToastContent } from './toast-queue.ts';

/** Everything the toast says itself; replace it to say it in another language. */
export type ToastTexts = {
  readonly unlocked: string;
  readonly rare: string;
  readonly unlockedMany: string;
  readonly rareMany: string;
  readonly secret: string;
  readonly secretHint: string;
  readonly pending: string;
  readonly delivered: string;
  readonly rejected: string;
  readonly dismiss: string;
  readonly open: string;
  readonly many: (count: number) => string;
  readonly points: (count: number) => string;
  readonly rarity: (percent: string) => string;
};

/** What the toast says when nothing else is given. */
export const englishTexts: ToastTexts = {
  unlocked: 'Achievement unlocked',
  rare: 'Rare achievement unlocked',
  unlockedMany: 'Unlocked together',
  rareMany: 'Unlocked together, and one is rare',
  secret: 'Secret achievement',
  secretHint: 'Open it to see what it is',
  pending: 'Will be saved when you are online',
  delivered: 'Saved to your profile',
  rejected: 'Could not be saved',
  dismiss: 'Dismiss',
  open: 'Show achievement',
  many: (count) => `${count} achievements`,
  points: (count) => `${count} G`,
  rarity: (percent) => `${percent} % of players`,
};

/** What a toast shows in words. */
export type ToastWords = {
  readonly overline: string;
  readonly headline: string;
  readonly detail: string;
  readonly points: string;
  readonly rarity: string;
  readonly note: string;
  readonly isRare: boolean;
  /** The same for those who listen. */
  readonly announcement: string;
};

/** Names of a burst that are told; the rest is counted. */
const namesMax = 3;

/**
 * Puts what is shown together in words.
 *
 * @param hidesSecrets whether names of secret achievements stay untold, for those who share screens
 */
export function wordsOf(
  toasts: readonly ToastContent[],
  { texts, hidesSecrets }: { texts: ToastTexts; hidesSecrets: boolean },
): ToastWords {
  const [first] = toasts;
  const isMany = toasts.length > 1;
  const isRare = toasts.some((toast) => toast.isRare === true);
  const total = toasts.reduce((sum, { gamerscore = 0 }) => sum + gamerscore, 0);
  const points = total > 0 ? texts.points(total) : '';
  const isVeiled = (toast: ToastContent) => hidesSecrets && toast.isSecret === true;
  const nameOf = (toast: ToastContent) => (isVeiled(toast) ? texts.secret : toast.name);
  const note = noteOf(toasts, texts);
  if (first === undefined || isMany) {
    const names = toasts.slice(0, namesMax).map(nameOf);
    const rest = toasts.length - names.length;
    const detail = rest > 0 ? `${names.join(', ')} +${rest}` : names.join(', ');
    const headline = texts.many(toasts.length);
    const overline = isRare ? texts.rareMany : texts.unlockedMany;
    const announcement = sentence([`${overline}: ${headline}`, detail, points, note]);
    return { overline, headline, detail, points, rarity: '', note, isRare, announcement };
  }
  const detail = isVeiled(first) ? texts.secretHint : (first.description ?? '');
  const rarity = rarityOf(first, texts);
  const headline = nameOf(first);
  const overline = isRare ? texts.rare : texts.unlocked;
  const announcement = sentence([`${overline}: ${headline}`, detail, points, rarity, note]);
  return { overline, headline, detail, points, rarity, note, isRare, announcement };
}

function rarityOf({ rarityPercentage }: ToastContent, texts: ToastTexts): string {
  if (rarityPercentage === undefined || !Number.isFinite(rarityPercentage)) return '';
  const isFine = rarityPercentage < 10 && !Number.isInteger(rarityPercentage);
  return texts.rarity(rarityPercentage.toFixed(isFine ? 1 : 0));
}

function noteOf(toasts: readonly ToastContent[], texts: ToastTexts): string {
  const has = (delivery: ToastContent['delivery']) =>
    toasts.some((toast) => toast.delivery === delivery);
  if (has('rejected')) return texts.rejected;
  if (has('pending')) return texts.pending;
  return has('delivered') ? texts.delivered : '';
}

function sentence(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(' ');
}
