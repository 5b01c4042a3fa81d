import { printable } from './table.ts';
import type { PlacedFinding } from './title-file.ts';

/** One line for each finding, in the form that editors and terminals make clickable. */
export function findingLines(path: string, findings: readonly PlacedFinding[]): string {
  return findings
    .map(({ place, severity, path: member, message, rule }) => {
      const where = `${path}:${place.line}:${place.column}`;
      // What is wrong with the form of a member does not name it; a rule of the catalog does.
      const named = rule === 'form' && member !== '' ? `${member}: ${message}` : message;
      return `${where}: ${severity}: ${printable(named)} [${rule}]\n`;
    })
    .join('');
}

/** A finding as `--json` shows it. */
export function findingJson({ place, severity, path, message, rule }: PlacedFinding) {
  return { severity, ...place, path, message, rule };
}
