import { perSource } from '../finding.ts';
import { lineOf, type Source } from '../source.ts';

/** Marks in comments that can be searched for: `@NOTE` for a trap, `@TODO(#3)` for an issue. */
export const markers = perSource('comments mark only @NOTE and @TODO(#issue)', (source) =>
  source.comments.flatMap(({ text, start }) => {
    const line = lineOf(source, start);
    return [...text.matchAll(/@?\b(TODO|FIXME|XXX|HACK|NOTE|WIP)\b(\(#\d+\))?/g)]
      .filter(([mark]) => !/^(@NOTE|@TODO\(#\d+\))$/.test(mark))
      .map(([mark]) => ({ path: source.path, line, message: `is marked ${mark}` }));
  }),
);

/** Lines of comments among the lines that are not empty, 0 to 1. */
export function commentShare(sources: readonly Source[]): number {
  let commented = 0;
  let written = 0;
  for (const { lines, comments } of sources) {
    written += lines.filter((line) => line.trim() !== '').length;
    for (const { text } of comments) commented += text.split('\n').length;
  }
  return written === 0 ? 0 : commented / written;
}
