import { z } from 'zod';
import { strictly } from './strict.ts';
import { AnyGuid, PictureAddress, PlatformNames, text, UtcDate } from './title-text.ts';

/** A picture with the name clients see; without one it is the last part of its address. */
const NamedPicture = strictly('a picture', {
  name: z.string().max(256).optional(),
  url: PictureAddress,
}).meta({ id: 'DocumentNamedPicture' });

/** A further picture of an achievement. */
export const DocumentPicture = strictly('a picture', {
  name: z.string().max(256).optional(),
  type: z.enum(['Icon', 'Art', 'ChallengePromoIcon']).describe('What it is for.'),
  url: PictureAddress,
}).meta({ id: 'DocumentPicture' });

/** What unlocking gives besides Gamerscore. */
export const DocumentReward = strictly('a reward', {
  type: z
    .enum(['InApp', 'Art', 'Gamerscore'])
    .describe('At most one of each. Gamerscore comes from `gamerscore` and needs no entry here.'),
  name: text('What it is called: at most 57 characters.', 57).nullable().optional(),
  description: text('What it is: at most 90 characters.', 90).nullable().optional(),
  value: z
    .string()
    .max(4096)
    .optional()
    .describe("InApp: what the title gets back. Art: the picture's address, if it differs."),
  valueType: z.enum(['Int', 'String']).optional().describe('Default: String; Int for Gamerscore.'),
  mediaAsset: z
    .union([PictureAddress, DocumentPicture], { error: 'must be the address of a picture' })
    .nullable()
    .optional()
    .describe("The reward's picture. Default for Art: the picture at `value`."),
}).meta({ id: 'DocumentReward' });

/** How the real service spells operations; all spellings of one mean the same. §4.6, S13 [C] */
const operationSpellings = [
  'Sum',
  'Minimum',
  'Maximum',
  'SUM',
  'MINIMUM',
  'MAXIMUM',
  'sum',
  'minimum',
  'maximum',
] as const;

/** One condition of an achievement of an event-based title. */
export const DocumentRequirement = strictly('a requirement', {
  id: AnyGuid.optional().describe('Default: made from the title, the achievement and the place.'),
  stat: z
    .string()
    .min(1)
    .max(260)
    .describe('One of the stats of the title; one that is kept apart as in Kills.Sword.'),
  target: z
    .union([z.string().max(32), z.number()], { error: 'must be a number' })
    .describe('What the stat must reach.'),
  operation: z
    .enum(operationSpellings)
    .optional()
    .describe(
      'Sum (the default) and Maximum need at least the target, Minimum at most. Answers keep the spelling.',
    ),
  valueType: z.enum(['Integer', 'Double']).optional().describe('Default: Integer.'),
  carry: z
    .boolean()
    .optional()
    .describe('Whether players go on from the progress they had before events counted.'),
}).meta({ id: 'DocumentRequirement' });

/** What only achievements of Xbox 360 titles have. */
const LegacyAchievementTraits = strictly('the legacy part', {
  imageId: z.int().min(0).describe('Clients make the address of the icon from it.'),
  sequence: z.int().min(0).max(4294967295).optional().describe('Shown when earned. Default: 0.'),
  flags: z.int().min(0).max(65535).optional().describe('The low 3 bits are its type. Default: 9.'),
  earnedFlags: z
    .int()
    .min(0)
    .max(4294967295)
    .optional()
    .describe('The bits that earning adds. Default: 196608, earned online.'),
  platform: z.int().min(0).max(255).optional().describe('Where it was earned. Default: 1.'),
}).meta({ id: 'DocumentLegacyAchievement' });

/** One achievement of a title document. */
export const DocumentAchievement = strictly('an achievement', {
  id: z
    .string({ error: 'must be a whole number as text, such as "1"' })
    .regex(/^(0|[1-9]\d{0,9})$/, 'must be a whole number as text, without leading zeros')
    .describe('Given by you, never used for another achievement. Achievements stand in its order.'),
  name: text('What it is called. An unlock notification has room for 44 characters.'),
  description: text('Shown when it is unlocked: at most 100 characters.', 100),
  lockedDescription: text('Shown while it is locked: at most 100 characters.', 100),
  icon: z
    .union([PictureAddress, NamedPicture], { error: 'must be the address of a picture' })
    .optional()
    .describe('A PNG of 1920×1080 pixels. Needed unless `mediaAssets` has one.'),
  mediaAssets: z.array(DocumentPicture).max(8).optional().describe('Further pictures.'),
  set: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('`base` (the default), or a name of your own for a set that came later.'),
  secret: z.boolean().optional().describe('Hidden until it is unlocked. Default: false.'),
  gamerscore: z
    .number()
    .optional()
    .meta({ description: 'Default: 0.', type: 'integer', minimum: 0, maximum: 200 }),
  rewards: z.array(DocumentReward).max(8).optional().describe('What else unlocking gives.'),
  deeplink: z
    .string()
    .max(2048)
    .nullable()
    .optional()
    .describe('Where in the title it leads: ms-xbl-{titleId as 8 hexadecimal digits}://…'),
  estimatedTime: z
    .string()
    .optional()
    .meta({ description: 'HH:MM:SS, below 24 hours. Default: 00:00:00.', examples: ['00:30:00'] }),
  type: z.enum(['Persistent', 'Challenge']).optional().describe('Default: Persistent.'),
  timeWindow: strictly('a time window', { start: UtcDate, end: UtcDate })
    .meta({
      id: 'DocumentTimeWindow',
      description: 'When it can be unlocked. A challenge needs one.',
    })
    .optional(),
  participation: z.enum(['Individual', 'Group']).optional().describe('Default: Individual.'),
  requirements: z
    .array(DocumentRequirement)
    .max(64)
    .optional()
    .describe('What unlocks it: all of them must hold. Not of title-managed titles.'),
  counter: strictly('a counter', {
    target: z.number().describe('The count that unlocks it.'),
  })
    .meta({ id: 'DocumentCounter' })
    .optional()
    .describe('For an achievement whose title reports a count: clients see a percent.'),
  platforms: PlatformNames.optional().describe("Default: the title's."),
  productId: AnyGuid.optional().describe('Default: the service configuration.'),
  archived: z
    .boolean()
    .optional()
    .describe('Out of play: shown only to players who have it. Default: false.'),
  legacy: LegacyAchievementTraits.optional().describe('Xbox 360 titles only.'),
}).meta({ id: 'DocumentAchievement' });
