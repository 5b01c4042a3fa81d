import { type Route, route } from '../route.ts';
import {
  ClockChange,
  ClockReading,
  FaultChange,
  FaultsInForce,
  SnapshotFile,
  SwitchChange,
  SwitchesInForce,
  TokenMade,
  TokenOrder,
} from '../schema/development.ts';

/** What all operations here share. They are there in development mode only. */
const development = { host: 'management', audience: 'manager' } as const satisfies Partial<Route>;

/** A snapshot is at most this many bytes: a test's world, not a production database. */
export const snapshotBytesMax = 256 * 1024 * 1024;

/** What the instance takes for now. */
export const getClock = route({
  ...development,
  id: 'management.getClock',
  method: 'GET',
  path: '/development/clock',
  summary: 'The moment that the instance takes for now',
  answers: { 200: ClockReading },
});

/** Stops, moves or frees the clock. */
export const setClock = route({
  ...development,
  id: 'management.setClock',
  method: 'PUT',
  path: '/development/clock',
  summary: 'Stop the clock, move it on, or let it follow the machine again',
  body: ClockChange,
  answers: { 200: ClockReading },
});

/** Empties the instance. */
export const clearInstance = route({
  ...development,
  id: 'management.clearInstance',
  method: 'POST',
  path: '/development/clear',
  summary: 'Forget every title, player and record, and what was counted of requests',
  description: 'Keys, switches, faults and the clock stay as they are.',
  answers: { 204: null },
});

/** The faults in force. */
export const getFaults = route({
  ...development,
  id: 'management.getFaults',
  method: 'GET',
  path: '/development/faults',
  summary: 'What is made to fail on purpose',
  answers: { 200: FaultsInForce },
});

/** Makes things fail. */
export const setFaults = route({
  ...development,
  id: 'management.setFaults',
  method: 'PUT',
  path: '/development/faults',
  summary: 'Make things fail on purpose',
  description:
    'draining: the instance takes nothing new. storageDown: as if the store did not answer. Either way every host of the protocol answers 503 with Retry-After.',
  body: FaultChange,
  answers: { 200: FaultsInForce },
});

/** The switches in force. */
export const getSwitches = route({
  ...development,
  id: 'management.getSwitches',
  method: 'GET',
  path: '/development/switches',
  summary: 'The switches in force',
  answers: { 200: SwitchesInForce },
});

/** Turns switches. */
export const setSwitches = route({
  ...development,
  id: 'management.setSwitches',
  method: 'PUT',
  path: '/development/switches',
  summary: 'Turn switches while the instance serves; an empty object changes nothing',
  body: SwitchChange,
  answers: { 200: SwitchesInForce },
});

/** Takes everything out. */
export const getSnapshot = route({
  ...development,
  id: 'management.getSnapshot',
  method: 'GET',
  path: '/development/snapshot',
  summary: 'Everything the instance remembers but its keys, as one file',
  answers: { 200: SnapshotFile },
});

/** Puts everything back. */
export const putSnapshot = route({
  ...development,
  id: 'management.putSnapshot',
  method: 'PUT',
  path: '/development/snapshot',
  summary: 'Replace everything but the keys by a snapshot of an instance of the same version',
  description:
    'The body is the file that the snapshot gave. What was counted of requests is forgotten.',
  bodyBytesMax: snapshotBytesMax,
  answers: { 204: null },
  refusals: { 409: 'it is no snapshot, or one of another version' },
});

/** Says that everything may be stale. */
export const forceResync = route({
  ...development,
  id: 'management.forceResync',
  method: 'POST',
  path: '/development/resync',
  summary: 'Tell every real-time connection that what it knows may be stale',
  answers: { 204: null },
});

/** Makes a token. */
export const makeToken = route({
  ...development,
  id: 'management.makeToken',
  method: 'POST',
  path: '/development/tokens',
  summary: 'Make a token as if its holder had signed in, also one that is no longer good',
  body: TokenOrder,
  answers: { 200: TokenMade },
});
