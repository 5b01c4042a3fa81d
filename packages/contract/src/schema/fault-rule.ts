import { z } from 'zod';
import { isXuidText } from '../codec/segment.ts';
import { type HostName, hosts } from '../host.ts';

const hostNames = Object.keys(hosts).filter(isProtocolHost);

function isProtocolHost(name: string): name is Exclude<HostName, 'management'> {
  return name in hosts && name !== 'management';
}

const Count = z.int().min(1).max(1_000_000);
const RetryAfterSeconds = z.int().min(1).max(3600);

/** The longest that an answer is kept back, in milliseconds. */
const delayMsMax = 60_000;

/** Which calls a rule is about. What is left out fits every call. */
const FaultMatch = z.strictObject({
  /** The host's short name, such as `achievements`. */
  host: z.enum(hostNames).optional(),
  /** The id of an operation, such as `achievements.update`. */
  operation: z.string().max(64).optional(),
  /** The xuid of who asks, or of whom the path names. */
  player: z.string().refine(isXuidText, 'must be an xuid').optional(),
  /** Only the call that is the n-th to fit, from 1. */
  nth: Count.optional(),
  /** At most so many calls. */
  count: Count.optional(),
  /** Each call that fits with this probability, drawn from `seed`. */
  probability: z.number().gt(0).max(1).optional(),
  /** The same seed draws the same calls. 1 where none is given. */
  seed: z.int().min(0).max(0xffffffff).optional(),
});

const delayMs = z.int().min(0).max(delayMsMax).optional();

/** What happens to a call instead of its answer. Each may come late. */
const Fault = z.discriminatedUnion('kind', [
  /** 429 with the body of the protocol; the numbers are those of the service's limit. */
  z.strictObject({
    kind: z.literal('throttle'),
    retryAfterSeconds: RetryAfterSeconds.optional(),
    delayMs,
  }),
  /** A 5xx with the error body of the host. */
  z.strictObject({
    kind: z.literal('fail'),
    status: z.int().min(500).max(599),
    retryAfterSeconds: RetryAfterSeconds.optional(),
    /** Whether what was asked is done all the same, and only its answer is lost. */
    isPerformed: z.boolean().optional(),
    delayMs,
  }),
  /** The right answer, late. */
  z.strictObject({ kind: z.literal('delay'), delayMs: z.int().min(1).max(delayMsMax) }),
  /**
   * The connection ends: before anything is done, after it was done, or in the middle of the
   * answer.
   */
  z.strictObject({
    kind: z.literal('drop'),
    at: z.enum(['before', 'after', 'midway']).optional(),
    delayMs,
  }),
  /** 401 with an empty body, as for a token that has expired. */
  z.strictObject({ kind: z.literal('staleToken'), delayMs }),
  /** The right answer; then the caller's real-time connections end without a goodbye. */
  z.strictObject({ kind: z.literal('dropRealtime'), delayMs }),
]);

/** A rule by which calls go wrong. */
export const FaultRuleOrder = z
  .strictObject({ match: FaultMatch.optional(), fault: Fault })
  .meta({ id: 'FaultRuleOrder' });

/** A rule in force: how many calls fitted, and how many of those went wrong by it. */
export const FaultRule = z
  .object({
    id: z.int(),
    match: z.looseObject({}),
    fault: z.looseObject({ kind: z.string() }),
    matched: z.int(),
    made: z.int(),
  })
  .meta({ id: 'FaultRule' });

/** The rules in force, in the order in which they are asked. */
export const FaultRules = z.object({ rules: z.array(FaultRule) }).meta({ id: 'FaultRules' });

/** Whose real-time connections end; everybody's where nobody is named. */
export const RealtimeDropOrder = z
  .strictObject({ player: z.string().refine(isXuidText, 'must be an xuid').optional() })
  .meta({ id: 'RealtimeDropOrder' });

/** How many connections ended. */
export const RealtimeDropped = z.object({ dropped: z.int() }).meta({ id: 'RealtimeDropped' });
