import { printable } from './table.ts';
import type { PlacedFinding } from './title-file.ts';

/** One line for each finding, in the form that editors and terminals make clickable. */
export function findingLines(path: string, findings: readonly PlacedFinding[]): string {
  return findings
    .map(({ place, severity, message, rule }) => {
      const where = `${path}:${place.line}:${place.column}`;
      return `${where}: ${severity}: ${printable(message)} [${rule}]\n`;
    })
    .join('');
}

/** A finding as `--json` shows it. */
export function findingJson({ place, severity, path, message, rule }: PlacedFinding) {
  return { severity, ...place, path, message, rule };
}
