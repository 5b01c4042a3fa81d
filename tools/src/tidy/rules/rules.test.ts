import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingText, type Rule } from '../finding.ts';
import { repositoryOf } from '../repository.ts';
import { arrows, declaredDependencies } from './arrows.ts';
import { markers } from './comments.ts';
import { noCycles } from './cycles.ts';
import { noDeadFiles } from './dead-files.ts';
import { docstrings, fileNames, namedExports, noAny, noBarrels, noNonNull } from './forms.ts';
import { noDeadLinks } from './links.ts';
import { purity } from './purity.ts';
import { fileLines, functionLines, lineColumns, nesting, positionalParameters } from './sizes.ts';
import { testNames, wholeSuites } from './tests.ts';
import { fieldWords } from './words.ts';
import { noWorkplace } from './workplace.ts';

const manifests = {
  'packages/domain/package.json': '{"name": "@laurel/domain", "exports": {".": "./src/index.ts"}}',
  'packages/contract/package.json':
    '{"name": "@laurel/contract", "exports": {".": "./src/index.ts"}, "dependencies": {"zod": "1.0.0"}}',
  'packages/client/package.json':
    '{"name": "@laurel/client", "exports": {".": "./src/index.ts"}, "devDependencies": {"@laurel/contract": "0.1.0"}}',
};

const domainFile = 'packages/domain/src/progress.ts';
const contractFile = 'packages/contract/src/route.ts';
const testFile = 'packages/domain/src/progress.test.ts';
// In pieces, so that this file keeps the rule that it tests.
const npmRegistry = ['registry', 'npmjs'].join('.');
const homeFolder = ['', 'home', 'ana'].join('/');
const statements = (count: number) => 'let x = 1;\n'.repeat(count);

/** A file that breaks a rule, and what is said of it. */
type BadCase = {
  readonly rule: Rule;
  readonly files: Readonly<Record<string, string>>;
  readonly findings: readonly string[];
};

const badCases: readonly BadCase[] = [
  {
    rule: arrows,
    files: { ...manifests, [domainFile]: "import { z } from 'zod';" },
    findings: [`${domainFile}:1 domain may not see zod`],
  },
  {
    rule: arrows,
    files: {
      ...manifests,
      'packages/contract/src/index.ts': '',
      'packages/client/src/wire.ts': "import { schema } from '@laurel/contract';",
    },
    findings: ['packages/client/src/wire.ts:1 client/core may not see contract'],
  },
  {
    rule: arrows,
    files: {
      'packages/server/src/services/progress.ts': "\nimport { app } from '../http/app.ts';",
      'packages/server/src/http/app.ts': '',
    },
    findings: [
      'packages/server/src/services/progress.ts:2 server/services may not see server/http',
    ],
  },
  {
    rule: declaredDependencies,
    files: { ...manifests, 'packages/client/src/wire.ts': "import type { z } from 'zod';" },
    findings: ['packages/client/src/wire.ts:1 imports zod, which is not declared'],
  },
  {
    rule: noCycles,
    files: {
      'packages/domain/src/a.ts': "import type { B } from './b.ts';",
      'packages/domain/src/b.ts': "export const c: import('./c.ts').C = 1;",
      'packages/domain/src/c.ts': "export { a } from './a.ts';",
    },
    findings: [
      'packages/domain/src/a.ts:1 is in a loop: packages/domain/src/a.ts → packages/domain/src/b.ts → packages/domain/src/c.ts → packages/domain/src/a.ts',
    ],
  },
  {
    rule: purity,
    files: {
      [domainFile]:
        "import { a } from 'node:fs';\nnew Date();\nDate.now();\nMath.random();\nprocess.exit();\nfetch('x');",
    },
    findings: [
      `${domainFile}:1 imports node:fs`,
      `${domainFile}:2 asks for the time with new Date()`,
      `${domainFile}:3 uses Date.now`,
      `${domainFile}:4 uses Math.random`,
      `${domainFile}:5 uses process`,
      `${domainFile}:6 uses fetch`,
    ],
  },
  {
    rule: noDeadFiles,
    files: {
      ...manifests,
      'packages/domain/src/index.ts': "export { a } from './a.ts';",
      'packages/domain/src/a.ts': "new URL('./worker.ts', import.meta.url);",
      'packages/domain/src/worker.ts': '',
      [domainFile]: '',
    },
    findings: [`${domainFile}:1 is not reached from any entry`],
  },
  {
    rule: fileLines,
    files: { [domainFile]: statements(401) },
    findings: [`${domainFile}:1 has 401 lines`],
  },
  {
    rule: functionLines,
    files: { [domainFile]: `\nfunction grow() {\n${statements(69)}}` },
    findings: [`${domainFile}:2 grow has 71 lines`],
  },
  {
    rule: positionalParameters,
    files: { [domainFile]: 'const add = (a, b, c, d) => a;' },
    findings: [`${domainFile}:1 add has 4 parameters`],
  },
  {
    rule: nesting,
    files: {
      [domainFile]:
        'function dig() { if (a) for (;;) while (b) { try { if (c) d(); } finally {} } }',
    },
    findings: [`${domainFile}:1 dig nests 5 deep`],
  },
  {
    rule: lineColumns,
    files: { [domainFile]: `// ${'a'.repeat(98)}` },
    findings: [`${domainFile}:1 has 101 columns`],
  },
  {
    rule: fileNames,
    files: { 'tools/src/date-utils.ts': '', 'tools/src/newTitle.ts': '' },
    findings: [
      'tools/src/date-utils.ts:1 "date-utils" says nothing',
      'tools/src/newTitle.ts:1 "newTitle" is not kebab-case',
    ],
  },
  {
    rule: namedExports,
    files: { [domainFile]: 'export default 1;' },
    findings: [`${domainFile}:1 is a default export`],
  },
  {
    rule: noBarrels,
    files: { 'packages/domain/src/rules/index.ts': "export * from './a.ts';" },
    findings: ['packages/domain/src/rules/index.ts:1 only re-exports'],
  },
  {
    rule: noAny,
    files: { [domainFile]: 'let a: any;' },
    findings: [`${domainFile}:1 is typed any`],
  },
  {
    rule: noNonNull,
    files: { [domainFile]: 'let a!: number;\na = b!;' },
    findings: [`${domainFile}:1 uses "!"`, `${domainFile}:2 uses "!"`],
  },
  {
    rule: docstrings,
    files: { [domainFile]: '/** Said. */\nexport const a = 1;\n\nexport type B = 1;' },
    findings: [`${domainFile}:4 has no docstring`],
  },
  {
    rule: fieldWords,
    files: { [domainFile]: 'function addTrophy(userId) { const data = 1; }' },
    findings: [
      `${domainFile}:1 "addTrophy" says "trophy" for achievement`,
      `${domainFile}:1 "userId" says "user" for player`,
      `${domainFile}:1 "data" says "data" for the noun`,
    ],
  },
  {
    rule: testNames,
    files: {
      [testFile]:
        "test('it should rise', () => {});\ntest('advances', () => {});\ntest('a call of advance() rises', () => {});\ntest('a report rises.', () => {});",
    },
    findings: [
      `${testFile}:1 "it should rise" says "should"`,
      `${testFile}:2 "advances" is no sentence`,
      `${testFile}:3 "a call of advance() rises" names a function`,
      `${testFile}:4 "a report rises." ends in a full stop`,
    ],
  },
  {
    rule: wholeSuites,
    files: { [testFile]: "test.only('a lower report changes nothing', () => {});" },
    findings: [`${testFile}:1 uses test.only`],
  },
  {
    rule: markers,
    files: {
      [domainFile]: ['@TODO(#7) fine', '@NOTE fine', 'TODO later', '@TODO none', 'FIXME']
        .map((text) => `// ${text}`)
        .join('\n'),
    },
    findings: [
      `${domainFile}:3 is marked TODO`,
      `${domainFile}:4 is marked @TODO`,
      `${domainFile}:5 is marked FIXME`,
    ],
  },
  {
    rule: noDeadLinks,
    files: {
      'README.md': 'see [the wire](docs/wire.md)\n\n[style]: STYLE.md "how we write"',
      'docs/a.md': '# A\n\n![a](../icons/a.png) and [b](a.md#b), [c](#a)',
    },
    findings: [
      'README.md:1 links to docs/wire.md, which is not there',
      'README.md:3 links to STYLE.md, which is not there',
      'docs/a.md:3 links to ../icons/a.png, which is not there',
      'docs/a.md:3 links to a.md#b, which has no such heading',
    ],
  },
  {
    rule: noWorkplace,
    files: { 'docs/a.md': `see ${npmRegistry}.org/zod`, 'docs/b.md': `\nin ${homeFolder}/laurel` },
    findings: [`docs/a.md:1 names ${npmRegistry}.`, `docs/b.md:2 names ${homeFolder}/l`],
  },
];

describe('bad examples', () => {
  for (const { rule, files, findings } of badCases) {
    test(`"${rule.promise}" names ${findings[0]}`, () => {
      assert.deepEqual(rule.check(repositoryOf(files)).map(findingText), findings);
    });
  }
});

/** A file that looks bad and is not. */
const goodCases: readonly { rule: Rule; why: string; files: Readonly<Record<string, string>> }[] = [
  {
    rule: arrows,
    why: 'a type of another package goes away',
    files: {
      ...manifests,
      'packages/contract/src/index.ts': '',
      'packages/client/src/wire.ts': "import type { schema } from '@laurel/contract';",
    },
  },
  {
    rule: purity,
    why: 'a moment that is given is no clock',
    files: { [domainFile]: 'new Date(text); Date.parse(text); step.process; ({ fetch: 1 });' },
  },
  {
    rule: nesting,
    why: 'a chain of else-if is one level',
    files: {
      [domainFile]:
        'function pick() { if (a) b(); else if (c) d(); else if (e) f(); else if (g) h(); else if (i) j(); }',
    },
  },
  {
    rule: functionLines,
    why: 'a group of tests may be long',
    files: { [testFile]: `describe('rising', () => {\n${statements(80)}});` },
  },
  {
    rule: functionLines,
    why: 'a reason above its docstring lifts a tripwire',
    files: {
      [domainFile]: `// tidy: one table of states, read top down\n/** Grows. */\nfunction grow() {\n${statements(80)}}`,
    },
  },
  {
    rule: lineColumns,
    why: 'a text for people is one line',
    files: { [domainFile]: `  throw new Error('${'a'.repeat(120)}');` },
  },
  {
    rule: noDeadLinks,
    why: 'addresses, folders, headings and what is code are no dead links',
    files: {
      'README.md':
        '[web](https://laurel.example/a) [wire](docs/wire/) [root](/docs/a.md) `[no](no.md)`',
      'docs/a.md': '## What it says, twice\n```\n[no](no.md)\n```\n[here](#what-it-says-twice)',
      'docs/wire/b.md': '[up](../a.md "the page above")',
    },
  },
  {
    rule: fieldWords,
    why: 'the contract spells as the wire does',
    files: { [contractFile]: 'function userSegment() {}' },
  },
];

describe('good examples', () => {
  for (const { rule, why, files } of goodCases) {
    test(`"${rule.promise}": ${why}`, () => {
      assert.deepEqual(rule.check(repositoryOf(files)).map(findingText), []);
    });
  }
});

test('a lift without a reason lifts nothing', () => {
  const files = { [domainFile]: '// tidy: ok\nlet a: any;' };
  assert.equal(noAny.check(repositoryOf(files)).length, 1);
});

test('a file that is not valid code is named', () => {
  assert.throws(() => repositoryOf({ [domainFile]: 'let let = ;' }), /progress\.ts/);
});
