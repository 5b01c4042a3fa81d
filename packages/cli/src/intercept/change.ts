/** A command line: the program, then its arguments. */
export type CommandLine = readonly [program: string, ...rest: string[]];

/**
 * One change of a system. Each can be undone from what the journal knows of it, however far it
 * went.
 */
export type Change =
  /** A folder that is made unless it is there. */
  | { readonly kind: 'Folder'; readonly path: string }
  /** A file of ours, where none was. */
  | { readonly kind: 'File'; readonly path: string; readonly text: string }
  /** Lines of ours at the end of a file that belongs to others. */
  | { readonly kind: 'Lines'; readonly path: string; readonly lines: readonly string[] }
  /**
   * What a program of the system makes of other files, such as its bundle of authorities. `make` is
   * run again when it is undone, without the file of ours.
   */
  | { readonly kind: 'Made'; readonly folders: readonly string[]; readonly make: CommandLine }
  /** The program that does it; the folders are those of the `Made` before. */
  | { readonly kind: 'Make'; readonly make: CommandLine }
  /** What programs of the system add to, and remove from, a store that only they write. */
  | {
      readonly kind: 'Entry';
      /** Ends with 0 where the entry is there. */
      readonly isThere: CommandLine;
      readonly add: CommandLine;
      /** One after another, whether the one before found something or not. */
      readonly remove: readonly CommandLine[];
    }
  /** Something that hurts nobody when it fails: the cache of names is emptied. */
  | { readonly kind: 'Nudge'; readonly commands: readonly CommandLine[] };

/** What changes a system: everything that has an effect goes through it. */
export type Hands = {
  /** @returns `undefined` where there is none */
  read(path: string): Buffer | undefined;
  /** Makes a file, durably. @throws where one is there */
  create(path: string, bytes: Buffer): void;
  /** Writes at the end of a file, durably. */
  append(path: string, bytes: Buffer): void;
  /** Cuts a file, durably. */
  truncate(path: string, bytes: number): void;
  /** Writes a file anew in its place, durably: it keeps its owner and its rights. */
  overwrite(path: string, bytes: Buffer): void;
  makeFolder(path: string): void;
  isFolder(path: string): boolean;
  /** Removes a file or a symbolic link; nothing where there is none. */
  remove(path: string): void;
  /** Removes a folder where it is empty. */
  removeFolder(path: string): void;
  /** Removes a folder of ours with everything in it. */
  removeTree(path: string): void;
  /** What is at a path, without following it; `undefined` where nothing is. */
  look(path: string): Found | undefined;
  /** Names in a folder, in order; none where it is not there. */
  list(path: string): readonly string[];
  /** Makes what `look` saw, with its rights. */
  put(path: string, found: Found): void;
  /** @returns how it ended, and what it wrote; -1 where it could not be started */
  run(command: CommandLine): { code: number; text: string };
};

/** A file, link or folder as it is on the disk. */
export type Found =
  | {
      readonly kind: 'File';
      readonly bytes: Buffer;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
    }
  | { readonly kind: 'Link'; readonly target: string }
  | { readonly kind: 'Folder'; readonly mode: number };
