import {
  achievementId,
  type CatalogRule,
  type Change,
  compareAchievementIds,
  type Finding,
  hasErrors,
  type ImageFacts,
  type Instant,
  leavingRules,
  planPublish,
  quoted,
  Refusal,
  releaseRules,
  retail,
  type Sandbox,
  type Title,
  type TitleId,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { PublishedVersion, Store, TitleStore } from '../store/store.ts';
import type { PublishedTitles } from './published-titles.ts';
import { type CheckDocument, localPictureErrors } from './title-check.ts';
import { recordAllStandings } from './title-conversion.ts';
import { readTitleText, type TitleDocument } from './title-document.ts';
import { inDocument } from './title-places.ts';
import { hasOtherGamerscore, recountTotals } from './title-recount.ts';
import { createTurns } from './turns.ts';

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

/** What publishing works with. */
type Parts = {
  readonly store: Pick<Store, 'titles' | 'records'>;
  readonly published: PublishedTitles;
  readonly check: CheckDocument;
  readonly clock: Clock;
  /** Whether titles keep to one system for ever, as the original's do. */
  readonly isStrict: boolean;
};

/** Publishes one at a time, so that what is in memory follows what is stored. */
export function createTitlePublishing(parts: Parts): TitlePublishing {
  const { store, published } = parts;
  const inTurn = createTurns();
  return {
    async plan(of) {
      const { before, read, changes, findings } = await planned(of, parts);
      const scid = before?.scid ?? read?.title.scid;
      const players = scid ? await store.records.countPlayers({ sandbox: of.sandbox, scid }) : 0;
      return { version: before?.version ?? 0, changes, findings, players };
    },
    publish: (publication) => inTurn(() => publishInTurn(publication, parts)),
    rollback: ({ titleId, sandbox, toVersion, note }) =>
      inTurn(async () => {
        const at = { titleId, sandbox };
        const document = await restored({ ...at, toVersion }, store.titles);
        await published.refresh();
        return publishInTurn(
          {
            ...at,
            document,
            note: `restores version ${toVersion}${note ? `: ${note}` : ''}`,
            accept: [...releaseRules],
          },
          parts,
        );
      }),
    versions: (of) => versionsOf(of, store.titles),
  };
}

async function planned(
  { titleId, sandbox, document, images }: Omit<Publication, 'note'>,
  { published, check, isStrict }: Pick<Parts, 'published' | 'check' | 'isStrict'>,
) {
  const before = published.byTitleId(sandbox, titleId) ?? null;
  const { read, findings } = await check(document, { sandbox, ...(images && { images }) });
  if (read.document === null) return { before, read: null, changes: [], findings };
  refuseOtherTitle(read.title, titleId);
  const { changes, refused } = planPublish(before, read.title, { sandbox, isStrict });
  const placed = refused.map((finding) => inDocument(read.document, finding));
  return { before, read, changes, findings: [...placed, ...findings] };
}

async function publishInTurn(publication: Publication, parts: Parts): Promise<Published> {
  const { titleId, sandbox, note, accept = [] } = publication;
  const { store, published, clock } = parts;
  const { before, read, changes, findings } = await planned(publication, parts);
  refuseOtherVersion(before, publication);
  const local = read === null ? [] : localPictureErrors(read.title);
  refuseErrors([...local, ...findings], { titleId, sandbox, accept });
  if (read === null) throw new Error('a document that was not read has errors');
  const document = JSON.stringify(read.document);
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const inForce = before && (await versionsOf({ titleId, sandbox }, store.titles)).at(-1);
  if (inForce?.document === document) {
    const { version, publishedAt } = inForce;
    return { version, publishedAt, changes: [], warnings, recounted: 0 };
  }
  const version = (before?.version ?? 0) + 1;
  const { scid } = read.title;
  const next = { titleId, scid, sandbox, version, document, publishedAt: clock.now(), note };
  const of = { records: store.records, clock };
  const among = leavingRules(changes);
  if (before !== null && among.size > 0) {
    await recordAllStandings({ title: before, sandbox, among }, of);
  }
  if (!(await store.titles.publish(next))) {
    await published.refresh();
    throw new Refusal(
      'Conflict',
      `version ${version} of titleId ${titleId} was published to ${sandbox} by someone else; plan again`,
    );
  }
  const title = published.put(next);
  const isRecounted = before !== null && sandbox !== retail && hasOtherGamerscore(before, title);
  const recounted = isRecounted ? await recountTotals({ title, sandbox }, of) : 0;
  return { version, publishedAt: next.publishedAt, changes, warnings, recounted };
}

async function versionsOf(
  of: TitleAt,
  titles: Pick<TitleStore, 'versions'>,
): Promise<readonly PublishedVersion[]> {
  return [...(await titles.versions(of))].sort((a, b) => a.version - b.version);
}

/** The document of an older version, to be put in force again. */
async function restored(
  { toVersion, ...of }: TitleAt & { toVersion: number },
  titles: Pick<TitleStore, 'versions'>,
): Promise<TitleDocument> {
  const known = await versionsOf(of, titles);
  const target = known.find(({ version }) => version === toVersion);
  const inForce = known.at(-1);
  if (target !== undefined && inForce !== undefined) {
    return restoring(documentIn(target), documentIn(inForce));
  }
  throw new Refusal(
    'UnknownEntity',
    `titleId ${of.titleId} has no version ${quoted(toVersion)} in sandbox ${of.sandbox}; the last is ${inForce?.version ?? 'none'}`,
  );
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
