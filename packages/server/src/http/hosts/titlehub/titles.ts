import { listHubTitles, listPlainHubTitles } from '@laurel/contract';
import { Refusal, titleId } from '@laurel/domain';
import type { TitleHub } from '../../../services/title-hub.ts';
import type { WireRequest } from '../../exchange.ts';
import { answer, type Input, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentHubTitles } from '../../present/hub-title.ts';
import type { AssetBase } from '../../present/media.ts';

/** What Title Hub is made of. */
export type TitleHubRooms = {
  readonly titleHub: TitleHub;
  readonly ownerOf: OwnerOf;
  readonly assetBase: AssetBase;
};

/** A history is cut here; a player has played fewer titles. Source: [I]. */
const titlesMax = 2000;

/** Source: wire contract §9.5: "Accept-Language required" [C]. */
export function requireLanguage({ headers }: Pick<WireRequest, 'headers'>): void {
  if (headers['accept-language'] !== undefined) return;
  throw new Refusal('InvalidRequest', 'Accept-Language must be sent; got none');
}

const undecorated: ReadonlySet<string> = new Set();

/** The titles a player has played, or one, decorated. Source: wire contract §9.5 [C]. */
export function titlesOperation(rooms: TitleHubRooms): Operation {
  return operation(listHubTitles, (input) => titles(rooms, input, input.params.decorations));
}

/** The same without decorations. Source: wire contract §9.5 [C]. */
export function plainTitlesOperation(rooms: TitleHubRooms): Operation {
  return operation(listPlainHubTitles, (input) => titles(rooms, input, undecorated));
}

async function titles(
  { titleHub, ownerOf, assetBase }: TitleHubRooms,
  input: Input<typeof listPlainHubTitles>,
  decorations: ReadonlySet<string>,
) {
  const { params, query, languages } = input;
  requireLanguage(input.request);
  const asker = requireAsker(input);
  const owner = await ownerOf(params.user, asker);
  const { moniker } = params;
  const found =
    moniker.kind === 'Title'
      ? [await titleHub.one(asker, { owner, titleId: titleId(moniker.titleId) })]
      : (await titleHub.history(asker, owner)).slice(0, query.maxItems || titlesMax);
  const looks = { languages, decorations, assetBase };
  return answer(200, presentHubTitles({ xuid: owner, titles: found }, looks));
}
