/** The command line as other programs use it. */
export { createProgram, run } from './program.ts';
export type { Outcome, Shell, Sink } from './shell.ts';
