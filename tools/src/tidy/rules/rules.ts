import type { Rule } from '../finding.ts';
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

/** Every rule that the repository keeps. */
export const rules: readonly Rule[] = [
  arrows,
  declaredDependencies,
  noCycles,
  purity,
  noDeadFiles,
  fileLines,
  functionLines,
  positionalParameters,
  nesting,
  lineColumns,
  fileNames,
  namedExports,
  noBarrels,
  noAny,
  noNonNull,
  docstrings,
  fieldWords,
  testNames,
  wholeSuites,
  markers,
  noDeadLinks,
  noWorkplace,
];
