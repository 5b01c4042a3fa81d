import { measureConnections } from './cases/connections.ts';
import { measureCounts } from './cases/counts.ts';
import { measureEvents } from './cases/events.ts';
import { measureFanOut } from './cases/fan-out.ts';
import { measureGrowth } from './cases/growth.ts';
import { measureList } from './cases/list.ts';
import { measureMemory } from './cases/memory.ts';
import { measureSlowDisk } from './cases/slow-disk.ts';
import { measureSlowReader } from './cases/slow-reader.ts';
import { measureStart } from './cases/start.ts';
import { measureUpdate } from './cases/update.ts';
import type { CaseReport } from './report.ts';
import type { Stage } from './stage.ts';

/** Something that is measured. */
export type Case = {
  readonly name: string;
  readonly measure: (stage: Stage) => Promise<CaseReport>;
};

/** All cases in the order they run; memory is last, for it looks back at all the others. */
export const cases: readonly Case[] = [
  { name: 'start', measure: measureStart },
  { name: 'update', measure: measureUpdate },
  { name: 'slow-disk', measure: measureSlowDisk },
  { name: 'list', measure: measureList },
  { name: 'growth', measure: measureGrowth },
  { name: 'events', measure: measureEvents },
  { name: 'counts', measure: measureCounts },
  { name: 'connections', measure: measureConnections },
  { name: 'fan-out', measure: measureFanOut },
  { name: 'slow-reader', measure: measureSlowReader },
  { name: 'memory', measure: measureMemory },
];

/** What `--only` takes. */
export const caseNames: readonly string[] = cases.map(({ name }) => name);
