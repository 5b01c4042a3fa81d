import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { schema } from '@laurel/contract';
import { hasErrors, releaseRules, type Sandbox } from '@laurel/domain';
import { assetPath, localPicturesOf, type TitleDocument, withPictures } from '@laurel/server';
import type { z } from 'zod';
import { Failure, fileFailure } from './failure.ts';
import { findingLines } from './findings-text.ts';
import type { ManagementClient } from './management-client.ts';
import type { Progress } from './progress.ts';
import { readTitleFile } from './title-file.ts';

/** What a publish did. */
export type Published = z.output<typeof schema.Published>;

/** What a publish would do. */
export type Plan = z.output<typeof schema.PublishPlan>;

/** A document that is ready to be sent, with the pictures it needs. */
export type ReadyTitle = {
  readonly titleId: number;
  readonly name: string;
  /** Its pictures are named as the instance will name them. */
  readonly document: TitleDocument;
  readonly pictures: readonly Uint8Array[];
};

/** How a document is to be published. */
export type Aim = {
  readonly sandbox: Sandbox;
  readonly note?: string | undefined;
  readonly expectedVersion?: number | undefined;
  /** Lets a base set be smaller than a release's. */
  readonly acceptsIncomplete?: boolean | undefined;
};

/**
 * Reads a title document and its pictures from files.
 *
 * @throws {Failure} naming every error at its place
 */
export async function readReadyTitle(path: string, aim: Aim): Promise<ReadyTitle> {
  const { read, findings } = await readTitleFile(path, aim.sandbox);
  const counted = findings.filter(({ rule }) => !aim.acceptsIncomplete || !releaseRules.has(rule));
  if (read === null || hasErrors(counted)) {
    const errors = counted.filter(({ severity }) => severity === 'error');
    throw new Failure('invalid-document', `"${path}" can't be published:`, {
      details: findingLines(path, errors).trimEnd().split('\n'),
    });
  }
  const { document, title } = read;
  const moved = new Map<string, string>();
  const pictures: Uint8Array[] = [];
  for (const url of localPicturesOf(document)) {
    const bytes = await readPicture(join(dirname(path), url));
    moved.set(url, assetPath(bytes) ?? url);
    pictures.push(bytes);
  }
  return {
    titleId: title.titleId,
    name: title.name[title.defaultLocale] ?? '',
    document: withPictures(document, (url) => moved.get(url) ?? url),
    pictures,
  };
}

async function readPicture(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw fileFailure(path, thrown);
  }
}

/** Asks what publishing would change; nothing is sent but the document. */
export async function planTitle(
  client: ManagementClient,
  { titleId, document, pictures }: ReadyTitle,
  { sandbox, acceptsIncomplete }: Aim,
): Promise<Plan> {
  const plan = await client.call({
    method: 'POST',
    path: `/titles/${titleId}/plan`,
    body: { document, sandbox },
    answer: schema.PublishPlan,
  });
  // The pictures are here and were checked; the publish brings them along.
  const ours = pictures.map(assetPath).filter((path) => path !== undefined);
  const isOurs = ({ rule, message }: Plan['findings'][number]) =>
    rule === 'picture' && ours.some((path) => message.includes(path));
  const isAccepted = ({ rule }: Plan['findings'][number]) =>
    acceptsIncomplete === true && [...releaseRules].some((accepted) => accepted === rule);
  const findings = plan.findings.filter((finding) => !isOurs(finding) && !isAccepted(finding));
  const isPublishable = findings.every(({ severity }) => severity !== 'error');
  return { ...plan, findings, isPublishable };
}

/** Sends a document's pictures, then the document. It is in force when this is over. */
export async function publishTitle(
  client: ManagementClient,
  { titleId, name, document, pictures }: ReadyTitle,
  aim: Aim & { progress?: Progress },
): Promise<Published> {
  for (const [index, bytes] of pictures.entries()) {
    aim.progress?.at(index, pictures.length, `pictures of ${name}`);
    await client.call({ method: 'POST', path: '/assets', body: bytes });
  }
  return publishDocument(client, { titleId, document }, aim);
}

/** Puts a document in force; without one, the title's draft. */
export function publishDocument(
  client: ManagementClient,
  { titleId, document }: { titleId: number; document?: TitleDocument },
  { sandbox, note, expectedVersion, acceptsIncomplete }: Aim,
): Promise<Published> {
  return client.call({
    method: 'POST',
    path: `/titles/${titleId}/publish`,
    body: {
      sandbox,
      ...(document !== undefined && { document }),
      ...(note !== undefined && { note }),
      ...(expectedVersion !== undefined && { expectedVersion }),
      ...(acceptsIncomplete && { accept: [...releaseRules] }),
    },
    answer: schema.Published,
  });
}

/** Adds a sandbox; one that is there stays as it is. */
export async function addSandbox(client: ManagementClient, name: Sandbox): Promise<void> {
  await client.call({ method: 'POST', path: '/sandboxes', body: { name } });
}
