import { type Finding, quoted, Refusal, retail, type TitleId } from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { Draft, TitleStore } from '../store/store.ts';
import type { CheckDocument } from './title-check.ts';
import type { TitleDocument } from './title-document.ts';

/** A draft that was saved, and what was found about it. */
export type SavedDraft = {
  readonly draft: Draft;
  readonly document: TitleDocument;
  /** As for a release; a draft may be saved whatever they say. */
  readonly findings: readonly Finding[];
};

/** What to save, and what it was changed from. */
export type DraftToSave = {
  /** `null` for whichever the document is of. */
  readonly titleId: TitleId | null;
  readonly document: unknown;
  /**
   * The revision that was changed; 0 for a new title. Without it, whatever is there is replaced.
   */
  readonly expectedRevision?: number | undefined;
};

/** Keeps the copies that are worked on. */
export type TitleDrafts = {
  /**
   * Saves a document whose form is right, as the title's draft.
   *
   * @throws {Refusal} `InvalidBody` for a wrong form, another title, or another title's scid;
   *   `Conflict` when the draft has changed since
   */
  save(of: DraftToSave): Promise<SavedDraft>;
  /** Makes what was published the draft, unless someone saves another at the same time. */
  follow(of: Pick<DraftToSave, 'titleId' | 'document'>): Promise<void>;
};

/** Drafts are checked as for `RETAIL`. */
export function createTitleDrafts({
  store,
  check,
  clock,
}: {
  store: Pick<TitleStore, 'draft' | 'saveDraft'>;
  check: CheckDocument;
  clock: Clock;
}): TitleDrafts {
  const drafts: TitleDrafts = {
    async save({ titleId, document, expectedRevision }) {
      const { read, findings } = await check(document, { sandbox: retail });
      const unsaveable = findings.filter(({ rule }) => rule === 'form' || rule === 'scid-taken');
      if (read.document === null || unsaveable.length > 0) throw formRefusal(unsaveable);
      const { title } = read;
      if (titleId !== null && title.titleId !== titleId) {
        throw new Refusal(
          'InvalidBody',
          `the document is of titleId ${title.titleId}, so it can't be kept as titleId ${titleId}`,
        );
      }
      const before = await store.draft(title.titleId);
      const revision = before?.revision ?? 0;
      const draft: Draft = {
        titleId: title.titleId,
        scid: title.scid,
        document: JSON.stringify(read.document),
        revision: revision + 1,
        changedAt: clock.now(),
      };
      const isExpected = expectedRevision === undefined || expectedRevision === revision;
      if (!isExpected || !(await store.saveDraft(draft))) {
        throw new Refusal(
          'Conflict',
          `the draft of titleId ${title.titleId} is at revision ${revision}, not at ${quoted(expectedRevision ?? revision)}; read it again`,
        );
      }
      return { draft, document: read.document, findings };
    },
    async follow(published) {
      try {
        await drafts.save(published);
      } catch (thrown) {
        if (!(thrown instanceof Refusal && thrown.code === 'Conflict')) throw thrown;
      }
    },
  };
  return drafts;
}

function formRefusal(findings: readonly Finding[]): Refusal {
  const [first] = findings;
  const details = findings.map(({ path, message }) => ({ path, message }));
  return new Refusal('InvalidBody', `${first?.path} ${first?.message}`, details);
}
