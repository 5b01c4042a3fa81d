import type { CaseReport } from '../report.ts';
import { peaks } from '../server-process.ts';

const bytesInMegabyte = 1024 * 1024;

/** The most memory that any Laurel process held over all cases that ran. */
export async function measureMemory(): Promise<CaseReport> {
  const bytes = peaks.get('laurel') ?? 0;
  return {
    name: 'memory',
    title: 'Memory over all of the above',
    discardedRounds: 0,
    isDisturbed: false,
    figures: [
      {
        name: 'peak resident memory of a server',
        value: bytes === 0 ? null : bytes / bytesInMegabyte,
        unit: 'MB',
        bound: { sense: 'atMost', floor: 300, goal: null },
        ...(bytes === 0 && { note: 'no server ran, or /proc is missing' }),
      },
    ],
  };
}
