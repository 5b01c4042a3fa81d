import { schema } from '@laurel/contract';
import { retail, type Sandbox, type Xuid } from '@laurel/domain';
import type { Capture, CapturedTitle } from '@laurel/server';
import { stateBody } from './capture-state.ts';
import { Failure } from './failure.ts';
import type { ManagementClient } from './management-client.ts';
import { addSandbox, publishDocument } from './publishing.ts';
import { managementOf, type ServerOptions } from './server-address.ts';
import type { Shell } from './shell.ts';

/** What was published of a capture. */
export type PublishedCapture = {
  readonly titleId: number;
  readonly sandbox: Sandbox;
  readonly version: number;
  /** Whose the recorded state became; `null` where nobody was named. */
  readonly player: Xuid | null;
};

/** Publishes recorded titles, with their rarity, and gives a player the recorded state. */
export async function publishCapture(
  shell: Shell,
  { titles }: Capture,
  {
    publish: sandbox,
    player,
    ...options
  }: ServerOptions & { publish: Sandbox; player?: Xuid | undefined },
): Promise<readonly PublishedCapture[]> {
  const client = managementOf(shell, options);
  if (sandbox !== retail) await addSandbox(client, sandbox);
  if (player !== undefined) await keepPlayer(client, player);
  const published: PublishedCapture[] = [];
  for (const captured of titles) {
    const { document, title } = captured;
    const { version } = await publishDocument(
      client,
      { titleId: title.titleId, document },
      { sandbox, note: 'imported from recorded answers', acceptsIncomplete: true },
    );
    await importFigures(client, captured, sandbox);
    if (player !== undefined) await importState(client, captured, { sandbox, player });
    published.push({ titleId: title.titleId, sandbox, version, player: player ?? null });
  }
  return published;
}

/** A player nobody knows yet is made, so that the state has someone to belong to. */
async function keepPlayer(client: ManagementClient, xuid: Xuid): Promise<void> {
  try {
    await client.call({ method: 'GET', path: `/players/${xuid}`, answer: schema.Player });
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'UnknownPlayer') throw thrown;
    const gamertag = `Recorded ${xuid.slice(-6)}`;
    await client.call({
      method: 'POST',
      path: '/players',
      body: { xuid, gamertag },
      answer: schema.Player,
    });
  }
}

async function importFigures(
  client: ManagementClient,
  { title, figures }: CapturedTitle,
  sandbox: Sandbox,
): Promise<void> {
  if (figures.length === 0) return;
  await client.call({
    method: 'PUT',
    path: `/titles/${title.titleId}/rarity`,
    body: { sandbox, figures },
  });
}

async function importState(
  client: ManagementClient,
  captured: CapturedTitle,
  { sandbox, player }: { sandbox: Sandbox; player: Xuid },
): Promise<void> {
  await client.call({
    method: 'PUT',
    path: `/players/${player}/state`,
    body: { ...stateBody(captured), sandbox },
    answer: schema.RecordChanged,
  });
}
