import { readdirSync, readFileSync } from 'node:fs';
import {
  type Host,
  type HostName,
  hosts,
  openApiText,
  type Route,
  routes,
  type ServiceName,
} from '@laurel/contract';

/** Where the pages about the wire are. */
const folder = new URL('../../../docs/wire/', import.meta.url);

/** Which page tells of the hosts of a service. */
const pages: Readonly<Record<ServiceName, string>> = {
  Progress: 'achievements.md',
  Privacy: 'privacy.md',
  PeopleFd: 'people.md',
  Profile: 'profile.md',
  TitleHub: 'titlehub.md',
  UserStats: 'stats.md',
  Activity: 'activity.md',
  UserPosts: 'activity.md',
  Eraser: 'eraser.md',
  Notify: 'notify.md',
  Rta: 'rta.md',
  Tokens: 'tokens.md',
  Events: 'events.md',
  Laurel: 'management.md',
};

const index = 'README.md';

/** A page as it is, and as the declarations of the operations make it. */
export type WirePage = { readonly file: URL; readonly text: string; readonly made: string };

/**
 * The pages of `docs/wire` that hold tables made from the declarations. The text around a table is
 * written by hand.
 *
 * @throws {Error} for a page without a place for its table
 */
export function wirePages(): readonly WirePage[] {
  const names = [...new Set(Object.values(pages))];
  const there = new Set(readdirSync(folder));
  const missing = [index, ...names].find((name) => !there.has(name));
  if (missing !== undefined) throw new Error(`docs/wire has no page ${missing}`);
  return [page(index, hostTable()), ...names.map((name) => page(name, operationTables(name)))];
}

const begin = '<!-- from the declarations; npm run openapi -->\n';
const end = '<!-- end -->\n';

function page(name: string, table: string): WirePage {
  const file = new URL(name, folder);
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`docs/wire/${name} has no place for its table`);
  const before = text.slice(0, from + begin.length);
  return { file, text, made: `${before}\n${table}\n${text.slice(to)}` };
}

/** Every host with its prefix, what it signs errors with, how much it does, and its page. */
function hostTable(): string {
  const rows = Object.entries(hosts).map(([short, { name, prefix, service }]: [string, Host]) => {
    const count = routes.filter(({ host }) => host === short).length;
    const link = `[${pages[service].replace('.md', '')}](${pages[service]})`;
    return row([name === '' ? '–' : code(name), code(prefix), service, String(count), link]);
  });
  const head = ['Host', 'Path prefix', '`source` in errors', 'Operations', 'Page'];
  return [...headed(head), ...rows, ''].join('\n');
}

function operationTables(name: string): string {
  const shown = (Object.entries(hosts) as [HostName, Host][]).filter(
    ([short, { service }]) => pages[service] === name && ofHost(short).length > 0,
  );
  if (shown.length === 0) return 'No operation is declared for it yet.\n';
  return shown
    .map(([short, host]) => {
      const title = host.name === '' ? `Prefix ${code(host.prefix)}` : code(host.name);
      const rows = ofHost(short).map(operationRow);
      const head = ['Request', 'What it does', 'Query', 'Versions', 'Who may ask', 'Answers'];
      return [`### ${title}`, '', ...headed(head), ...rows, ''].join('\n');
    })
    .join('\n');
}

/** What only development mode has is told of elsewhere. */
function ofHost(short: HostName): readonly Route[] {
  return routes.filter(({ host, path }) => host === short && !path.startsWith('/development/'));
}

const audiences: Readonly<Record<Route['audience'], string>> = {
  anyone: 'anyone',
  token: 'a token or key',
  player: 'a player',
  nonce: 'a player, or a nonce',
  stream: 'a player, or a nonce',
  manager: 'the management key',
};

function operationRow(route: Route): string {
  const query = Object.keys(route.query.shape).map(code).join(', ');
  const versions = route.contractVersions?.join(', ') ?? 'any';
  return row([
    code(`${route.method} ${route.path}`),
    route.summary,
    query === '' ? '–' : query,
    versions,
    audiences[route.audience],
    statusesOf(route),
  ]);
}

type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: object }>>>>;
};

let described: Described | null = null;

/** As the description of the wire has them, with what every operation of its kind refuses. */
function statusesOf({ host, method, path }: Route): string {
  described ??= JSON.parse(openApiText()) as Described;
  const address = `${hosts[host].prefix}${path.replace(/:(\w+)/g, '{$1}')}`;
  const operation = described.paths[address]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`openapi.json does not describe ${address}`);
  return Object.keys(operation.responses).join(' ');
}

function headed(cells: readonly string[]): readonly string[] {
  return [row(cells), row(cells.map(() => '---'))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
