import { z } from 'zod';
import { isXuidText } from '../codec/segment.ts';
import { route } from '../route.ts';

/** Names match in any case: tools send `userId` and `Scid`. Source: wire contract §11.2 [T]. */
const ResetAsked = z
  .record(z.string(), z.unknown(), { error: 'must be an object' })
  .transform((body) => {
    return Object.fromEntries(Object.entries(body).map(([key, is]) => [key.toLowerCase(), is]));
  })
  .pipe(
    z.object({
      userid: z
        .union([z.string(), z.int()], { error: 'must be an xuid' })
        .transform(String)
        .refine(isXuidText, 'must be an xuid: 1 to 2^64-1 in decimal digits'),
      scid: z
        .string({ error: 'must be a GUID' })
        .toLowerCase()
        .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a GUID'),
    }),
  );

const refusals = { 403: 'the caller is no developer, or the sandbox is not for development' };

/** Source: wire contract §11.2 [T]. */
export const submitReset = route({
  id: 'eraser.submit',
  host: 'eraser',
  method: 'POST',
  path: '/submitJob',
  summary: 'Forget what a player has in one title of a development sandbox',
  description: 'Answers the id of the job as a JSON string.',
  audience: 'token',
  body: ResetAsked,
  answers: { 200: z.string() },
  refusals: { ...refusals, 404: 'there is no such player or service configuration' },
});

/** Source: wire contract §11.2 [T]. */
export const getResetJob = route({
  id: 'eraser.job',
  host: 'eraser',
  method: 'GET',
  path: '/jobs/:id',
  summary: 'How far a reset is',
  audience: 'token',
  params: z.object({ id: z.string().max(64) }),
  answers: {
    200: z.object({
      jobId: z.string(),
      overallStatus: z.enum(['Queued', 'InProgress', 'CompletedSuccess', 'CompletedError']),
      providerStatus: z.array(
        z.object({
          provider: z.string(),
          status: z.string(),
          errorMessage: z.string().nullable(),
        }),
      ),
    }),
  },
  refusals: { ...refusals, 404: 'there is no such job, or it is forgotten' },
});
