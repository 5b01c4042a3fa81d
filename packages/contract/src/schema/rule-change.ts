import { z } from 'zod';
import { WireDate, WireXuid } from '../codec/date.ts';
import { AchievementIdText, SandboxText } from '../codec/segment.ts';
import { Finding } from './title-admin.ts';

/** Players of one call that looks at many, by default and at most. Source: [I]. */
export const playersPerCall = { default: 200, max: 500 } as const;

/** Events that one simulation plays. Source: [I]. */
export const simulatedEventsMax = 20_000;

const Reason = z.object({ code: z.string(), message: z.string() });

const MovedBy = z.object({ eventId: z.string(), at: WireDate });

/** Why an achievement is, or is not, unlocked for a player. */
export const Explanation = z
  .object({
    achievementId: z.string(),
    kind: z.enum(['Direct', 'Counter', 'RuleDriven']),
    state: z.enum(['NotStarted', 'InProgress', 'Achieved']),
    percent: z.int().min(0).max(100),
    unlockedAt: WireDate.nullable(),
    isRevoked: z.boolean(),
    reasons: z.array(Reason).min(1).describe('The most telling first.'),
    requirements: z.array(
      z.object({
        id: z.string(),
        stat: z.string().nullable().describe('`null` for the percent that the title reports.'),
        current: z.string().nullable(),
        target: z.string(),
        operation: z.enum(['Sum', 'Minimum', 'Maximum']),
        holds: z.boolean(),
        missing: z.string().nullable(),
        movedBy: MovedBy.nullable().describe('The event that last moved the stat.'),
        event: z.string().nullable().describe('The event that its rule listens to.'),
      }),
    ),
    refused: z
      .array(
        z.object({
          eventId: z.string(),
          name: z.string(),
          receivedAt: WireDate,
          code: z.string(),
          stat: z.string().nullable(),
        }),
      )
      .describe('Events lately refused that could have moved it, the latest first.'),
  })
  .meta({ id: 'Explanation' });

const Many = {
  sandbox: SandboxText.optional(),
  after: WireXuid.optional().describe('The last player of the call before; goes on behind them.'),
  limit: z.int().min(1).max(playersPerCall.max).optional(),
};

/** What rules are to be tried out, and on what. */
export const SimulateRequest = z
  .object({
    ...Many,
    document: z.unknown().describe('The title document with the rules to try.'),
    events: z
      .array(z.unknown())
      .max(simulatedEventsMax, `must hold at most ${simulatedEventsMax} events`)
      .optional()
      .describe(
        'Played to newcomers, each as if it had arrived when it happened; events of other titles are left out. Without them, the stats that players have are looked at.',
      ),
  })
  .meta({ id: 'SimulateRequest' });

const Affected = z.object({
  achievementId: z.string(),
  players: z.int().min(1),
  sample: z.array(WireXuid).describe('Some of them.'),
});

/** Who would unlock what, of the players of one call. */
export const Simulation = z
  .object({
    players: z.int().min(0).describe('How many were looked at.'),
    unlocks: z.array(Affected),
    losses: z.array(Affected).describe('What the rules before unlock and these do not.'),
    next: WireXuid.nullable().describe('Goes into `after`; `null` when all were looked at.'),
    findings: z.array(Finding),
    refusedEvents: z
      .int()
      .min(0)
      .describe('Events that could not be read, or that the rules refuse.'),
    refusals: z
      .array(z.object({ code: z.string(), events: z.int().min(1) }))
      .describe('Why, the most frequent first.'),
  })
  .meta({ id: 'Simulation' });

/** Which achievements are to be given to players who did them already. */
export const BackfillRequest = z
  .object({
    ...Many,
    achievementIds: z.array(AchievementIdText).min(1).max(100),
    apply: z.boolean().describe('`false` only shows who would get them.'),
    announce: z.boolean().optional().describe('Whether players are told. Default: false.'),
  })
  .meta({ id: 'BackfillRequest' });

/** What a backfill did, or would do, to the players of one call. */
export const Backfilled = z
  .object({
    players: z.int().min(0).describe('How many were looked at.'),
    unlocks: z.array(Affected),
    next: WireXuid.nullable().describe('Goes into `after`; `null` when all were looked at.'),
  })
  .meta({ id: 'Backfilled' });
