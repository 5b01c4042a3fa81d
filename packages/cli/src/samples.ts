import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schema } from '@laurel/contract';
import { retail } from '@laurel/domain';
import { Failure } from './failure.ts';
import type { ManagementClient } from './management-client.ts';
import type { Progress } from './progress.ts';
import { publishTitle, readReadyTitle } from './publishing.ts';

/** Where the samples are: shipped in the package, or in the repository. */
const places = ['../samples/', '../../../fixtures/titles/'];

/** A sample title as the start tells of it. */
export type SampleTitle = {
  readonly titleId: number;
  readonly name: string;
  /** An achievement that can be reported; `null` where events unlock them. */
  readonly achievementId: string | null;
};

/** @returns the documents of the sample titles, sorted by path */
export function sampleFiles(): readonly string[] {
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const directory = found.find((path) => existsSync(path));
  if (directory === undefined) {
    throw new Failure('no-samples', `the sample titles are not in "${found.join('" nor in "')}"`);
  }
  return readdirSync(directory)
    .map((name) => join(directory, name))
    .map((path) => (statSync(path).isDirectory() ? join(path, 'title.json') : path))
    .filter((path) => path.endsWith('.json') && existsSync(path))
    .sort();
}

/** Publishes every sample to `RETAIL` that is not published there yet. */
export async function publishSamples(
  client: ManagementClient,
  progress: Progress,
): Promise<readonly SampleTitle[]> {
  const samples: SampleTitle[] = [];
  for (const path of sampleFiles()) {
    const ready = await readReadyTitle(path, { sandbox: retail });
    const { titleId, name, document } = ready;
    if (!(await isPublished(client, titleId))) {
      await publishTitle(client, ready, { sandbox: retail, note: 'sample', progress });
    }
    const first = document.achievements.find(({ archived }) => archived !== true);
    const isReported = document.system !== 'event-based' && document.generation !== 'xbox360';
    samples.push({ titleId, name, achievementId: isReported ? (first?.id ?? null) : null });
  }
  return samples;
}

async function isPublished(client: ManagementClient, titleId: number): Promise<boolean> {
  const { versions } = await client.call({
    method: 'GET',
    path: `/titles/${titleId}/versions?sandbox=${retail}`,
    answer: schema.TitleVersions,
  });
  return versions.length > 0;
}
