import { fileURLToPath } from 'node:url';

/**
 * For programs that are started again and again: what was compiled is kept, where `laurel` keeps it
 * too. Without it, a process holds the compiler for as long as it runs.
 */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/laurel', import.meta.url)),
};
