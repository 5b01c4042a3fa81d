import { addAsset } from '@laurel/contract';
import type { AssetService } from '../../../../services/assets.ts';
import { imageFacts } from '../../../../services/image.ts';
import { answer, type Operation, operation } from '../../../operation.ts';

/** Keeps a picture of a title. */
export function addAssetOperation({ assets }: { assets: AssetService }): Operation {
  return operation(addAsset, async ({ request }) => {
    const bytes = await request.body(addAsset.bodyBytesMax);
    const { path, contentType } = await assets.add(bytes);
    const facts = imageFacts(bytes);
    return answer(200, {
      path,
      contentType,
      width: facts?.width ?? null,
      height: facts?.height ?? null,
    });
  });
}
