import { z } from 'zod';

/** A UTC date as answers carry it: seven fraction digits and a `Z`. Source: §4.4 [C]. */
export const WireDate = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/)
  .meta({ examples: ['2026-03-01T12:00:00.0000000Z'] });

/** A time span of less than a day, `HH:MM:SS`. Source: §4.4 [X]. */
export const WireSpan = z
  .string()
  .regex(/^[0-2]\d:[0-5]\d:[0-5]\d$/)
  .meta({ examples: ['00:30:00'] });

/** A GUID in lower case. */
export const WireGuid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .meta({ examples: ['00000000-0000-0000-0000-00006e756f71'] });

/** An xuid in an answer. */
export const WireXuid = z
  .string()
  .regex(/^[1-9][0-9]{0,19}$/)
  .meta({ examples: ['2533274800000001'] });
