import { GroupExchange } from './group-exchange.ts';
import { startThread } from './thread.ts';
import type { GroupOutcome, WriterAnswer, WriterCall } from './writer-call.ts';

/** The writer as other threads see it. */
export interface Writer extends AsyncDisposable {
  /** @throws {StoreFailure} if the writer has ended, or ends before it answers */
  call(call: WriterCall): Promise<WriterAnswer>;
  /**
   * Has a group committed. One at a time: the next may come when it is known how this one ended.
   *
   * @param bytes as `GroupDraft` packs them
   * @throws {StoreFailure} as `call`
   */
  commit(bytes: Uint8Array): Promise<GroupOutcome>;
}

/** Starts the writer's thread. */
export function startWriter(): Writer {
  const exchange = new GroupExchange();
  const thread = startThread<WriterCall, WriterAnswer>('./writer.ts', {
    what: "the store's writer",
    workerData: exchange.memory,
    onEnd: () => exchange.abandon(),
  });

  function call(call: WriterCall): Promise<WriterAnswer> {
    const answer = thread.call(call);
    exchange.ringForCall();
    return answer;
  }

  return {
    call,
    async commit(bytes) {
      const whole = await exchange.send(bytes);
      if (whole !== null) return { kind: 'committed', stopped: [], ...whole };
      const answer = await call({ kind: 'outcome' });
      if (answer.kind === 'committed' || answer.kind === 'notCommitted') return answer;
      throw new Error(`the writer cannot say how a group ended: ${answer.kind}`);
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
