import { z } from 'zod';
import { wholeText } from '../codec/text.ts';
import { type Route, route } from '../route.ts';
import { LintFindings, RecordedCalls } from '../schema/call.ts';
import {
  FaultRule,
  FaultRuleOrder,
  FaultRules,
  RealtimeDropOrder,
  RealtimeDropped,
} from '../schema/fault-rule.ts';
import {
  KeptSnapshot,
  KeptSnapshots,
  SnapshotName,
  SnapshotRestoreOrder,
  WorldSeed,
  WorldSeeded,
} from '../schema/world.ts';

/** What all operations here share. They are there in development mode only. */
const development = { host: 'management', audience: 'manager' } as const satisfies Partial<Route>;

const whole = wholeText({ min: 0, max: 2 ** 31 - 1 });
const ofSnapshot = z.object({ name: SnapshotName });
const noSnapshot = 'there is no such snapshot';

/** The rules by which calls go wrong. */
export const listFaultRules = route({
  ...development,
  id: 'management.listFaultRules',
  method: 'GET',
  path: '/development/faults/rules',
  summary: 'The rules by which calls go wrong on purpose, and how often they did',
  answers: { 200: FaultRules },
});

/** Adds such a rule. */
export const addFaultRule = route({
  ...development,
  id: 'management.addFaultRule',
  method: 'POST',
  path: '/development/faults/rules',
  summary: 'Make calls go wrong by a rule',
  description:
    'throttle: 429 with the body of the protocol. fail: a 5xx. delay: the right answer, late. drop: the connection ends. staleToken: 401. dropRealtime: the caller’s real-time connections end. The first rule that strikes decides; every rule counts the calls that fit it.',
  body: FaultRuleOrder,
  answers: { 201: FaultRule },
  refusals: { 404: 'there is no such operation', 409: 'there are 100 rules already' },
});

/** Takes all of them away. */
export const clearFaultRules = route({
  ...development,
  id: 'management.clearFaultRules',
  method: 'DELETE',
  path: '/development/faults/rules',
  summary: 'Take every such rule away',
  answers: { 204: null },
});

/** Takes one of them away. */
export const deleteFaultRule = route({
  ...development,
  id: 'management.deleteFaultRule',
  method: 'DELETE',
  path: '/development/faults/rules/:rule',
  summary: 'Take one such rule away',
  params: z.object({ rule: whole }),
  answers: { 204: null },
  refusals: { 404: 'there is no such rule' },
});

/** Ends real-time connections. */
export const dropRealtime = route({
  ...development,
  id: 'management.dropRealtime',
  method: 'POST',
  path: '/development/realtime/drop',
  summary: 'End real-time connections without a goodbye, as a lost network does',
  body: RealtimeDropOrder,
  answers: { 200: RealtimeDropped },
});

/** The snapshots that are kept. */
export const listSnapshots = route({
  ...development,
  id: 'management.listSnapshots',
  method: 'GET',
  path: '/development/snapshots',
  summary: 'The snapshots that the instance keeps, until it ends',
  answers: { 200: KeptSnapshots },
});

/** Keeps a snapshot. */
export const keepSnapshot = route({
  ...development,
  id: 'management.keepSnapshot',
  method: 'PUT',
  path: '/development/snapshots/:name',
  summary: 'Keep everything as it is now under a name; one of that name is replaced',
  params: ofSnapshot,
  answers: { 200: KeptSnapshot },
  refusals: { 409: 'there are 16 snapshots already, or they are too large together' },
});

/** Drops a snapshot. */
export const deleteSnapshot = route({
  ...development,
  id: 'management.deleteSnapshot',
  method: 'DELETE',
  path: '/development/snapshots/:name',
  summary: 'Keep a snapshot no longer',
  params: ofSnapshot,
  answers: { 204: null },
  refusals: { 404: noSnapshot },
});

/** Brings back what a snapshot holds. */
export const restoreSnapshot = route({
  ...development,
  id: 'management.restoreSnapshot',
  method: 'POST',
  path: '/development/snapshots/:name/restore',
  summary: 'Bring back everything that a snapshot holds, or what one player had',
  description:
    'Everything: titles, players, records and the clock; what was counted of requests is forgotten, and real-time connections are told that what they know may be stale. One player: their records, lists, devices and settings; everything else stays. Tokens stay valid.',
  params: ofSnapshot,
  body: SnapshotRestoreOrder,
  answers: { 204: null },
  refusals: { 404: noSnapshot, 409: 'what is there now stands in the way' },
});

/** Begins the next test. */
export const resetInstance = route({
  ...development,
  id: 'management.resetInstance',
  method: 'POST',
  path: '/development/reset',
  summary: 'Begin anew: bring back the snapshot "baseline", and forget what a test left behind',
  description:
    'Faults, their rules, switches and recorded calls are as after the start. Without a snapshot "baseline" it is refused.',
  answers: { 204: null },
  refusals: { 409: 'there is no snapshot "baseline"' },
});

/** Fills the instance. */
export const seedWorld = route({
  ...development,
  id: 'management.seedWorld',
  method: 'POST',
  path: '/development/seed',
  summary: 'Let players be there, with friends and progress',
  description:
    'Players are made where there is none of that gamertag; what they have in a title is replaced.',
  bodyBytesMax: 4 * 1024 * 1024,
  body: WorldSeed,
  answers: { 200: WorldSeeded },
  refusals: { 404: 'there is no such title or achievement', 409: 'an xuid is taken' },
});

/** What was called. */
export const listCalls = route({
  ...development,
  id: 'management.listCalls',
  method: 'GET',
  path: '/development/calls',
  summary: 'The latest calls to the hosts of the protocol, without tokens',
  query: z.object({ after: whole.optional() }),
  answers: { 200: RecordedCalls },
});

/** Forgets what was called. */
export const clearCalls = route({
  ...development,
  id: 'management.clearCalls',
  method: 'DELETE',
  path: '/development/calls',
  summary: 'Forget the calls, and so what was found in them',
  answers: { 204: null },
});

/** What the linter finds. */
export const listFindings = route({
  ...development,
  id: 'management.listFindings',
  method: 'GET',
  path: '/development/findings',
  summary: 'Patterns in those calls that a client would do better without',
  answers: { 200: LintFindings },
});
