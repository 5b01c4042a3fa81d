import { join, win32 } from 'node:path';
import { Failure } from '../failure.ts';
import type { Authority } from './authority.ts';
import type { Change, CommandLine, Hands } from './change.ts';
import { createHands } from './hands.ts';
import { lineMark } from './lines.ts';
import { servedHosts } from './served-hosts.ts';

/** The systems whose steps are known. */
export const systemNames = ['linux', 'windows', 'macos'] as const;

/** One of them. */
export type SystemName = (typeof systemNames)[number];

/** A system: where its files are, and what changes them. */
export type System = {
  readonly name: SystemName;
  readonly hands: Hands;
  /** Where the journal of changes is kept: only an administrator writes there. */
  readonly folder: string;
  readonly hostsFile: string;
  /** `undefined` where no known store is there. */
  readonly trust: TrustStore | undefined;
};

/** How a Linux keeps the authorities that it trusts. */
type TrustStore = {
  /** Where a file of ours is taken from. */
  readonly anchors: string;
  readonly make: CommandLine;
  /** What `make` writes. */
  readonly made: readonly string[];
};

/** By the folder that tells them apart. */
const trustStores: readonly (TrustStore & { readonly sign: string })[] = [
  {
    sign: '/usr/share/ca-certificates',
    anchors: '/usr/local/share/ca-certificates',
    make: ['update-ca-certificates'],
    made: ['/etc/ssl/certs'],
  },
  {
    sign: '/etc/pki/ca-trust/source/anchors',
    anchors: '/etc/pki/ca-trust/source/anchors',
    make: ['update-ca-trust', 'extract'],
    made: ['/etc/pki/ca-trust/extracted'],
  },
  {
    sign: '/etc/ca-certificates/trust-source/anchors',
    anchors: '/etc/ca-certificates/trust-source/anchors',
    make: ['update-ca-trust'],
    made: ['/etc/ca-certificates/extracted', '/etc/ssl/certs'],
  },
  {
    sign: '/etc/pki/trust/anchors',
    anchors: '/etc/pki/trust/anchors',
    make: ['update-ca-certificates'],
    made: ['/var/lib/ca-certificates'],
  },
];

/** This machine's system. */
export function thisSystem(environment: Readonly<Record<string, string | undefined>>): System {
  const name = systemOf(process.platform);
  return systemAt({ name, root: '', hands: createHands(), environment });
}

function systemOf(platform: NodeJS.Platform): SystemName {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}

/**
 * A system whose files are below a folder.
 *
 * @param root stands before every path; empty for the system that runs
 */
export function systemAt({
  name,
  root,
  hands,
  environment = {},
}: {
  name: SystemName;
  root: string;
  hands: Hands;
  environment?: Readonly<Record<string, string | undefined>>;
}): System {
  if (name === 'windows') {
    const { SystemRoot = 'C:\\Windows', ProgramData = 'C:\\ProgramData' } = environment;
    const windows = root === '' ? SystemRoot : join(root, 'Windows');
    // The steps for another machine are written as that machine has it.
    const within = root === '' ? win32.join : join;
    const programs = root === '' ? ProgramData : join(root, 'ProgramData');
    return {
      name,
      hands,
      folder: within(programs, 'laurel-intercept'),
      hostsFile: within(windows, 'System32', 'drivers', 'etc', 'hosts'),
      trust: undefined,
    };
  }
  const state = name === 'macos' ? '/Library/Application Support' : '/var/lib';
  return {
    name,
    hands,
    folder: `${root}${state}/laurel-intercept`,
    hostsFile: `${root}/etc/hosts`,
    trust: name === 'linux' ? trustStoreAt(root, hands) : undefined,
  };
}

function trustStoreAt(root: string, hands: Hands): TrustStore | undefined {
  const found = trustStores.find(({ sign }) => hands.isFolder(`${root}${sign}`));
  if (found === undefined) return undefined;
  const { anchors, make, made } = found;
  return { anchors: `${root}${anchors}`, make, made: made.map((folder) => `${root}${folder}`) };
}

/** What is to be changed. */
export type Wanted = {
  readonly authority: Pick<Authority, 'name' | 'certificate' | 'thumbprint'>;
  /** Where the served names lead; none where a proxy is used instead. */
  readonly addresses: readonly string[];
  /** Whether the whole system trusts the authority. */
  readonly withTrust: boolean;
};

/**
 * What has to be changed on a system, in order.
 *
 * @throws {Failure} where its trust store is not known
 */
export function changesFor(system: System, wanted: Wanted): readonly Change[] {
  const { addresses, withTrust } = wanted;
  const names: readonly Change[] =
    addresses.length === 0
      ? []
      : [
          { kind: 'Lines', path: system.hostsFile, lines: hostsLines(addresses) },
          { kind: 'Nudge', commands: nudges[system.name] },
        ];
  return [...(withTrust ? trustChanges(system, wanted.authority) : []), ...names];
}

/** Names in one line of a hosts file: Windows reads nine. */
const namesInLine = 8;

/** The lines that lead the served names to some addresses. */
export function hostsLines(addresses: readonly string[]): readonly string[] {
  const groups: string[] = [];
  for (let from = 0; from < servedHosts.length; from += namesInLine) {
    groups.push(servedHosts.slice(from, from + namesInLine).join(' '));
  }
  return addresses.flatMap((address) => groups.map((names) => `${address} ${names} ${lineMark}`));
}

/** What makes a system forget the addresses that it remembers. */
const nudges: Readonly<Record<SystemName, readonly CommandLine[]>> = {
  linux: [['resolvectl', 'flush-caches']],
  windows: [['ipconfig', '/flushdns']],
  macos: [
    ['dscacheutil', '-flushcache'],
    ['killall', '-HUP', 'mDNSResponder'],
  ],
};

/** The name under which the certificate is kept while it is trusted. */
const anchorFile = 'laurel-intercept.crt';

/** Where macOS keeps what every user trusts. */
const systemKeychain = '/Library/Keychains/System.keychain';

function trustChanges(system: System, authority: Wanted['authority']): readonly Change[] {
  const { certificate: text, name, thumbprint } = authority;
  if (system.name === 'linux') return linuxTrust(system, text);
  // Taking it out again needs the certificate, whatever becomes of the data directory.
  const path = `${system.folder}${system.folder.includes('\\') ? '\\' : '/'}${anchorFile}`;
  const file: Change = { kind: 'File', path, text };
  if (system.name === 'windows') {
    const entry: Change = {
      kind: 'Entry',
      isThere: ['certutil', '-store', 'Root', thumbprint],
      add: ['certutil', '-f', '-addstore', 'Root', path],
      remove: [['certutil', '-delstore', 'Root', thumbprint]],
    };
    return [file, entry];
  }
  const entry: Change = {
    kind: 'Entry',
    isThere: ['security', 'find-certificate', '-c', name, systemKeychain],
    add: ['security', 'add-trusted-cert', '-d', '-r', 'trustRoot', '-k', systemKeychain, path],
    remove: [
      ['security', 'remove-trusted-cert', '-d', path],
      ['security', 'delete-certificate', '-Z', thumbprint, systemKeychain],
    ],
  };
  return [file, entry];
}

function linuxTrust({ trust }: System, text: string): readonly Change[] {
  if (trust === undefined) {
    throw new Failure(
      'unknown-trust-store',
      'this Linux keeps its authorities where laurel does not know; trust the authority by hand, and use --no-trust',
    );
  }
  const { anchors, make, made } = trust;
  return [
    { kind: 'Made', folders: made, make },
    { kind: 'Folder', path: anchors },
    { kind: 'File', path: `${anchors}/${anchorFile}`, text },
    { kind: 'Make', make },
  ];
}
