import type { Isolation } from './isolation.ts';
import type { Machine } from './machine.ts';

/** What a figure must not pass, and what it should reach. */
export type Bound = {
  readonly sense: 'atLeast' | 'atMost' | 'exactly';
  /** Missing it fails the run; `null` where only the goal counts. */
  readonly floor: number | null;
  /** What an excellent implementation reaches; `null` where there is no more to reach. */
  readonly goal: number | null;
};

/** One figure of a case. */
export type Figure = {
  readonly name: string;
  /** `null` where it was not measured; `note` says why. */
  readonly value: number | null;
  readonly unit: '×' | '/s' | 'ms' | 'µs' | 'bytes' | 'MB' | 's' | '';
  /** `null` for a figure that is only told. */
  readonly bound: Bound | null;
  readonly note?: string;
};

/** What one case measured. */
export type CaseReport = {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly discardedRounds: number;
  /** There were not enough quiet rounds, so the disturbed ones count. */
  readonly isDisturbed: boolean;
};

/** A whole run. */
export type Report = {
  readonly machine: Machine;
  readonly isolation: Isolation;
  readonly rounds: number;
  readonly seconds: number;
  readonly cases: readonly CaseReport[];
};

/** How a figure stands to its bound. */
export type Verdict = 'goal' | 'ok' | 'below goal' | 'MISSED' | 'not measured' | '';

/** @returns `goal` when it is reached, `ok` above the floor, nothing where there is no bound */
export function verdictOn({ value, bound }: Pick<Figure, 'value' | 'bound'>): Verdict {
  if (value === null) return 'not measured';
  if (bound === null) return '';
  const { sense, floor, goal } = bound;
  if (floor !== null && !holds(value, sense, floor)) return 'MISSED';
  if (goal !== null && holds(value, sense, goal)) return 'goal';
  return floor === null ? 'below goal' : 'ok';
}

function holds(value: number, sense: Bound['sense'], limit: number): boolean {
  if (sense === 'exactly') return value === limit;
  return sense === 'atLeast' ? value >= limit : value <= limit;
}

/** @returns every figure that misses its floor */
export function missedIn({ cases }: Pick<Report, 'cases'>): readonly Figure[] {
  return cases.flatMap(({ figures }) => figures.filter((one) => verdictOn(one) === 'MISSED'));
}

const signs = { atLeast: '≥', atMost: '≤', exactly: '=' } as const;

/** The lines of one case as they are printed. */
export function caseLines({ title, figures, discardedRounds, isDisturbed }: CaseReport): string[] {
  const rows = figures.map((figure) => {
    const { name, value, unit, bound } = figure;
    const limit = (number: number | null | undefined) =>
      number === null || number === undefined || bound === null
        ? ''
        : `${signs[bound.sense]} ${shown(number, unit)}`;
    return [
      `  ${name}`,
      value === null ? '–' : shown(value, unit),
      limit(bound?.floor),
      limit(bound?.goal),
      verdictOn(figure),
      figure.note ?? '',
    ];
  });
  const discarded = discardedRounds === 0 ? '' : ` (${discardedRounds} disturbed rounds discarded)`;
  const disturbed = isDisturbed ? ' (never quiet: every round was disturbed and counts)' : '';
  return [`${title}${discarded}${disturbed}`, ...rows.map(lineOf)];
}

const widths = [58, 12, 12, 12, 14, 0];

/** The line above the first case. */
export function headLine(): string {
  return lineOf(['case and figure', 'measured', 'floor', 'goal', 'verdict', '']);
}

function lineOf(cells: readonly string[]): string {
  const padded = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    return index === 0 ? cell.padEnd(width) : `${cell.padStart(width)}  `;
  });
  return padded.join('').trimEnd();
}

function shown(value: number, unit: Figure['unit']): string {
  const digits = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
  const number = Number.isInteger(value) ? String(value) : value.toFixed(Math.min(digits, 3));
  return unit === '' ? number : `${number} ${unit}`;
}

/** A figure that is only told: nothing depends on it. */
export function told(name: string, value: number | null, unit: Figure['unit']): Figure {
  return { name, value, unit, bound: null };
}
