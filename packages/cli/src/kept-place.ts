import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Failure, fileFailure } from './failure.ts';

/** Where a long run is, kept in a file: a run that was killed goes on there. */
export type KeptPlace = {
  /** Where an earlier run of the same work was; `null` to begin. */
  readonly after: string | null;
  /** Keeps how far the run has come. */
  keep(after: string): Promise<void>;
  /** The work is done: the next run begins anew. */
  done(): Promise<void>;
};

/**
 * Opens the file.
 *
 * @param work says what is being done, so that other work does not go on there
 * @throws {Failure} by the result, for a file of other work, or that can't be read
 */
export async function openKeptPlace(path: string, work: string): Promise<KeptPlace> {
  const after = await placeIn(path, work);
  return {
    after,
    async keep(place) {
      const next = `${path}.next`;
      await writeFile(next, `${JSON.stringify({ work, after: place })}\n`);
      await rename(next, path);
    },
    done: () => rm(path, { force: true }),
  };
}

async function placeIn(path: string, work: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw fileFailure(path, thrown);
  }
  const kept = parsed(text);
  if (kept.work === work && typeof kept.after === 'string') return kept.after;
  throw new Failure('other-work', `"${path}" is of other work, so it can't be gone on with there`, {
    details: [`this is: ${work}`, 'name another file, or remove it to begin anew'],
  });
}

function parsed(text: string): { readonly work?: unknown; readonly after?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
