import {
  parseSandbox,
  parseTitleId,
  parseXuid,
  quoted,
  type Sandbox,
  type TitleId,
  type Xuid,
} from '@laurel/domain';
import { InvalidArgumentError } from 'commander';

function read<T>(parse: (text: string) => T | undefined, rule: string) {
  return (text: string): T => {
    const value = parse(text);
    if (value === undefined) throw new InvalidArgumentError(`it ${rule}; got ${quoted(text)}`);
    return value;
  };
}

/** A sandbox's name. @throws what commander shows as wrong usage */
export const readSandbox: (text: string) => Sandbox = read(
  parseSandbox,
  'must be a sandbox name such as RETAIL or ACME.7',
);

/** A title's id. @throws what commander shows as wrong usage */
export const readTitleId: (text: string) => TitleId = read(
  parseTitleId,
  'must be a title id: 1 to 4294967295 in decimal digits',
);

/** A player's id. @throws what commander shows as wrong usage */
export const readXuid: (text: string) => Xuid = read(
  parseXuid,
  'must be an xuid: 1 to 2^64-1 in decimal digits',
);

/** A whole number of 1 or more, such as a version. @throws what commander shows as wrong usage */
export const readWhole: (text: string) => number = read(
  (text) => (/^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined),
  'must be a whole number of 1 or more',
);

/** A percent of 0 to 100. @throws what commander shows as wrong usage */
export const readPercent: (text: string) => number = read(
  (text) => (/^[0-9]{1,3}$/.test(text) && Number(text) <= 100 ? Number(text) : undefined),
  'must be a whole number from 0 to 100',
);

/** An address of a server, without a trailing slash. @throws what commander shows as wrong usage */
export const readAddress: (text: string) => string = read(
  (text) =>
    /^https?:\/\/\S+$/.test(text) && URL.canParse(text) ? text.replace(/\/+$/, '') : undefined,
  'must be an address such as http://127.0.0.1:4000',
);
