import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A title as a test needs it: what is left out of the document is filled in. */
export type TestTitle = {
  readonly titleId: number;
  readonly name?: unknown;
  readonly defaultLocale?: string;
  readonly achievements: readonly TestAchievement[];
  readonly [member: string]: unknown;
};

type TestAchievement = {
  readonly id: string;
  readonly name?: unknown;
  readonly [member: string]: unknown;
};

/** Where nothing is fetched from. */
const noPicture = 'https://pictures.invalid/icon.png';

/**
 * Makes files of titles, in the order given.
 *
 * @param titles paths or addresses of documents, which stay where they are, or documents
 * @param folder for the files that are made
 */
export function titleFiles(
  titles: readonly (string | URL | TestTitle)[],
  folder: string,
): readonly string[] {
  return titles.map((title, index) => {
    if (typeof title === 'string') return resolve(title);
    if (title instanceof URL) return fileURLToPath(title);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `title-${index}.json`);
    writeFileSync(path, JSON.stringify(filledTitle(title)));
    return path;
  });
}

function filledTitle(title: TestTitle): object {
  return {
    name: `Title ${title.titleId}`,
    defaultLocale: 'en-US',
    ...title,
    achievements: title.achievements.map((achievement) => {
      const words = `Achievement ${achievement.id}`;
      const { name = words, ...given } = achievement;
      return { description: name, lockedDescription: name, icon: noPicture, ...given, name };
    }),
  };
}
