import { z } from 'zod';
import { WireDate, WireGuid } from '../codec/date.ts';
import { SandboxText } from '../codec/segment.ts';

/** Something about a document that is wrong, or worth knowing. */
export const Finding = z
  .object({
    severity: z.enum(['error', 'warning']).describe('An error stops a publish.'),
    path: z.string().describe('The members from the top, each after a slash.'),
    message: z.string(),
    rule: z.string(),
  })
  .meta({ id: 'Finding' });

/** One thing that a publish changes. */
export const TitleChange = z
  .object({
    kind: z.enum(['TitleChanged', 'Added', 'Changed', 'Converted', 'Archived', 'Restored']),
    achievementId: z.string().optional(),
    from: z.enum(['Direct', 'Counter', 'RuleDriven']).optional(),
    to: z.enum(['Direct', 'Counter', 'RuleDriven']).optional(),
    members: z.array(z.string()).optional(),
  })
  .meta({ id: 'TitleChange' });

/** A title of this instance. */
export const TitleSummary = z
  .object({
    titleId: z.int(),
    scid: WireGuid,
    name: z.string(),
    draftRevision: z.int().nullable(),
    published: z.array(z.object({ sandbox: z.string(), version: z.int(), publishedAt: WireDate })),
  })
  .meta({ id: 'TitleSummary' });

/** All titles of an instance. */
export const TitleSummaries = z.object({ titles: z.array(TitleSummary) });

/** A draft as it was saved. */
export const SavedDraft = z
  .object({
    titleId: z.int(),
    scid: WireGuid,
    revision: z.int().min(1),
    findings: z.array(Finding).describe('As for RETAIL.'),
  })
  .meta({ id: 'SavedDraft' });

/** What validating found. */
export const Validation = z
  .object({ isValid: z.boolean(), findings: z.array(Finding) })
  .meta({ id: 'Validation' });

/** What a publish would do. */
export const PublishPlan = z
  .object({
    version: z.int().min(0).describe('The version in force; 0 for none.'),
    isPublishable: z.boolean(),
    changes: z.array(TitleChange),
    findings: z.array(Finding),
    players: z.int().min(0).describe('How many have a record of the title in the sandbox.'),
  })
  .meta({ id: 'PublishPlan' });

/** What a publish did. */
export const Published = z
  .object({
    version: z.int().min(1),
    publishedAt: WireDate,
    changes: z.array(TitleChange).describe('Empty when this very document was in force.'),
    warnings: z.array(Finding),
    recounted: z.int().min(0).describe('Players whose totals changed with the Gamerscore.'),
  })
  .meta({ id: 'Published' });

/** The published versions of a title in a sandbox, oldest first. */
export const TitleVersions = z
  .object({
    versions: z.array(
      z.object({
        version: z.int().min(1),
        publishedAt: WireDate,
        note: z.string(),
        isInForce: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'TitleVersions' });

/** A title document in a request; its form is told with every problem at its place. */
export const AnyDocument = z.unknown().meta({
  id: 'AnyTitleDocument',
  description: 'A title document. Its JSON Schema is at /schemas/title.json.',
});

/** What the pictures of a document are, by their address in it; `null` for one that is missing. */
const Images = z
  .record(
    z.string(),
    z.object({ type: z.string(), width: z.int().min(0), height: z.int().min(0) }).nullable(),
  )
  .meta({ id: 'Images' });

const Note = z.string().max(500);

/** Without a document the draft is meant. */
export const ValidateRequest = z.object({
  document: AnyDocument.optional(),
  sandbox: SandboxText.optional(),
  images: Images.optional(),
});

/** Without a document the draft is meant. */
export const PlanRequest = z.object({ document: AnyDocument.optional(), sandbox: SandboxText });

/** Without a document the draft is published. */
export const PublishRequest = z.object({
  document: AnyDocument.optional(),
  sandbox: SandboxText,
  note: Note.optional(),
  expectedVersion: z.int().min(0).optional(),
  images: Images.optional(),
  accept: z
    .array(z.enum(['base-set-size', 'base-set-gamerscore']))
    .optional()
    .describe('Rules of a release that this publish may break.'),
});

/** Which version to put in force again. */
export const RollbackRequest = z.object({
  sandbox: SandboxText,
  toVersion: z.int().min(1),
  note: Note.optional(),
});
