import { z } from 'zod';

/** A language tag: `en-US`, `fr`, `zh-Hant`. */
export const LocaleTag = z
  .string()
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/, 'must be a language tag such as en-US or fr')
  .meta({ id: 'LocaleTag', examples: ['en-US', 'fr', 'zh-Hant'] });

/**
 * A string in the title's default locale, or one string for each locale.
 *
 * @param lengthMax told to editors; the rules of the catalog hold it
 */
export function text(description: string, lengthMax?: number) {
  const one = z.string().meta(lengthMax === undefined ? {} : { maxLength: lengthMax });
  return z
    .union([one, z.record(LocaleTag, one)], {
      error: 'must be text, or an object with a text for each locale',
    })
    .meta({ description });
}

/** A picture's address: absolute, on this instance, or a file beside the document. */
export const PictureAddress = z
  .string()
  .max(2048)
  .regex(
    /^(https?:\/\/\S+|\/[A-Za-z0-9_./-]+|(?!\S*\.\.)[A-Za-z0-9_-][A-Za-z0-9_./-]*)$/,
    'must be an http(s) address, or the path of a file beside the document such as icons/1.png',
  )
  .meta({
    id: 'PictureAddress',
    description:
      'An http(s) address, a path on this instance, or the path of a file beside the document, which publishing uploads.',
    examples: ['icons/1.png', 'https://cdn.example/1.png'],
  });

const utcForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/;

function isUtcDate(value: string): boolean {
  const ms = Date.parse(`${value.slice(0, 19)}Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value.slice(0, 19));
}

/** A moment in UTC, to 100 ns at the finest. */
export const UtcDate = z
  .string()
  .refine(
    (value) => utcForm.test(value) && isUtcDate(value),
    'must be a UTC date such as 2026-06-01T00:00:00Z',
  )
  .meta({ id: 'UtcDate', format: 'date-time', pattern: utcForm.source });

/** A GUID in any case. */
export const AnyGuid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'must be a GUID')
  .meta({ id: 'Guid' });

/** What a title's players play on; shown as it stands. */
export const PlatformNames = z
  .array(z.string().min(1).max(64))
  .min(1)
  .max(16)
  .meta({ examples: [['XboxOne'], ['PC']] });
