/** A file of the web pages, as it is served. */
export type WebFile = { readonly contentType: string; readonly body: Buffer };

/** What browsers are told a file is, by its ending. */
export const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};
