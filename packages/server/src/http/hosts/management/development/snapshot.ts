import { clearInstance, getSnapshot, putSnapshot, snapshotBytesMax } from '@laurel/contract';
import type { Development } from '../../../../services/development.ts';
import { answerEmpty, type Operation, operation } from '../../../operation.ts';

/** The whole instance: out, back in, or emptied. */
export function snapshotOperations(development: Development): readonly Operation[] {
  return [
    operation(clearInstance, async () => {
      await development.clear();
      return answerEmpty(204);
    }),
    operation(getSnapshot, async () => ({
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(await development.snapshot()),
    })),
    operation(putSnapshot, async ({ request }) => {
      await development.restore(await request.body(snapshotBytesMax));
      return answerEmpty(204);
    }),
  ];
}
