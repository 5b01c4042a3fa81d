import type { schema } from '@laurel/contract';
import { type Change, type Finding, hasErrors } from '@laurel/domain';
import type { z } from 'zod';
import type { TitleSummary, VersionSummary } from '../../services/catalog.ts';
import type { SavedDraft } from '../../services/title-drafts.ts';
import type { Plan, Published } from '../../services/title-publishing.ts';

/** Shows a title to whoever runs the instance. */
export function presentTitle(title: TitleSummary): z.output<typeof schema.TitleSummary> {
  return { ...title, published: title.published.map((one) => ({ ...one })) };
}

/** Shows a draft that was saved, and what was found about it. */
export function presentSaved({ draft, findings }: SavedDraft): z.output<typeof schema.SavedDraft> {
  const { titleId, scid, revision } = draft;
  return { titleId, scid, revision, findings: [...findings] };
}

/** Shows what was found about a document. */
export function presentValidation(
  findings: readonly Finding[],
): z.output<typeof schema.Validation> {
  return { isValid: !hasErrors(findings), findings: [...findings] };
}

/** Shows what a publish would do. */
export function presentPlan(plan: Plan): z.output<typeof schema.PublishPlan> {
  const { version, changes, findings, players } = plan;
  return {
    version,
    isPublishable: !hasErrors(findings),
    changes: changes.map(presentChange),
    findings: [...findings],
    players,
  };
}

/** Shows what a publish did. */
export function presentPublished(published: Published): z.output<typeof schema.Published> {
  const { version, publishedAt, changes, warnings, recounted } = published;
  return {
    version,
    publishedAt,
    changes: changes.map(presentChange),
    warnings: [...warnings],
    recounted,
  };
}

function presentChange(change: Change): z.output<typeof schema.TitleChange> {
  return 'members' in change ? { ...change, members: [...change.members] } : change;
}

/** Shows the published versions of a title. */
export function presentVersions(
  versions: readonly VersionSummary[],
): z.output<typeof schema.TitleVersions> {
  return { versions: versions.map((version) => ({ ...version })) };
}
