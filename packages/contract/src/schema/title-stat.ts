import { z } from 'zod';
import { strictly } from './strict.ts';

const Name = z
  .string({ error: 'must be a letter, then letters, digits or underscores' })
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be a letter, then letters, digits or underscores');

/** What happens in the game, as the title tells it. */
export const DocumentEvent = strictly('an event', {
  name: Name.describe('As the title sends it.'),
  fields: z
    .record(Name, z.enum(['Integer', 'Double', 'String', 'DateTime', 'Boolean']))
    .optional()
    .describe('What it says: dimensions and measurements together, each with its type.'),
}).meta({ id: 'DocumentEvent' });

const DocumentFilter = strictly('a filter', {
  field: Name,
  in: z
    .array(z.union([z.string().max(256), z.number(), z.boolean()]))
    .min(1)
    .max(100)
    .optional()
    .describe('The field has one of these values.'),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
}).meta({ id: 'DocumentFilter' });

const DocumentGuard = strictly('a guard', {
  minimum: z.number().optional().describe('The stat never gets below.'),
  maximum: z.number().optional().describe('The stat never gets above.'),
  largestChange: z.number().optional().describe('One event changes the stat by this at most.'),
  onlyRising: z.boolean().optional().describe('What would lower the stat is refused.'),
}).meta({ id: 'DocumentGuard' });

const DocumentRule = strictly('a rule', {
  event: Name.describe('One of the events of the title.'),
  fold: z
    .enum(['Sum', 'Minimum', 'Maximum', 'Last', 'Count'])
    .describe('How values come together. Count counts events.'),
  field: Name.optional().describe('Whose values; every fold but Count needs it.'),
  where: z.array(DocumentFilter).max(8).optional().describe('Only events for which all hold.'),
  per: z.array(Name).max(8).optional().describe('A value of the stat for each value of these.'),
  guard: DocumentGuard.optional().describe('What keeps an absurd event from spoiling the stat.'),
}).meta({ id: 'DocumentRule' });

/** A stat that events change and requirements read. */
export const DocumentStat = strictly('a stat', {
  name: Name,
  type: z.enum(['Integer', 'Double', 'String', 'DateTime']),
  rule: DocumentRule.optional().describe('How events change it; without it, imports alone do.'),
}).meta({ id: 'DocumentStat' });
