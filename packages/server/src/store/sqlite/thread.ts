import { type Transferable, Worker } from 'node:worker_threads';
import { StoreFailure } from '../store.ts';

/** A thread that answers calls in the order they were made. */
export interface Thread<Call, Answer> extends AsyncDisposable {
  /** @throws {StoreFailure} if the thread has ended, or ends before it answers */
  call(call: Call, transfer?: readonly Transferable[]): Promise<Answer>;
}

/**
 * Starts a thread of a module of this folder.
 *
 * @param file is named as imports are: the build renames both
 * @param what names the thread in messages
 */
export function startThread<Call, Answer>(
  file: './writer.ts' | './keeper.ts',
  what: string,
): Thread<Call, Answer> {
  const worker = new Worker(new URL(file, import.meta.url), {
    // What the threads remember is SQLite's; their own garbage is small and short-lived.
    resourceLimits: { maxYoungGenerationSizeMb: 3 },
  });
  const waiting: PromiseWithResolvers<Answer>[] = [];
  let ended: StoreFailure | undefined;

  function end(cause: Error): void {
    const why = cause.message.slice(0, 200);
    ended ??= new StoreFailure(`${what} has ended (${why}); restart the server`, { cause });
    for (const { reject } of waiting.splice(0)) reject(ended);
  }

  worker.on('message', (answer: Answer) => waiting.shift()?.resolve(answer));
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`exit code ${code}`)));

  return {
    call(call, transfer = []) {
      if (ended !== undefined) return Promise.reject(ended);
      const answer = Promise.withResolvers<Answer>();
      waiting.push(answer);
      worker.postMessage(call, transfer);
      return answer.promise;
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
