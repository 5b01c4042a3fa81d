import { z } from 'zod';
import { type FormProblem, problemsOf } from './problems.ts';
import { strictly } from './strict.ts';
import { DocumentAchievement } from './title-achievement.ts';
import { DocumentEvent, DocumentStat } from './title-stat.ts';
import { AnyGuid, LocaleTag, PictureAddress, PlatformNames, text } from './title-text.ts';

/**
 * What a studio writes to configure a title: one JSON document. Members that are not declared are
 * refused. Limits that a rule of the catalog holds are told to editors here and judged there.
 *
 * Source: the members are those of wire contract §4.1 and §11 [D][C]; the form is ours [I].
 */
export const TitleDocument = strictly('a title document', {
  $schema: z.string().optional().describe('Lets an editor help: /schemas/title.json of Laurel.'),
  titleId: z
    .int()
    .min(1)
    .max(4294967295)
    .describe('Yours alone. Keep it below 2147483648: some clients fail above.'),
  scid: AnyGuid.optional().describe(
    'The service configuration. Default: 00000000-0000-0000-0000-0000 and the titleId as 8 hexadecimal digits.',
  ),
  name: text('What the title is called.'),
  defaultLocale: LocaleTag.describe('The locale every string has; plain text is in it.'),
  system: z
    .enum(['title-managed', 'event-based', 'mixed'])
    .optional()
    .describe(
      'title-managed (the default): the title reports progress. event-based: Laurel unlocks from stats. mixed: each achievement says what unlocks it; only Laurel has that, and not where it is strict.',
    ),
  generation: z.enum(['modern', 'xbox360']).optional().describe('Default: modern.'),
  public: z
    .boolean()
    .optional()
    .describe('Whether callers without a token for this title may read it. Default: true.'),
  retired: z
    .boolean()
    .optional()
    .describe('Out of play: shown only to players who unlocked something. Default: false.'),
  titleType: z.string().min(1).max(64).optional().describe('Default: DGame.'),
  platforms: PlatformNames.optional().describe('Default: XboxOne.'),
  legacy: strictly('the legacy part', {
    titleType: z.int().min(0).describe('1 is a full title, 3 an arcade title.'),
    platforms: z.array(z.int().min(0)).max(16).describe('1 is the Xbox 360.'),
  })
    .meta({ id: 'DocumentLegacyTitle' })
    .optional()
    .describe('Xbox 360 titles only, and each of them.'),
  displayImage: PictureAddress.optional().describe("The title's picture."),
  events: z.array(DocumentEvent).optional().describe('What the game may tell of.'),
  stats: z.array(DocumentStat).optional().describe('What events add up to.'),
  recorded: strictly('the recorded part', {
    achievements: z.int().min(0).describe('How many the recorded service said there are.'),
  })
    .meta({ id: 'DocumentRecorded' })
    .optional()
    .describe(
      'Marks a document made from recorded answers: what only breaks rules of configuring is then a warning.',
    ),
  achievements: z.array(DocumentAchievement).describe('In the order of their ids.'),
}).meta({ id: 'TitleDocument', title: 'Laurel title document' });

/** What a studio writes to configure a title. */
export type TitleDocument = z.output<typeof TitleDocument>;

/** The JSON Schema (2020-12) of a title document, as it is published at `/schemas/title.json`. */
export function titleDocumentSchema(): Record<string, unknown> {
  const { $schema, $defs = {} } = z.toJSONSchema(TitleDocument, { io: 'input' });
  const { TitleDocument: root, ...parts } = $defs;
  return { $schema, ...root, $defs: parts };
}

/** The same as text, as files and answers have it. */
export function titleSchemaText(): string {
  return `${JSON.stringify(titleDocumentSchema(), null, 2)}\n`;
}

/**
 * Reads a title document.
 *
 * @param json any JSON value
 * @returns the document, or everything that is wrong with its form
 */
export function readTitleDocument(
  json: unknown,
):
  | { readonly document: TitleDocument; readonly problems: null }
  | { readonly document: null; readonly problems: readonly FormProblem[] } {
  const result = TitleDocument.safeParse(json);
  if (result.success) return { document: result.data, problems: null };
  return { document: null, problems: problemsOf(result.error.issues, json) };
}
