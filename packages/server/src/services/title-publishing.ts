import {
  achievementId,
  type CatalogRule,
  type Change,
  compareAchievementIds,
  emptyRecord,
  type Finding,
  hasErrors,
  type ImageFacts,
  type Instant,
  type PlayerRecord,
  planPublish,
  quoted,
  Refusal,
  releaseRules,
  retail,
  type Sandbox,
  type Title,
  type TitleId,
  totalsOf,
  type Xuid,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { PublishedVersion, Store } from '../store/store.ts';
import type { PublishedTitles } from './published-titles.ts';
import { type CheckDocument, localPictureErrors } from './title-check.ts';
import { readTitleText, type TitleDocument } from './title-document.ts';
import { inDocument } from './title-places.ts';

/** Players are recounted in pages of this many. */
const playersPerPage = 500;

/** A title of a sandbox. */
export type TitleAt = { readonly titleId: TitleId; readonly sandbox: Sandbox };

/** What publishing would do. */
export type Plan = {
  /** The version in force; 0 for none. */
  readonly version: number;
  readonly changes: readonly Change[];
  /** Everything found: about the document, and about what was published before. */
  readonly findings: readonly Finding[];
  /** How many players have a record of the title in that sandbox. */
  readonly players: number;
};

/** What a publish is asked to do. */
export type Publication = TitleAt & {
  readonly document: unknown;
  /** What is said about it. */
  readonly note: string;
  /** The version in force that the publish was planned on; 0 for none. */
  readonly expectedVersion?: number | undefined;
  readonly images?: ReadonlyMap<string, ImageFacts | null> | undefined;
  /** Rules of a release whose errors do not stop this publish. */
  readonly accept?: readonly CatalogRule[] | undefined;
};

/** What a publish did. */
export type Published = {
  readonly version: number;
  readonly publishedAt: Instant;
  /** Empty when the very same document was in force: then nothing was written. */
  readonly changes: readonly Change[];
  readonly warnings: readonly Finding[];
  /** How many players' totals were counted anew, because Gamerscore changed. */
  readonly recounted: number;
};

/** Puts documents in force. */
export type TitlePublishing = {
  plan(of: TitleAt & { document: unknown }): Promise<Plan>;
  publish(publication: Publication): Promise<Published>;
  rollback(of: TitleAt & { toVersion: number; note?: string | undefined }): Promise<Published>;
  versions(of: TitleAt): Promise<readonly PublishedVersion[]>;
};

/** Publishes one at a time, so that what is in memory follows what is stored. */
export function createTitlePublishing({
  store,
  published,
  check,
  clock,
}: {
  store: Pick<Store, 'titles' | 'records'>;
  published: PublishedTitles;
  check: CheckDocument;
  clock: Clock;
}): TitlePublishing {
  let last: Promise<unknown> = Promise.resolve();

  /** Runs when what was begun before has ended, however it ended. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function planned({ titleId, sandbox, document, images }: Omit<Publication, 'note'>) {
    const before = published.byTitleId(sandbox, titleId) ?? null;
    const { read, findings } = await check(document, { sandbox, ...(images && { images }) });
    if (read.document === null) return { before, read: null, changes: [], findings };
    refuseOtherTitle(read.title, titleId);
    const { changes, refused } = planPublish(before, read.title, sandbox);
    const placed = refused.map((finding) => inDocument(read.document, finding));
    return { before, read, changes, findings: [...placed, ...findings] };
  }

  async function put(publication: Publication): Promise<Published> {
    const { titleId, sandbox, note, accept = [] } = publication;
    const { before, read, changes, findings } = await planned(publication);
    refuseOtherVersion(before, publication);
    const local = read === null ? [] : localPictureErrors(read.title);
    refuseErrors([...local, ...findings], { titleId, sandbox, accept });
    if (read === null) throw new Error('a document without a form has no errors');
    const { title, document } = read;
    const text = JSON.stringify(document);
    const version = (before?.version ?? 0) + 1;
    const [inForce] = before === null ? [] : (await versions({ titleId, sandbox })).slice(-1);
    const warnings = findings.filter(({ severity }) => severity === 'warning');
    if (inForce?.document === text) {
      const { publishedAt } = inForce;
      return { version: inForce.version, publishedAt, changes: [], warnings, recounted: 0 };
    }
    const publishedAt = clock.now();
    const next = { titleId, scid: title.scid, sandbox, version, document: text, publishedAt, note };
    if (!(await store.titles.publish(next))) {
      await published.refresh();
      throw new Refusal(
        'Conflict',
        `version ${version} of titleId ${titleId} was published to ${sandbox} by someone else; plan again`,
      );
    }
    const after = published.put(next);
    const recounted = await recount(before, after, sandbox);
    return { version, publishedAt, changes, warnings, recounted };
  }

  /** Gamerscore is summed when a record is written, so a change of it sums all records anew. */
  async function recount(before: Title | null, after: Title, sandbox: Sandbox): Promise<number> {
    if (before === null || sandbox === retail || !hasOtherGamerscore(before, after)) return 0;
    const { scid } = after;
    let count = 0;
    for (let last: Xuid | null = null; ; ) {
      const page: readonly Xuid[] = await store.records.playersOf(
        { sandbox, scid },
        { after: last, limit: playersPerPage },
      );
      for (const xuid of page) {
        await store.records.advance({ sandbox, xuid, scid }, (record) => summed(after, record));
      }
      count += page.length;
      last = page.at(-1) ?? null;
      if (page.length < playersPerPage) return count;
    }
  }

  /** A record that is equal but not the same is written, and its totals with it. */
  function summed(title: Title, record: PlayerRecord = emptyRecord(clock.now())) {
    return { record: { ...record }, facts: [], totals: totalsOf(title, record) };
  }

  async function versions(of: TitleAt): Promise<readonly PublishedVersion[]> {
    const known = await store.titles.versions(of);
    return [...known].sort((a, b) => a.version - b.version);
  }

  return {
    async plan(of) {
      const { before, read, changes, findings } = await planned(of);
      const scid = before?.scid ?? read?.title.scid;
      const players = scid ? await store.records.countPlayers({ sandbox: of.sandbox, scid }) : 0;
      return { version: before?.version ?? 0, changes, findings, players };
    },
    publish: (publication) => inTurn(() => put(publication)),
    rollback: ({ titleId, sandbox, toVersion, note }) =>
      inTurn(async () => {
        const known = await versions({ titleId, sandbox });
        const target = known.find(({ version }) => version === toVersion);
        const inForce = known.at(-1);
        if (target === undefined || inForce === undefined) {
          throw new Refusal(
            'UnknownEntity',
            `titleId ${titleId} has no version ${quoted(toVersion)} in sandbox ${sandbox}`,
          );
        }
        return put({
          titleId,
          sandbox,
          document: restoring(documentIn(target), documentIn(inForce)),
          note: `restores version ${toVersion}${note ? `: ${note}` : ''}`,
          accept: [...releaseRules],
        });
      }),
    versions,
  };
}

function refuseOtherTitle(title: Title, titleId: TitleId): void {
  if (title.titleId === titleId) return;
  throw new Refusal(
    'InvalidBody',
    `the document is of titleId ${title.titleId}, so it can't be published as titleId ${titleId}`,
  );
}

function refuseOtherVersion(
  before: Title | null,
  { titleId, sandbox, expectedVersion }: Publication,
): void {
  const version = before?.version ?? 0;
  if (expectedVersion === undefined || expectedVersion === version) return;
  throw new Refusal(
    'Conflict',
    `titleId ${titleId} is at version ${version} in sandbox ${sandbox}, not at ${expectedVersion}; plan again`,
  );
}

function refuseErrors(
  findings: readonly Finding[],
  { titleId, sandbox, accept }: TitleAt & { accept: readonly CatalogRule[] },
): void {
  const unwaivable = accept.find((rule) => !releaseRules.has(rule));
  if (unwaivable !== undefined) {
    throw new Refusal(
      'InvalidRequest',
      `rule ${quoted(unwaivable)} can't be accepted to be broken; only ${[...releaseRules].join(' and ')} can`,
    );
  }
  const errors = findings.filter(
    ({ severity, rule }) => severity === 'error' && !accept.includes(rule),
  );
  const [first] = errors;
  if (first === undefined || !hasErrors(errors)) return;
  const others = errors.length > 1 ? `, and ${errors.length - 1} more` : '';
  throw new Refusal(
    'NotPublishable',
    `titleId ${titleId} can't be published to ${sandbox}: ${first.path} ${first.message}${others}`,
    errors.map(({ path, message }) => ({ path, message })),
  );
}

function hasOtherGamerscore(before: Title, after: Title): boolean {
  const worth = new Map(before.achievements.map(({ id, gamerscore }) => [id, gamerscore]));
  return after.achievements.some(({ id, gamerscore }) => (worth.get(id) ?? 0) !== gamerscore);
}

function documentIn({ document, version, titleId }: PublishedVersion): TitleDocument {
  const read = readTitleText(document, version);
  if (read.document !== null) return read.document;
  throw new Error(`version ${version} of titleId ${titleId} can't be read`);
}

/** The old document; what came after it stays, for players may have it, but archived. */
function restoring(old: TitleDocument, inForce: TitleDocument): TitleDocument {
  const known = new Set(old.achievements.map(({ id }) => id));
  const later = inForce.achievements
    .filter(({ id }) => !known.has(id))
    .map((achievement) => ({ ...achievement, archived: true }));
  const achievements = [...old.achievements, ...later].sort((a, b) =>
    compareAchievementIds(achievementId(a.id), achievementId(b.id)),
  );
  return { ...old, achievements };
}
