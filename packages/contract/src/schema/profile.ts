import { z } from 'zod';
import { WireXuid } from '../codec/date.ts';
import { isXuidText } from '../codec/segment.ts';

/** More users in one request are refused. Source: [I]. */
export const profilesPerRequestMax = 100;

/** There are fewer than forty settings. Source: [I]. */
const settingsPerRequestMax = 64;

/** The body of a request for several profiles. Source: wire contract §9.4 [D][C]. */
export const ProfilesAsked = z
  .object({
    userIds: z
      .array(
        z
          .union([z.string(), z.int()], { error: 'must be an xuid' })
          .transform(String)
          .refine(isXuidText, 'must be an xuid: 1 to 2^64-1 in decimal digits'),
        { error: 'must be an array' },
      )
      .min(1, 'must hold at least one xuid')
      .max(profilesPerRequestMax, `must hold at most ${profilesPerRequestMax} xuids`),
    settings: z
      .array(z.string({ error: 'must be a name' }), { error: 'must be an array' })
      .max(settingsPerRequestMax, `must hold at most ${settingsPerRequestMax} names`),
  })
  .meta({ id: 'ProfilesAsked' });

/** Profiles. All values are text. Source: wire contract §9.4 [C]. */
export const Profiles = z
  .object({
    profileUsers: z.array(
      z.object({
        id: WireXuid,
        hostId: WireXuid.nullable(),
        settings: z.array(z.object({ id: z.string(), value: z.string() })),
        isSponsoredUser: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Profiles' });
