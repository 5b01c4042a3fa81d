/** Lays out rows as columns for people: two spaces between, the last column open. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd();
  return `${[head, ...rows].map(line).join('\n')}\n`;
}

const wideScripts = ['Han', 'Hiragana', 'Katakana', 'Hangul'];
const wideCharacter = new RegExp(
  `[${wideScripts.map((name) => `\\p{Script=${name}}`).join('')}\\u3000-\\u303f\\uff01-\\uff60]`,
  'u',
);

/** How many columns of a terminal text takes: wide characters two, combining ones none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    const isWide = wideCharacter.test(character);
    width += isWide ? 2 : 1;
  }
  return width;
}

/** Takes out what would steer a terminal: titles and gamertags come from others. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}/gu, '');
}

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
