import { quoted, Refusal, type Sandbox, type Scid, type Title, type TitleId } from '@laurel/domain';
import type { Asker } from '../asker.ts';

/** Published titles, from memory. The same object is given while its version is in force. */
export type TitleLookup = {
  byScid(sandbox: Sandbox, scid: Scid): Title | undefined;
  byTitleId(sandbox: Sandbox, titleId: TitleId): Title | undefined;
};

/** Names a title of a sandbox by either of its ids; both must agree where both are there. */
export type TitleOfSandbox = {
  readonly sandbox: Sandbox;
  readonly scid?: Scid | undefined;
  readonly titleId?: TitleId | undefined;
};

/** @throws {Refusal} as `notPublished` has it */
export function publishedTitle(titles: TitleLookup, of: TitleOfSandbox): Title {
  const { sandbox, scid, titleId } = of;
  const byId = titleId && titles.byTitleId(sandbox, titleId);
  const title = scid === undefined ? byId : titles.byScid(sandbox, scid);
  if (title && (titleId === undefined || titleId === title.titleId)) return title;
  throw notPublished(of);
}

/** @returns `UnknownServiceConfig`, or `UnknownTitle` for a title that only its own id names */
export function notPublished({ sandbox, scid, titleId }: TitleOfSandbox): Refusal {
  const where = `is not published in sandbox ${sandbox}`;
  if (scid === undefined) return new Refusal('UnknownTitle', `titleId ${quoted(titleId)} ${where}`);
  const suffix = titleId === undefined ? '' : ` with titleId ${titleId}`;
  return new Refusal(
    'UnknownServiceConfig',
    `service configuration ${quoted(scid)}${suffix} ${where}`,
  );
}

/**
 * Whether a caller may see a title: a public one always, another with its title claim only.
 *
 * Source: "GET …/{scid}/{achievementid}", authorization claims [D].
 */
export function maySeeTitle(asker: Asker, title: Title): boolean {
  return title.public || asker.titleId === title.titleId;
}

/** @throws {Refusal} `TitleClaimRequired` unless the caller may see the title */
export function requireTitleAccess(asker: Asker, title: Title): void {
  if (maySeeTitle(asker, title)) return;
  throw new Refusal(
    'TitleClaimRequired',
    `titleId ${title.titleId} is not public; ask with a token that carries its title claim`,
  );
}
