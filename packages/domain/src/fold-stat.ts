import { addDecimals, toMillionth } from './decimal.ts';
import type { EventRefusalCode } from './game-event.ts';
import { parseInstant } from './instant.ts';
import type { StatValue } from './player-record.ts';
import { quoted } from './refusal.ts';
import type { FieldType, FieldValue, StatGuard, StatRule, StatType } from './stat-rule.ts';

/** What an event's value does to a stat. */
export type Folded =
  | { readonly kind: 'Moved'; readonly value: StatValue }
  | { readonly kind: 'Same' }
  | { readonly kind: 'Refused'; readonly code: EventRefusalCode; readonly message: string };

/** A value as it is reckoned with: a number, or text that compares as its type does. */
export type Amount = number | string;

/** Numbers beyond are absurd: not exact, or not a game's. */
const integerMax = Number.MAX_SAFE_INTEGER;
const doubleMax = 1e15;

/** Longer texts are refused, in characters. */
export const fieldTextMax = 256;

const same: Folded = { kind: 'Same' };

/**
 * Reads the value of a field as a type. Whole numbers may come as text.
 *
 * @returns `undefined` for what is not of that type, or absurd
 */
export function amountOf(type: FieldType, value: FieldValue): Amount | undefined {
  if (type === 'Boolean') return typeof value === 'boolean' ? String(value) : undefined;
  if (type === 'String') {
    const text = String(value);
    return text.length <= fieldTextMax ? text : undefined;
  }
  if (type === 'DateTime') return typeof value === 'string' ? parseInstant(value) : undefined;
  const number = numberOf(value);
  if (number === undefined) return undefined;
  if (type === 'Integer') return Number.isSafeInteger(number) ? number : undefined;
  return Math.abs(number) <= doubleMax ? toMillionth(number) : undefined;
}

function numberOf(value: FieldValue): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const isNumber = typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value);
  return isNumber ? Number(value) : undefined;
}

/**
 * Folds one value into a stat.
 *
 * Sums, counts, minima and maxima come to the same in whatever order events arrive, as long as no
 * guard looks at where the stat is; the last value is the one that happened last, not the one that
 * came last.
 *
 * @param isLatest whether nothing that happened later was folded before
 */
export function foldStat(
  { type, rule }: { type: StatType; rule: StatRule },
  before: StatValue | undefined,
  { amount, isLatest }: { amount: Amount; isLatest: boolean },
): Folded {
  const { fold, guard } = rule;
  if (typeof amount === 'string') return foldText(fold, before, { amount, isLatest });
  const was = before === undefined ? undefined : Number(before);
  if (fold === 'Sum' || fold === 'Count') return add(before, { amount, guard, type });
  const refused = refusedValue(was, { amount, guard, fold });
  if (refused !== undefined) return refused;
  if (was === undefined) return movedTo(amount);
  if (fold === 'Maximum') return amount > was ? movedTo(amount) : same;
  if (fold === 'Minimum') return amount < was ? movedTo(amount) : same;
  return isLatest ? movedTo(amount) : same;
}

function foldText(
  fold: StatRule['fold'],
  before: StatValue | undefined,
  { amount, isLatest }: { amount: string; isLatest: boolean },
): Folded {
  if (before === undefined) return { kind: 'Moved', value: amount };
  const moves =
    fold === 'Maximum' ? amount > before : fold === 'Minimum' ? amount < before : isLatest;
  return moves ? { kind: 'Moved', value: amount } : same;
}

function add(
  before: StatValue | undefined,
  { amount, guard, type }: { amount: number; guard: StatGuard; type: StatType },
): Folded {
  if (guard.onlyRising && amount < 0) {
    return refused('Falling', `the stat only rises; got ${quoted(amount)}`);
  }
  const { largestChange } = guard;
  if (largestChange !== null && Math.abs(amount) > largestChange) {
    return refused('LargeChange', tooLarge(largestChange, amount));
  }
  const limit = type === 'Integer' ? integerMax : doubleMax;
  const sum = type === 'Double' ? addDecimals(before ?? '0', amount) : added(before, amount);
  const highest = Math.min(guard.maximum ?? limit, limit);
  const lowest = Math.max(guard.minimum ?? -limit, -limit);
  const total =
    Number(sum) > highest ? String(highest) : Number(sum) < lowest ? String(lowest) : sum;
  return total === before ? same : { kind: 'Moved', value: total };
}

function added(before: StatValue | undefined, amount: number): string {
  return String(Number(before ?? 0) + amount);
}

function refusedValue(
  was: number | undefined,
  { amount, guard, fold }: { amount: number; guard: StatGuard; fold: StatRule['fold'] },
): Folded | undefined {
  const { minimum, maximum, largestChange, onlyRising } = guard;
  if ((minimum !== null && amount < minimum) || (maximum !== null && amount > maximum)) {
    const range = `${minimum ?? 'any'} to ${maximum ?? 'any'}`;
    return refused('OutOfRange', `the stat may be ${range}; got ${quoted(amount)}`);
  }
  if (was === undefined) return undefined;
  if (onlyRising && fold === 'Last' && amount < was) {
    return refused('Falling', `the stat only rises, and is ${was}; got ${quoted(amount)}`);
  }
  if (largestChange !== null && Math.abs(amount - was) > largestChange) {
    return refused('LargeChange', tooLarge(largestChange, amount - was));
  }
  return undefined;
}

function tooLarge(largestChange: number, change: number): string {
  return `one event may change the stat by ${largestChange} at most; got ${quoted(change)}`;
}

function refused(code: EventRefusalCode, message: string): Folded {
  return { kind: 'Refused', code, message };
}

function movedTo(value: number): Folded {
  return { kind: 'Moved', value: Object.is(value, -0) ? '0' : String(value) };
}
