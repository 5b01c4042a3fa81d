import { randomBytes } from 'node:crypto';

/**
 * The environment of a Laurel in production: everything is as it is by default, and what has no
 * default is set. Nothing of the bench's own environment configures it.
 */
export function serveEnvironment({
  data,
  port,
  rateLimits = '',
}: {
  data: string;
  port: number;
  /** Of services, where they are not the usual ones; they count either way. */
  rateLimits?: string;
}): Record<string, string> {
  return {
    LAUREL_DATA: data,
    LAUREL_PORT: String(port),
    LAUREL_TITLE_SERVER_KEYS: 'true',
    LAUREL_MANAGEMENT_KEY: randomBytes(32).toString('hex'),
    ...(rateLimits !== '' && { LAUREL_RATE_LIMITS: rateLimits }),
  };
}
