import { z } from 'zod';
import { WireDate, WireGuid, WireXuid } from '../codec/date.ts';
import { TitleIdText } from '../codec/segment.ts';

const Short = z.string().max(128, 'must be at most 128 characters');

/** What a device wants to be told of, or not. Source: wire contract §7 [X]. */
const Filter = z.object({
  action: z.string().max(32),
  source: z.int({ error: 'must be a whole number' }),
  type: z.int({ error: 'must be a whole number' }),
});

/** A device's registration. Members that are not named here are ignored. Source: §7 [X]. */
export const EndpointRegistration = z
  .object({
    systemId: Short.min(1, 'must not be empty'),
    endpointUri: z.string().max(1024, 'must be at most 1024 characters'),
    platform: Short,
    transport: Short,
    locale: z.string().max(256, 'must be at most 256 characters').nullish(),
    titleId: z
      .union([z.string(), z.int()], { error: 'must be a title id' })
      .transform(String)
      .pipe(TitleIdText),
    filters: z.array(Filter).max(64, 'must hold at most 64 filters').nullish(),
    platformVersion: Short.nullish(),
    deviceName: Short.nullish(),
    transportPath: z.string().max(1024).nullish(),
  })
  .meta({ id: 'EndpointRegistration' });

/** Source: wire contract §7 [X]. */
export const EndpointRegistered = z
  .object({ endpointId: WireGuid })
  .meta({ id: 'EndpointRegistered' });

/**
 * What is announced of an unlock. `rarityPercentage` always has a decimal point in its text; where
 * nobody has counted, both members about rarity are left out.
 *
 * Source: wire contract §7 [X].
 */
export const UnlockNotification = z
  .object({
    service: z.literal('achievements'),
    achievementId: z.string(),
    achievementName: z.string(),
    achievementDescription: z.string(),
    achievementIcon: z.string(),
    titleId: z.string(),
    gamerscore: z.int().min(0),
    xuid: WireXuid,
    extendedInfoUrl: z.string(),
    rarityPercentage: z.number().min(0).max(100).optional(),
    rarityCategory: z.string().optional(),
    unlockTime: WireDate,
  })
  .meta({ id: 'UnlockNotification' });
