import type { Instant, Sandbox, Scid, TitleId } from '@laurel/domain';
import type { Draft, PublishedVersion, TitleStore } from '../store.ts';
import { type Row, readOne, type SqlEngine } from './engine.ts';

const versionColumns = 'title_id, sandbox, version, scid, document, published_at, note';
const draftColumns = 'title_id, scid, document, revision, changed_at';

const readPublished = `
  select ${versionColumns} from published_versions as one
   where version = (select max(version) from published_versions
                     where title_id = one.title_id and sandbox = one.sandbox)
   order by title_id, sandbox`;

/** Parameters: title id, sandbox. */
const readVersions = `
  select ${versionColumns} from published_versions
   where title_id = $1 and sandbox = $2
   order by version`;

/** A guard: changes nothing unless the version is the highest so far + 1. */
const insertVersion = `
  insert into published_versions (${versionColumns})
  select cast($1 as bigint), $2, cast($3 as bigint), $4, $5, $6, $7
   where $3 = 1 + (select coalesce(max(version), 0) from published_versions
                    where title_id = $1 and sandbox = $2)`;

/** Parameters: title id. */
const readDraft = `select ${draftColumns} from drafts where title_id = $1`;

const readDrafts = `select ${draftColumns} from drafts order by title_id`;

/** A guard: changes nothing when there is one. */
const insertDraft = `
  insert into drafts (scid, document, revision, changed_at, title_id)
  values ($1, $2, $3, $4, $5)
  on conflict do nothing`;

/** A guard: changes nothing unless the revision is the stored one + 1. */
const updateDraft = `
  update drafts set scid = $1, document = $2, revision = $3, changed_at = $4
   where title_id = $5 and revision = $3 - 1`;

const readSandboxes = 'select name from sandboxes order by name';

/** Parameters: name. */
const insertSandbox = 'insert into sandboxes (name) values ($1) on conflict do nothing';

/** Titles' documents on an engine. */
export function createTitleStore(engine: SqlEngine): TitleStore {
  return {
    published: async () => (await engine.read([readPublished])).map(versionOf),
    versions: async ({ titleId, sandbox }) =>
      (await engine.read([readVersions, titleId, sandbox])).map(versionOf),
    publish: ({ titleId, sandbox, version, scid, document, publishedAt, note }) =>
      engine.writeIf([
        [insertVersion, titleId, sandbox, version, scid, document, publishedAt, note],
      ]),
    async draft(titleId) {
      const row = await readOne(engine, [readDraft, titleId]);
      return row && draftOf(row);
    },
    drafts: async () => (await engine.read([readDrafts])).map(draftOf),
    saveDraft({ titleId, scid, document, revision, changedAt }) {
      const sql = revision === 1 ? insertDraft : updateDraft;
      return engine.writeIf([[sql, scid, document, revision, changedAt, titleId]]);
    },
    sandboxes: async () => (await engine.read([readSandboxes])).map(({ name }) => name as Sandbox),
    addSandbox: (name) => engine.write([[insertSandbox, name]]),
  };
}

type VersionRow = {
  readonly title_id: TitleId;
  readonly sandbox: Sandbox;
  readonly version: number;
  readonly scid: Scid;
  readonly document: string;
  readonly published_at: Instant;
  readonly note: string;
};

function versionOf(row: Row): PublishedVersion {
  const { title_id, published_at, ...rest } = row as unknown as VersionRow;
  return { titleId: title_id, publishedAt: published_at, ...rest };
}

type DraftRow = {
  readonly title_id: TitleId;
  readonly scid: Scid;
  readonly document: string;
  readonly revision: number;
  readonly changed_at: Instant;
};

function draftOf(row: Row): Draft {
  const { title_id, changed_at, ...rest } = row as unknown as DraftRow;
  return { titleId: title_id, changedAt: changed_at, ...rest };
}
