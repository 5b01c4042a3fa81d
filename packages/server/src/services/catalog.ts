import {
  type Finding,
  type ImageFacts,
  type Instant,
  localize,
  quoted,
  Refusal,
  retail,
  type Sandbox,
  type Scid,
  type Title,
  type TitleId,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { Store, TitleStore } from '../store/store.ts';
import { createPublishedTitles, type PublishedTitles } from './published-titles.ts';
import { type CheckAim, createTitleCheck } from './title-check.ts';
import { readTitleText, type TitleDocument } from './title-document.ts';
import { createTitleDrafts, type DraftToSave, type SavedDraft } from './title-drafts.ts';
import {
  createTitlePublishing,
  type Plan,
  type Publication,
  type Published,
  type TitleAt,
} from './title-publishing.ts';

/** A title of this instance, published or not. */
export type TitleSummary = {
  readonly titleId: TitleId;
  readonly scid: Scid;
  /** In its default locale. */
  readonly name: string;
  readonly draftRevision: number | null;
  readonly published: readonly {
    readonly sandbox: Sandbox;
    readonly version: number;
    readonly publishedAt: Instant;
  }[];
};

/** One published version, without its document. */
export type VersionSummary = {
  readonly version: number;
  readonly publishedAt: Instant;
  readonly note: string;
  readonly isInForce: boolean;
};

/** What a publish is asked to do; without a document the draft is published. */
export type PublishRequest = Omit<Publication, 'document'> & { readonly document?: unknown };

/**
 * Knows every title: those in force, at once and from memory; drafts and versions from the store.
 */
export type Catalog = Pick<PublishedTitles, 'byScid' | 'byTitleId' | 'all' | 'refresh'> & {
  /** Those a title can be published to. `RETAIL` is always among them. */
  sandboxes(): Promise<readonly Sandbox[]>;
  addSandbox(name: Sandbox): Promise<void>;
  /** By titleId. */
  titles(): Promise<readonly TitleSummary[]>;
  /** @throws {Refusal} `InvalidBody`, `Conflict` */
  saveDraft(of: DraftToSave): Promise<SavedDraft>;
  /**
   * The draft, or what is published in a sandbox.
   *
   * @throws {Refusal} `UnknownTitle`, `UnknownEntity` for a version that is not there
   */
  exportDocument(of: ExportRequest): Promise<TitleDocument>;
  /** Everything that is wrong with a document or worth knowing of it, errors first. */
  validate(document: unknown, aim: CheckAim): Promise<readonly Finding[]>;
  /**
   * @throws {Refusal} `UnknownTitle` without a document or a draft, `UnknownEntity` for a sandbox
   */
  plan(of: TitleAt & { document?: unknown }): Promise<Plan>;
  /**
   * Puts a document in force, whole or not at all; older versions are kept. A document that is
   * given becomes the draft too.
   *
   * @throws {Refusal} as `plan`; `NotPublishable` with every error, `Conflict` when another version
   *   is in force than expected
   */
  publish(request: PublishRequest): Promise<Published>;
  /**
   * Puts an older document in force again, as a new version. Achievements that came after it stay,
   * archived.
   *
   * @throws {Refusal} `UnknownEntity` for a version that is not there, `NotPublishable`
   */
  rollback(of: TitleAt & { toVersion: number; note?: string | undefined }): Promise<Published>;
  /** Oldest first. */
  versions(of: TitleAt): Promise<readonly VersionSummary[]>;
};

/** Without a sandbox the draft; without a version the one in force. */
export type ExportRequest = {
  readonly titleId: TitleId;
  readonly sandbox: Sandbox | null;
  readonly version?: number | undefined;
};

/**
 * Builds the catalog and loads what is in force.
 *
 * @param imageAt gives the facts of a picture of this instance, for the check of icons
 * @param isStrict whether titles keep to one system for ever, as the original's do
 */
export async function createCatalog({
  store,
  clock,
  imageAt = null,
  isStrict = false,
}: {
  store: Pick<Store, 'titles' | 'records'>;
  clock: Clock;
  imageAt?: ((path: string) => Promise<ImageFacts | undefined>) | null;
  isStrict?: boolean;
}): Promise<Catalog> {
  const published = createPublishedTitles(store.titles);
  const check = createTitleCheck({ store: store.titles, published, imageAt, isStrict });
  const publishing = createTitlePublishing({ store, published, check, clock, isStrict });
  const drafts = createTitleDrafts({ store: store.titles, check, clock });
  await published.refresh();

  return {
    byScid: published.byScid,
    byTitleId: published.byTitleId,
    all: published.all,
    refresh: published.refresh,
    sandboxes: () => sandboxesOf(store.titles),
    addSandbox: (name) => store.titles.addSandbox(name),
    titles: async () => summaries(await store.titles.drafts(), published),
    saveDraft: drafts.save,
    exportDocument: (of) => exported(of, store.titles),
    async validate(document, aim) {
      const { findings } = await check(document, aim);
      return [...findings].sort((a, b) => a.severity.localeCompare(b.severity));
    },
    async plan({ document, ...at }) {
      await requireSandbox(at.sandbox, store.titles);
      const isSent = document !== undefined;
      return publishing.plan({
        ...at,
        document: isSent ? document : await draftOf(at.titleId, store.titles),
      });
    },
    async publish(request) {
      await requireSandbox(request.sandbox, store.titles);
      if (request.document === undefined) {
        return publishing.publish({
          ...request,
          document: await draftOf(request.titleId, store.titles),
        });
      }
      const done = await publishing.publish({ ...request, document: request.document });
      await drafts.follow({ titleId: request.titleId, document: request.document });
      return done;
    },
    rollback: publishing.rollback,
    async versions(of) {
      const versions = await publishing.versions(of);
      const inForce = versions.at(-1)?.version;
      return versions.map(({ version, publishedAt, note }) => ({
        version,
        publishedAt,
        note,
        isInForce: version === inForce,
      }));
    },
  };
}

type Sandboxes = Pick<TitleStore, 'sandboxes'>;

async function sandboxesOf(titles: Sandboxes): Promise<readonly Sandbox[]> {
  return [...new Set([retail, ...(await titles.sandboxes())])];
}

/** A misspelled name must not make a sandbox of its own. */
async function requireSandbox(sandbox: Sandbox, titles: Sandboxes): Promise<void> {
  const known = await sandboxesOf(titles);
  if (known.includes(sandbox)) return;
  throw new Refusal(
    'UnknownEntity',
    `there is no sandbox ${quoted(sandbox)}; add it first, or use one of ${known.join(', ')}`,
  );
}

async function draftOf(
  titleId: TitleId,
  titles: Pick<TitleStore, 'draft'>,
): Promise<TitleDocument> {
  const draft = await titles.draft(titleId);
  if (draft === undefined) {
    throw new Refusal(
      'UnknownTitle',
      `titleId ${titleId} has no draft; save or publish a title document of it first`,
    );
  }
  return parsed(draft.document);
}

async function exported(
  { titleId, sandbox, version }: ExportRequest,
  titles: Pick<TitleStore, 'draft' | 'versions'>,
): Promise<TitleDocument> {
  if (sandbox === null) return draftOf(titleId, titles);
  const versions = [...(await titles.versions({ titleId, sandbox }))];
  const newest = versions.sort((a, b) => b.version - a.version)[0];
  const found = version === undefined ? newest : versions.find((one) => one.version === version);
  if (found !== undefined) return parsed(found.document);
  const which = newest === undefined ? '' : `version ${version} of `;
  throw new Refusal(
    newest === undefined ? 'UnknownTitle' : 'UnknownEntity',
    `${which}titleId ${titleId} is not published in sandbox ${sandbox}`,
  );
}

function parsed(text: string): TitleDocument {
  const { document, findings } = readTitleText(text, 0);
  if (document !== null) return document;
  throw new Error(`a stored document can't be read: ${findings[0]?.message}`);
}

function summaries(
  drafts: readonly { titleId: TitleId; scid: Scid; revision: number; document: string }[],
  published: PublishedTitles,
): readonly TitleSummary[] {
  const byId = new Map<TitleId, TitleSummary>();
  for (const { titleId, scid, revision, document } of drafts) {
    const { title } = readTitleText(document, 0);
    const name = title === null ? '' : nameOf(title);
    byId.set(titleId, { titleId, scid, name, draftRevision: revision, published: [] });
  }
  for (const { title, sandbox, publishedAt } of published.everywhere()) {
    const { titleId, scid, version } = title;
    const known = byId.get(titleId);
    const summary = known ?? {
      titleId,
      scid,
      name: nameOf(title),
      draftRevision: null,
      published: [],
    };
    const entry = { sandbox, version, publishedAt };
    byId.set(titleId, { ...summary, published: [...summary.published, entry] });
  }
  return [...byId.values()].sort((a, b) => a.titleId - b.titleId);
}

function nameOf({ name, defaultLocale }: Title): string {
  return localize(name, [defaultLocale]);
}
