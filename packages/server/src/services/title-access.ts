import { Refusal, type Sandbox, type Scid, type Title, type TitleId } from '@laurel/domain';
import type { Asker } from '../asker.ts';

/** Published titles, from memory. The same object is given while its version is in force. */
export type TitleLookup = {
  byScid(sandbox: Sandbox, scid: Scid): Title | undefined;
  byTitleId(sandbox: Sandbox, titleId: TitleId): Title | undefined;
};

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
