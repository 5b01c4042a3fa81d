import {
  checkTitle,
  errorAt,
  type Finding,
  type ImageFacts,
  type Sandbox,
  type Title,
  type TitleId,
} from '@laurel/domain';
import type { TitleStore } from '../store/store.ts';
import type { PublishedTitles } from './published-titles.ts';
import { type ReadTitle, readTitle } from './title-document.ts';
import { isLocalPicture } from './title-pictures.ts';
import { inDocument } from './title-places.ts';

/** What a document is checked for, and what is known of its pictures by their address. */
export type CheckAim = {
  readonly sandbox: Sandbox;
  /** `null` for a picture that is not there; one that is not named is not checked. */
  readonly images?: ReadonlyMap<string, ImageFacts | null>;
};

/** A document that was read, and everything that was found about it. */
export type Checked = { readonly read: ReadTitle; readonly findings: readonly Finding[] };

/** Checks a document: its form, the rules of the catalog, and that its scid is its own. */
export type CheckDocument = (document: unknown, aim: CheckAim) => Promise<Checked>;

/** @param imageAt gives the facts of a picture of this instance */
export function createTitleCheck({
  store,
  published,
  imageAt,
  isStrict = false,
}: {
  store: Pick<TitleStore, 'drafts'>;
  published: Pick<PublishedTitles, 'everywhere'>;
  imageAt: ((path: string) => Promise<ImageFacts | undefined>) | null;
  isStrict?: boolean;
}): CheckDocument {
  return async (document, { sandbox, images = new Map() }) => {
    const read = readTitle(document, 0);
    if (read.document === null) return { read, findings: read.findings };
    const { title } = read;
    const known = new Map([...images, ...(await ownImages(title, imageAt))]);
    const found = [
      ...checkScid(title, published),
      ...(await checkDrafts(title, store)),
      ...checkTitle(title, { sandbox, images: known, isStrict }),
    ];
    return { read, findings: found.map((finding) => inDocument(read.document, finding)) };
  };
}

async function ownImages(
  { achievements }: Title,
  imageAt: ((path: string) => Promise<ImageFacts | undefined>) | null,
): Promise<ReadonlyMap<string, ImageFacts | null>> {
  const facts = new Map<string, ImageFacts | null>();
  if (imageAt === null) return facts;
  for (const { url } of achievements.flatMap(({ mediaAssets }) => mediaAssets)) {
    if (url.startsWith('/') && !facts.has(url)) facts.set(url, (await imageAt(url)) ?? null);
  }
  return facts;
}

/** A service configuration belongs to one title, and a title has one everywhere. */
function checkScid(
  { titleId, scid }: Title,
  published: Pick<PublishedTitles, 'everywhere'>,
): readonly Finding[] {
  for (const { title, sandbox } of published.everywhere()) {
    const isOwn = title.titleId === titleId;
    if (!isOwn && title.scid === scid) return [taken(scid, title.titleId)];
    if (isOwn && title.scid !== scid) {
      const message = `titleId ${titleId} has service configuration ${title.scid} in sandbox ${sandbox}, and has only one; got ${scid}`;
      return [errorAt('fixed-scid', '/scid', message)];
    }
  }
  return [];
}

async function checkDrafts(
  { titleId, scid }: Title,
  store: Pick<TitleStore, 'drafts'>,
): Promise<readonly Finding[]> {
  const drafts = await store.drafts();
  const other = drafts.find((draft) => draft.scid === scid && draft.titleId !== titleId);
  return other === undefined ? [] : [taken(scid, other.titleId)];
}

function taken(scid: string, titleId: TitleId): Finding {
  const message = `service configuration ${scid} belongs to titleId ${titleId}; each title needs one of its own`;
  return errorAt('scid-taken', '/scid', message);
}

/** What keeps a document from being published that could be checked: pictures beside it. */
export function localPictureErrors({ achievements }: Title): readonly Finding[] {
  return achievements.flatMap(({ mediaAssets }, index) =>
    mediaAssets.flatMap(({ url }, order) => {
      if (!isLocalPicture(url)) return [];
      const message = `"${url}" is a file beside the document; add it to this instance and name the path it got, as laurel publish does`;
      return [errorAt('picture', `/achievements/${index}/mediaAssets/${order}`, message)];
    }),
  );
}
