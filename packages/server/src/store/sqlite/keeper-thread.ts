import { StoreFailure } from '../store.ts';
import type { KeeperAnswer, KeeperCall } from './keeper-call.ts';
import { startThread, type Thread } from './thread.ts';

/** What the keeper is asked, and what was refused when it could not do it. */
export interface Keeper extends AsyncDisposable {
  /** @throws {StoreFailure} */
  call(call: KeeperCall, refused: string): Promise<KeeperAnswer>;
}

/** The keeper's thread starts with the first call: a server that only reads has none. */
export function createKeeper(path: string): Keeper {
  let thread: Thread<KeeperCall, KeeperAnswer> | undefined;

  async function ask(call: KeeperCall, refused: string): Promise<KeeperAnswer> {
    if (thread === undefined) {
      thread = startThread('./keeper.ts', { what: "the store's keeper" });
      await ask({ kind: 'open', path }, `database "${path.slice(0, 80)}" cannot be opened`);
    }
    const answer = await thread.call(call);
    if (answer.kind !== 'failed') return answer;
    throw new StoreFailure(`${refused}: ${answer.reason.text}`);
  }

  return {
    call: ask,
    async [Symbol.asyncDispose]() {
      if (thread === undefined) return;
      await ask({ kind: 'close' }, 'the database cannot be closed');
      await thread[Symbol.asyncDispose]();
    },
  };
}
