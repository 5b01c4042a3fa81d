import type { KeptSnapshots } from '../../../../services/kept-snapshots.ts';
import type { WorldSeed } from '../../../../services/world-seed.ts';
import type { CallLog } from '../../../calls/call-log.ts';
import type { Operation } from '../../../operation.ts';
import type { FaultRules } from '../../../staging/fault-rules.ts';
import type { LiveLines } from '../../../staging/live-lines.ts';
import { callOperations } from './calls.ts';
import { faultRuleOperations } from './fault-rules.ts';
import { seedOperation } from './seed.ts';
import { keptSnapshotOperations } from './snapshots.ts';

/** What makes an instance a place to test games. Mounted in development mode only. */
export function managementTrialOperations(rooms: {
  rules: FaultRules;
  lines: LiveLines;
  snapshots: KeptSnapshots;
  startAnew: () => void;
  seed: WorldSeed;
  calls: CallLog;
}): readonly Operation[] {
  return [
    ...faultRuleOperations(rooms),
    ...keptSnapshotOperations(rooms),
    seedOperation(rooms.seed),
    ...callOperations(rooms.calls),
  ];
}
