import type { Change, CommandLine } from './change.ts';
import { lineMark } from './lines.ts';
import { servedHosts } from './served-hosts.ts';
import type { System, SystemName } from './system.ts';

/** A step for people: what it is for, and what to type. */
export type Step = {
  readonly title: string;
  /** Whether `--apply` does it. */
  readonly isApplied: boolean;
  readonly lines: readonly string[];
};

/** What the steps are about. */
export type Situation = {
  readonly system: Pick<System, 'name'>;
  readonly changes: readonly Change[];
  readonly certificatePath: string;
  /** The address under which other machines reach the listener. */
  readonly address: string;
  /** Host and port, where a proxy runs. */
  readonly proxy: string | undefined;
  /** How this program is called. */
  readonly self: string;
};

/** What a person does on a system to lead its clients here, exactly, and how it is undone. */
export function stepsFor(situation: Situation): readonly Step[] {
  const { system, changes, certificatePath, address, proxy, self } = situation;
  const names = changes.filter(({ kind }) => kind === 'Lines' || kind === 'Nudge');
  const trust = changes.filter((change) => !names.includes(change));
  const type = (some: readonly Change[]) => some.flatMap((change) => typed(change, situation));
  const steps: readonly Step[] = [
    { title: 'Names: lead them to this machine', isApplied: true, lines: type(names) },
    { title: 'Trust: let this system know the authority', isApplied: true, lines: type(trust) },
    ...(proxy === undefined
      ? [
          {
            title: 'Other machines: their DNS, instead of a hosts file',
            ...byHand(dnsLines(address)),
          },
        ]
      : [
          { title: 'Proxy: for one program', ...byHand(proxyVariables(system.name, proxy)) },
          { title: 'Proxy: for the system', ...byHand(autoConfiguration[system.name](proxy)) },
        ]),
    {
      title: 'Programs that keep their own list of authorities',
      ...byHand(ownLists(certificatePath)),
    },
    {
      title: 'Undo what was done by hand',
      ...byHand(changes.toReversed().flatMap((change) => undone(change, system.name))),
    },
    {
      title: 'Undo everything that --apply did',
      ...byHand([asAdministrator(system.name, `${self} intercept --undo`)]),
    },
  ];
  return steps.filter(({ lines }) => lines.length > 0);
}

function byHand(lines: readonly string[]): Pick<Step, 'isApplied' | 'lines'> {
  return { isApplied: false, lines };
}

/** One change as it is typed. */
function typed(change: Change, { system, certificatePath }: Situation): readonly string[] {
  const { name } = system;
  switch (change.kind) {
    case 'Lines':
      return [`add to ${change.path}:`, ...change.lines.map((line) => `  ${line}`)];
    case 'File':
      return [copy(name, certificatePath, change.path)];
    case 'Make':
      return [asAdministrator(name, commandText(change.make))];
    case 'Entry':
      return [asAdministrator(name, commandText(change.add))];
    case 'Nudge':
      return change.commands.map((command) => asAdministrator(name, commandText(command)));
    case 'Folder':
    case 'Made':
      return [];
  }
}

/** The way back from one change that was typed. */
function undone(change: Change, name: SystemName): readonly string[] {
  switch (change.kind) {
    case 'Lines':
      return [`remove the lines that end in "${lineMark}" from ${change.path}`];
    case 'File':
      return name === 'windows'
        ? [asAdministrator(name, `del "${change.path}"`)]
        : [asAdministrator(name, commandText(['rm', change.path]))];
    case 'Entry':
      return change.remove.map((command) => asAdministrator(name, commandText(command)));
    case 'Made':
      return [asAdministrator(name, commandText(change.make))];
    case 'Folder':
    case 'Make':
    case 'Nudge':
      return [];
  }
}

function copy(name: SystemName, from: string, to: string): string {
  if (name === 'windows') return `xcopy /Y "${from}" "${to}*"   (as administrator)`;
  const program = name === 'macos' ? 'ditto' : 'install -D -m 644';
  return `sudo ${program} ${commandText([from, to])}`;
}

function asAdministrator(name: SystemName, command: string): string {
  return name === 'windows' ? `${command}   (as administrator)` : `sudo ${command}`;
}

function commandText(command: CommandLine): string {
  return command
    .map((word) => (/[^A-Za-z0-9_@%+=:,./\\-]/.test(word) ? `"${word}"` : word))
    .join(' ');
}

function dnsLines(address: string): readonly string[] {
  return [
    'serve with --host 0.0.0.0, and let your name server answer; a line for dnsmasq:',
    `address=/${servedHosts.join('/')}/${address}`,
  ];
}

function proxyVariables(name: SystemName, proxy: string): readonly string[] {
  const set = name === 'windows' ? 'set ' : 'export ';
  return [
    `${set}HTTPS_PROXY=http://${proxy}`,
    `Node from 24 on reads it with: ${set}NODE_USE_ENV_PROXY=1`,
  ];
}

/** How a system learns of the file for proxy auto-configuration, and forgets it. */
const autoConfiguration: Readonly<Record<SystemName, (proxy: string) => readonly string[]>> = {
  linux: (proxy) => [
    `gsettings set org.gnome.system.proxy autoconfig-url http://${proxy}/proxy.pac`,
    'gsettings set org.gnome.system.proxy mode auto',
    'undo: gsettings set org.gnome.system.proxy mode none',
  ],
  windows: (proxy) => {
    const key = '"HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings"';
    return [
      `reg add ${key} /v AutoConfigURL /t REG_SZ /d http://${proxy}/proxy.pac /f`,
      `programs that use WinHTTP: netsh winhttp set proxy ${proxy} "<-loopback>"`,
      `undo: reg delete ${key} /v AutoConfigURL /f`,
      'undo: netsh winhttp reset proxy',
    ];
  },
  macos: (proxy) => [
    `networksetup -setautoproxyurl Wi-Fi http://${proxy}/proxy.pac`,
    'undo: networksetup -setautoproxystate Wi-Fi off',
  ],
};

function ownLists(certificate: string): readonly string[] {
  return [
    `Node: NODE_EXTRA_CA_CERTS=${certificate}`,
    `Python: SSL_CERT_FILE=${certificate} (requests: REQUESTS_CA_BUNDLE)`,
    `curl: --cacert ${certificate}`,
    `Java: keytool -importcert -cacerts -alias laurel-intercept -file ${certificate}`,
    'Firefox: Settings, Certificates, Authorities, Import',
  ];
}

/** The steps as a text for people. */
export function stepsText(steps: readonly Step[]): string {
  return steps
    .map(({ title, isApplied, lines }) => {
      const mark = isApplied ? ' (--apply does it)' : '';
      return `${title}${mark}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
    })
    .join('\n');
}
