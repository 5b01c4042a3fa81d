import { z } from 'zod';

/**
 * The error body of every protocol host: the superset of the three shapes that clients read.
 *
 * Source: wire contract §5.8 [D][C].
 */
export const ServiceError = z
  .object({
    code: z.int(),
    source: z.string(),
    description: z.string(),
    traceInformation: z.string().nullable(),
    errorCode: z.int(),
    errorMessage: z.string(),
  })
  .meta({ id: 'ServiceError' });

/** The body of a 429. Source: wire contract §13 [D]. */
export const RateLimited = z
  .object({
    version: z.literal(1),
    currentRequests: z.int(),
    maxRequests: z.int(),
    periodInSeconds: z.int(),
    limitType: z.enum(['Rate', 'Concurrency']),
  })
  .meta({ id: 'RateLimited' });

/** What a token service answers when it refuses. Source: wire contract §3.3 [C]. */
export const TokenRefused = z
  .object({
    Identity: z.string(),
    XErr: z.int(),
    Message: z.string(),
    Redirect: z.string(),
  })
  .meta({ id: 'TokenRefused' });

/** The error body of our own API: RFC 9457. `errors` names each place that is wrong. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
