import { readFile } from 'node:fs/promises';
import { schema } from '@laurel/contract';
import type { Sandbox } from '@laurel/domain';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { Failure, fileFailure } from '../failure.ts';
import type { ManagementClient } from '../management-client.ts';
import { withProgress } from '../progress.ts';
import { readReadyTitle } from '../publishing.ts';
import { readSandbox } from '../read-option.ts';
import { affectedLines, type FoundAll, throughPages } from '../rule-pages.ts';
import { managementOf, type ServerOptions, withManagerOptions } from '../server-address.ts';
import type { Shell } from '../shell.ts';
import { counted } from '../table.ts';

type Options = ServerOptions & { readonly sandbox: Sandbox; readonly events?: string };

/** `laurel simulate`: who would unlock what under other rules. */
export function simulateCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'simulate',
    summary: 'show who would unlock what under other rules, before they are published',
    description: `Holds the rules of a title document against the stats that players have. With
--events it plays events from a file to newcomers instead, under the rules in force and under the
others. Nothing is changed.`,
    examples: [
      ['laurel simulate title.json --sandbox RETAIL', 'against the stats there are'],
      ['laurel simulate title.json --sandbox RETAIL --events events.json', 'against given events'],
    ],
    build: (command) =>
      withManagerOptions(command)
        .argument('<file>', 'a title document')
        .requiredOption('--sandbox <name>', 'where it is in force (required)', readSandbox)
        .option('--events <file>', 'events as JSON: a list, or one a line'),
    run: async ({ operands: [file = ''], options }) => {
      const { sandbox } = options;
      const { document, titleId } = await readReadyTitle(file, {
        sandbox,
        acceptsIncomplete: true,
      });
      const events = options.events === undefined ? undefined : await readEvents(options.events);
      const client = managementOf(shell, options);
      const of = { sandbox, document };
      const parts = events && partsOf(events);
      const askFor = parts
        ? (after: string | null) => askPart(client, titleId, { ...of, parts, after })
        : (after: string | null) => ask(client, titleId, { ...of, events: undefined, after });
      const found = await withProgress(shell.err, 'simulating', ({ at }) =>
        throughPages(askFor, {
          after: null,
          perSecond: null,
          stop: shell.stop(),
          tell: (players) => at(players, players),
        }),
      );
      return { json: { titleId, sandbox, ...found }, text: simulationText(found) };
    },
  });
}

function ask(
  client: ManagementClient,
  titleId: number,
  {
    after,
    events,
    ...of
  }: {
    sandbox: Sandbox;
    document: unknown;
    events: readonly unknown[] | undefined;
    after: string | null;
  },
) {
  return client.call({
    method: 'POST',
    path: `/titles/${titleId}/simulate`,
    body: { ...of, ...(events !== undefined && { events }), ...(after !== null && { after }) },
    answer: schema.Simulation,
  });
}

/** Events of one call are at most so many, and so many bytes. */
const partMax = { events: 20_000, bytes: 6 * 1024 * 1024 } as const;

/** Events in parts that one call takes; those of one player stay together. */
function partsOf(events: readonly unknown[]): readonly (readonly unknown[])[] {
  const byPlayer = Map.groupBy(events, (event) => String(Object(event).userId ?? ''));
  const parts: unknown[][] = [[]];
  let bytes = 0;
  for (const own of byPlayer.values()) {
    const ownBytes = Buffer.byteLength(JSON.stringify(own));
    const last = parts.at(-1) ?? [];
    const isFull = last.length + own.length > partMax.events || bytes + ownBytes > partMax.bytes;
    if (isFull && last.length > 0) {
      parts.push([...own]);
      bytes = ownBytes;
    } else {
      for (const event of own) last.push(event);
      bytes += ownBytes;
    }
  }
  return parts;
}

/** @param after counts the parts that are done, as text */
async function askPart(
  client: ManagementClient,
  titleId: number,
  {
    parts,
    after,
    ...of
  }: {
    sandbox: Sandbox;
    document: unknown;
    parts: readonly (readonly unknown[])[];
    after: string | null;
  },
) {
  const place = Number(after ?? 0);
  const events = parts[place] ?? [];
  const page = await ask(client, titleId, { ...of, events, after: null });
  return { ...page, next: place + 1 < parts.length ? String(place + 1) : null };
}

async function readEvents(path: string): Promise<readonly unknown[]> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw fileFailure(path, thrown);
  });
  try {
    if (text.trimStart().startsWith('[')) return JSON.parse(text);
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line): unknown => JSON.parse(line));
  } catch (cause) {
    throw new Failure('not-events', `"${path}" must hold events as JSON, a list or one a line`, {
      cause,
    });
  }
}

function simulationText({ players, unlocks, losses, refusals }: FoundAll): string {
  const head = `${counted(players, 'player')} looked at\n`;
  const none = unlocks.length + losses.length === 0 ? '  nobody would unlock anything\n' : '';
  const found =
    affectedLines(unlocks, 'would unlock') + affectedLines(losses, 'would no longer unlock');
  const refused = refusals.map(
    ({ code, events }) => `  ${counted(events, 'event')} refused as ${code}\n`,
  );
  return head + none + found + refused.join('');
}
