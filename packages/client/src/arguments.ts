import { ClientError } from './client-error.ts';
import type { Report } from './wire.ts';

/** More reports in one update are refused. Source: wire contract §5.1 [W]. */
const reportsMax = 100;

/** @throws {ClientError} `invalid_argument`: nothing was sent */
export function refuse(message: string): never {
  throw new ClientError('invalid_argument', message);
}

function form(name: string, pattern: RegExp, rule: string) {
  return (value: string): string => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    return refuse(`${name} must be ${rule}; got ${JSON.stringify(value)?.slice(0, 80)}`);
  };
}

const scidForm = form('scid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a GUID');

const momentForm = form(
  'earnedAt',
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/,
  'a UTC date ending in Z',
);

/** Checks what a caller passes before anything is sent. @throws {ClientError} `invalid_argument` */
export const readArguments = {
  xuid: form('xuid', /^[1-9][0-9]{0,19}$/, 'decimal digits'),
  achievementId: form('achievement id', /^[A-Za-z0-9_.-]{1,64}$/, 'letters and digits'),
  /** @returns it in lower case: services compare it so */
  scid: (scid: string) => scidForm(scid).toLowerCase(),
  titleId(id: number): number {
    return Number.isInteger(id) && id > 0 && id <= 0xffffffff
      ? id
      : refuse(`titleId must be a whole number from 1 to 4294967295; got ${id}`);
  },
  count(name: string, count: number): number {
    return Number.isInteger(count) && count >= 0 && count < 2 ** 31
      ? count
      : refuse(`${name} must be a whole number of 0 or more; got ${count}`);
  },
  reports(reports: readonly Report[]): readonly Report[] {
    if (reports.length === 0 || reports.length > reportsMax) {
      refuse(`an update holds 1 to ${reportsMax} reports; got ${reports.length}`);
    }
    return reports.map(({ id, percentComplete, earnedAt }) => {
      if (!Number.isInteger(percentComplete) || percentComplete < 0 || percentComplete > 100) {
        refuse(`percentComplete must be a whole number from 0 to 100; got ${percentComplete}`);
      }
      return {
        id: readArguments.achievementId(id),
        percentComplete,
        ...(earnedAt !== undefined && { earnedAt: momentForm(earnedAt) }),
      };
    });
  },
};
