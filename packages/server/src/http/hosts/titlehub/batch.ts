import { batchHubTitles } from '@laurel/contract';
import { titleIdOf } from '@laurel/domain';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import { presentHubTitles } from '../../present/hub-title.ts';
import { requireLanguage, type TitleHubRooms } from './titles.ts';

/** Several titles with the caller's part in them. Source: wire contract §9.5 [C]. */
export function batchOperation({ titleHub, assetBase }: TitleHubRooms): Operation {
  return operation(batchHubTitles, async (input) => {
    const { params, body, languages } = input;
    requireLanguage(input.request);
    const asker = requireAsker(input);
    const xuid = asker.kind === 'Token' ? asker.xuid : null;
    const titleIds = (body.titleIds ?? []).flatMap((number) => titleIdOf(number) ?? []);
    const titles = await titleHub.some(asker, titleIds);
    const looks = { languages, decorations: params.decorations, assetBase };
    return answer(200, presentHubTitles({ xuid, titles }, looks));
  });
}
