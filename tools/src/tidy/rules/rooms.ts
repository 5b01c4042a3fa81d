/** A part of the house: a package, or a folder or file inside the server. */
export type Room = {
  readonly name: string;
  /** Every path that begins so is in it, unless a longer place fits. */
  readonly at: string;
  /** Rooms and packages that it may import from; `(types)` allows `import type` only. */
  readonly sees: readonly string[];
};

const server = 'packages/server/src';
const client = 'packages/client/src';

/** Who may see whom. A room may always see itself. Source: ARCHITECTURE.md. */
export const rooms: readonly Room[] = [
  { name: 'domain', at: 'packages/domain/src/', sees: [] },
  { name: 'contract', at: 'packages/contract/src/', sees: ['zod'] },
  // The SDK's levels: each sees those below it, and only its entries see them all.
  {
    name: 'client',
    at: `${client}/index.ts`,
    sees: ['client/core', 'client/realtime', 'client/manager'],
  },
  { name: 'client', at: `${client}/outbox-entry.ts`, sees: ['client/outbox', 'client/worker'] },
  { name: 'client/core', at: `${client}/`, sees: ['contract (types)', 'zod (types)'] },
  { name: 'client/outbox', at: `${client}/outbox/`, sees: ['client/core'] },
  { name: 'client/worker', at: `${client}/worker/`, sees: ['client/core', 'client/outbox'] },
  { name: 'client/realtime', at: `${client}/realtime/`, sees: ['client/core'] },
  { name: 'client/manager', at: `${client}/manager/`, sees: ['client/core', 'client/realtime'] },
  {
    name: 'client/xsapi',
    at: `${client}/xsapi/`,
    sees: ['client/core', 'client/realtime', 'client/manager'],
  },
  { name: 'client/toast', at: `${client}/toast/`, sees: ['client/core (types)'] },
  // What a browser can't do: files, locks and sockets.
  { name: 'client/node', at: `${client}/node/`, sees: ['client/core', 'client/outbox', 'node'] },
  { name: 'web', at: 'packages/web/src/', sees: ['node'] },
  {
    name: 'cli',
    at: 'packages/cli/',
    sees: [
      'server',
      'client',
      'client/node',
      'contract',
      'domain',
      'commander',
      'zod (types)',
      'node',
    ],
  },
  // What studios install for their tests: the command, and nothing of what is behind it.
  { name: 'testing', at: 'packages/testing/src/', sees: ['cli', 'node'] },
  { name: 'tools', at: 'tools/', sees: ['everything'] },

  { name: 'server', at: `${server}/index.ts`, sees: ['everything'] },
  { name: 'server/compose', at: `${server}/compose`, sees: ['everything'] },
  {
    name: 'server/main',
    at: `${server}/main.ts`,
    sees: ['server/compose', 'server/config', 'node'],
  },
  {
    name: 'server/config',
    at: `${server}/config/`,
    // The shapes and defaults of the rooms that it configures.
    sees: [
      'server/http',
      'server/services',
      'server/observe (types)',
      'contract',
      'domain',
      'node',
    ],
  },
  {
    name: 'server/observe',
    at: `${server}/observe/`,
    sees: [
      'server/http (types)',
      'server/head-memo',
      'server/own-text',
      'server/short-text',
      'pino',
      'prom-client',
      'node',
    ],
  },
  { name: 'server/clock', at: `${server}/clock`, sees: ['domain', 'node'] },
  { name: 'server/asker', at: `${server}/asker.ts`, sees: ['domain'] },
  { name: 'server/heap', at: `${server}/heap.ts`, sees: ['node'] },
  { name: 'server/and-then', at: `${server}/and-then.ts`, sees: [] },
  { name: 'server/head-memo', at: `${server}/head-memo`, sees: ['node'] },
  { name: 'server/own-text', at: `${server}/own-text.ts`, sees: ['node'] },
  { name: 'server/recent-map', at: `${server}/recent-map`, sees: ['node'] },
  { name: 'server/short-text', at: `${server}/short-text`, sees: ['node'] },
  {
    name: 'server/store',
    at: `${server}/store/`,
    sees: ['server/short-text', 'domain', 'node'],
  },
  {
    name: 'server/store/contract',
    at: `${server}/store/contract/`,
    sees: ['server/store', 'domain', 'node'],
  },
  {
    name: 'server/store/sql',
    at: `${server}/store/sql/`,
    sees: ['server/store', 'domain', 'node'],
  },
  {
    name: 'server/store/sqlite',
    at: `${server}/store/sqlite/`,
    sees: [
      'server/store',
      'server/store/sql',
      'server/clock',
      'server/own-text',
      'server/recent-map',
      'server/short-text',
      'domain',
      'node',
    ],
  },
  {
    name: 'server/services',
    at: `${server}/services/`,
    sees: [
      'server/services/documents',
      'server/store',
      'server/asker',
      'server/and-then',
      'server/recent-map',
      'server/clock',
      'domain',
      'jose',
      'node',
    ],
  },
  // Documents and recordings are read in the words of the wire and told in ours.
  ...['title-document', 'capture'].map((noun) => ({
    name: 'server/services/documents',
    at: `${server}/services/${noun}`,
    sees: ['server/services', 'contract', 'domain', 'node'],
  })),
  {
    name: 'server/jobs',
    at: `${server}/jobs/`,
    sees: ['server/services', 'server/store', 'server/clock', 'domain', 'node'],
  },
  {
    name: 'server/realtime',
    at: `${server}/realtime/`,
    sees: [
      'server/http/present',
      'server/http (types)',
      'server/services',
      'server/store',
      'server/asker',
      'server/and-then',
      'server/recent-map',
      'server/clock',
      'domain',
      'node',
    ],
  },
  // The one place that knows our words and those of the wire, whatever carries them.
  {
    name: 'server/http/present',
    at: `${server}/http/present/`,
    sees: [
      'server/http',
      'server/services',
      'server/store',
      'server/asker',
      'server/and-then',
      'server/recent-map',
      'server/clock',
      'contract',
      'domain',
      'zod (types)',
      'node',
    ],
  },
  {
    name: 'server/http',
    at: `${server}/http/`,
    sees: [
      'server/http/present',
      'server/services',
      'server/store',
      'server/asker',
      'server/and-then',
      'server/head-memo',
      'server/own-text',
      'server/recent-map',
      'server/short-text',
      'server/clock',
      'contract',
      'domain',
      'zod (types)',
      'jose (types)',
      'node',
    ],
  },
];
