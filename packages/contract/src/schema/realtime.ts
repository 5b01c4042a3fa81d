import { z } from 'zod';
import { WireDate, WireGuid } from '../codec/date.ts';
import { Requirement } from './achievement.ts';

/** Progress that was committed: one event for each update. Source: wire contract §6.5 [C][X]. */
export const ProgressEvent = z
  .object({
    serviceConfigId: WireGuid,
    progression: z.array(
      z.object({
        id: z.string(),
        requirements: z.array(Requirement),
        progressState: z.enum(['NotStarted', 'InProgress', 'Achieved']),
        timeUnlocked: WireDate,
      }),
    ),
    contractVersion: z.literal(1),
  })
  .meta({ id: 'ProgressEvent' });

/** A change of a people list. Source: wire contract §6.4 [X]. */
export const PeopleEvent = z
  .object({
    NotificationType: z.enum(['Added', 'Changed', 'Removed']),
    Xuids: z.array(z.string()),
  })
  .meta({ id: 'PeopleEvent' });

/** What a stat is at the moment of the subscription. Source: wire contract §6.4 [X]. */
export const StatReading = z
  .object({
    name: z.string(),
    type: z.string(),
    value: z.union([z.string(), z.number()]).nullable(),
  })
  .meta({ id: 'StatReading' });

/** It stands for the token that it was asked with, once. Source: wire contract §6.1 [W]. */
export const NonceGiven = z.object({ nonce: z.string().length(44) }).meta({ id: 'NonceGiven' });
