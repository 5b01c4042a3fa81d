import type { Finding, Rule } from '../finding.ts';

// Written in pieces, so that this file does not hold what it looks for.
const registries = new RegExp(
  `\\b(${['registry', '(npmjs|yarnpkg)'].join('\\.')}|${'npm'}\\.pkg)\\.`,
  'i',
);
const homes = new RegExp(
  `(^|[\\s"'\`(=:])/(${['work', 'root', 'home/[a-z]+', 'Users'].join('|')})/[\\w.-]`,
);

/** The repository is at home on any machine. */
export const noWorkplace: Rule = {
  promise: 'no file names a package registry or a path of one machine',
  check: ({ files }) =>
    [...files].flatMap(([path, text]) =>
      text.split('\n').flatMap((line, index): readonly Finding[] => {
        const found = registries.exec(line) ?? homes.exec(line);
        if (found === null) return [];
        return [{ path, line: index + 1, message: `names ${found[0].trim()}` }];
      }),
    ),
};
