import { dirname, join } from 'node:path/posix';
import type { Finding, Rule } from '../finding.ts';
import type { Repository } from '../repository.ts';

/** What a page points to is there: files, folders, and headings of pages. */
export const noDeadLinks: Rule = {
  promise: 'every link between files of Markdown leads to what is there',
  check: (repository) => {
    const folders = foldersOf(repository.paths);
    return pagesOf(repository).flatMap(([page, text]) =>
      linksIn(text).flatMap(({ to, line }): readonly Finding[] => {
        const message = problemOf(repository, folders, { page, to });
        return message === undefined ? [] : [{ path: page, line, message }];
      }),
    );
  },
};

type Link = { readonly to: string; readonly line: number };

function pagesOf({ files }: Repository): readonly (readonly [string, string])[] {
  return [...files].filter(([path]) => path.endsWith('.md'));
}

/** `[text](to)`, with or without a title, and `[name]: to` on a line of its own. */
const linkForms = [
  /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
  /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/g,
];

function linksIn(text: string): readonly Link[] {
  return proseLines(text).flatMap((prose, index) =>
    linkForms.flatMap((form) =>
      [...prose.matchAll(form)].map(([, to = '']) => ({ to, line: index + 1 })),
    ),
  );
}

/** The lines of a page without code, which may hold anything. */
function proseLines(text: string): readonly string[] {
  let fence: string | undefined;
  return text.split('\n').map((line) => {
    const [, mark] = /^\s*(```|~~~)/.exec(line) ?? [];
    if (mark === undefined) return fence === undefined ? line.replaceAll(/`[^`]*`/g, '') : '';
    if (fence === undefined) fence = mark;
    else if (fence === mark) fence = undefined;
    return '';
  });
}

function problemOf(
  { files, paths }: Repository,
  folders: ReadonlySet<string>,
  { page, to }: { page: string; to: string },
): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(to)) return undefined;
  const [path = '', heading] = to.split('#');
  const target = path === '' ? page : placeOf(page, path);
  if (!paths.has(target) && !folders.has(target)) return `links to ${to}, which is not there`;
  if (heading === undefined || !target.endsWith('.md')) return undefined;
  const isThere = anchorsOf(files.get(target) ?? '').has(heading.toLowerCase());
  return isThere ? undefined : `links to ${to}, which has no such heading`;
}

/** A path that begins with a slash starts at the root of the repository. */
function placeOf(page: string, path: string): string {
  const place = path.startsWith('/') ? path.slice(1) : join(dirname(page), decodeURI(path));
  return place.replace(/\/$/, '');
}

function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>(['', '.']);
  for (const path of paths) {
    for (let at = dirname(path); !folders.has(at); at = dirname(at)) folders.add(at);
  }
  return folders;
}

/** Headings as forges name them: lower case, without punctuation, numbered when they recur. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of text.split('\n')) {
    const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    if (heading === undefined) continue;
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    let name = slug;
    for (let count = 1; anchors.has(name); count += 1) name = `${slug}-${count}`;
    anchors.add(name);
  }
  return anchors;
}
