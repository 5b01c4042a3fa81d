import { z } from 'zod';

/** A call of a client, as it is shown. It holds no token: what could be one was cut out. */
export const RecordedCall = z
  .object({
    /** Rises by one with every call since the instance was started. */
    id: z.int(),
    /** By the instance's clock, which tests may stop. */
    at: z.string(),
    method: z.string(),
    /** The short name of the host, such as `achievements`. */
    host: z.string(),
    service: z.string(),
    /** What stands before the path where the host has no name of its own here. */
    prefix: z.string(),
    /** Path and query as sent, without the prefix of the host. */
    path: z.string(),
    /** The id of the operation; `none` where there is nothing. */
    operation: z.string(),
    /** Who asked, as an xuid. */
    player: z.string().nullable(),
    gamertag: z.string().nullable(),
    titleId: z.int().nullable(),
    status: z.int(),
    durationMs: z.number(),
    retryAfterSeconds: z.int().nullable(),
    /** The headers that say something about how the call was made. */
    headers: z.record(z.string(), z.string()),
    /** Text that was sent, cut at 16 KiB; `null` where there was none or it may hold a secret. */
    sent: z.string().nullable(),
    answered: z.string().nullable(),
    /** The kind of fault that was made of it on purpose. */
    fault: z.string().nullable(),
    correlationId: z.string(),
  })
  .meta({ id: 'RecordedCall' });

/** Calls in the order in which they were answered. */
export const RecordedCalls = z
  .object({
    calls: z.array(RecordedCall),
    /** Calls that were recorded and are forgotten, because there were too many. */
    forgotten: z.int(),
  })
  .meta({ id: 'RecordedCalls' });

/** A pattern of calls that a client would do better without. */
export const LintFinding = z
  .object({
    rule: z.string(),
    /** What would be refused, what is wasted, what could be better. */
    severity: z.enum(['error', 'warning', 'advice']),
    /** What was seen. */
    message: z.string(),
    /** What to do instead. */
    advice: z.string(),
    /** Where that is written, with its label of evidence. */
    source: z.string(),
    player: z.string().nullable(),
    operation: z.string(),
    /** The ids of the calls that it is about. */
    calls: z.array(z.int()),
    firstAt: z.string(),
    lastAt: z.string(),
  })
  .meta({ id: 'LintFinding' });

/** What the linter finds in the calls that are remembered, the gravest first. */
export const LintFindings = z
  .object({ findings: z.array(LintFinding), calls: z.int() })
  .meta({ id: 'LintFindings' });
