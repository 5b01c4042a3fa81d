import { createHash } from 'node:crypto';
import type { Instant, Sandbox, Scid, Title, TitleId } from '@laurel/domain';
import type { PublishedVersion, TitleStore } from '../store/store.ts';
import type { TitleLookup } from './title-access.ts';
import { readTitleText } from './title-document.ts';

/** A title in force, and when it came to be. */
export type InForce = {
  readonly title: Title;
  readonly sandbox: Sandbox;
  readonly publishedAt: Instant;
  /** Of the document's text: the same version with the same text is the same object. */
  readonly digest: string;
};

/** The versions in force, in memory. The same `Title` object is given while one is in force. */
export type PublishedTitles = TitleLookup & {
  /** By titleId; the same list while nothing of the sandbox changes. */
  all(sandbox: Sandbox): readonly Title[];
  /** Every title in force, of every sandbox. */
  everywhere(): readonly InForce[];
  /** Reads what is in force now. @throws {Error} naming a version that can't be read */
  refresh(): Promise<void>;
  /** Puts a version in force that was just published. */
  put(version: PublishedVersion): Title;
};

type Shelf = {
  readonly byTitleId: Map<TitleId, InForce>;
  readonly byScid: Map<Scid, Title>;
  all: readonly Title[];
};

const nothing: readonly Title[] = [];

/** Empty until it is refreshed. */
export function createPublishedTitles(store: Pick<TitleStore, 'published'>): PublishedTitles {
  let shelves = new Map<Sandbox, Shelf>();

  function read(version: PublishedVersion): InForce {
    const { sandbox, publishedAt, document } = version;
    const digest = createHash('sha256').update(document).digest('hex');
    const known = shelves.get(sandbox)?.byTitleId.get(version.titleId);
    if (known?.title.version === version.version && known.digest === digest) return known;
    return { title: titleIn(version), sandbox, publishedAt, digest };
  }

  return {
    byScid: (sandbox, scid) => shelves.get(sandbox)?.byScid.get(scid),
    byTitleId: (sandbox, titleId) => shelves.get(sandbox)?.byTitleId.get(titleId)?.title,
    all: (sandbox) => shelves.get(sandbox)?.all ?? nothing,
    everywhere: () => [...shelves.values()].flatMap(({ byTitleId }) => [...byTitleId.values()]),
    async refresh() {
      const entries = (await store.published()).map(read);
      const before = shelves;
      shelves = new Map();
      for (const entry of entries) place(shelves, entry);
      for (const [sandbox, shelf] of shelves) keepList(before.get(sandbox), shelf);
    },
    put(version) {
      const entry = read(version);
      place(shelves, entry);
      return entry.title;
    },
  };
}

function titleIn({ titleId, sandbox, version, document }: PublishedVersion): Title {
  const { title, findings } = readTitleText(document, version);
  if (title !== null) return title;
  const [first] = findings;
  throw new Error(
    `version ${version} of titleId ${titleId} in sandbox ${sandbox} can't be read: ${first?.path} ${first?.message}`,
  );
}

function place(shelves: Map<Sandbox, Shelf>, entry: InForce): void {
  const { title, sandbox } = entry;
  const shelf = shelves.get(sandbox) ?? { byTitleId: new Map(), byScid: new Map(), all: [] };
  shelves.set(sandbox, shelf);
  const replaced = shelf.byTitleId.get(title.titleId);
  if (replaced !== undefined) shelf.byScid.delete(replaced.title.scid);
  shelf.byTitleId.set(title.titleId, entry);
  shelf.byScid.set(title.scid, title);
  const titles = [...shelf.byTitleId.values()].map((one) => one.title);
  shelf.all = titles.sort((a, b) => a.titleId - b.titleId);
}

function keepList(before: Shelf | undefined, after: Shelf): void {
  if (before === undefined || before.all.length !== after.all.length) return;
  if (before.all.every((title, index) => title === after.all[index])) after.all = before.all;
}
