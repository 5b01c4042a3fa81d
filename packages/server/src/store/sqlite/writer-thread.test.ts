import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreFailure } from '../store.ts';
import { GroupDraft } from './packed-group.ts';
import { startWriter } from './writer-thread.ts';

function someGroup(): Buffer {
  const draft = new GroupDraft();
  draft.add({ isGuarded: false, steps: [['select 1']] });
  return draft.take(1).bytes;
}

test('a writer says why it did not commit a group', async () => {
  await using writer = startWriter();
  const outcome = await writer.commit(someGroup());
  assert.deepEqual(outcome, {
    kind: 'notCommitted',
    reason: { text: 'the database is not open', code: null },
  });
});

test('a writer that has ended lets nobody wait', async () => {
  const writer = startWriter();
  const waiting = writer.call({ kind: 'restartLog' });
  const refused = assert.rejects(waiting, StoreFailure);
  await writer[Symbol.asyncDispose]();
  await refused;
  await assert.rejects(writer.commit(someGroup()), /the store's writer has ended/);
});
