import { Worker } from 'node:worker_threads';
import { StoreFailure } from '../store.ts';

/** A thread that answers calls in the order they were made. */
export interface Thread<Call, Answer> extends AsyncDisposable {
  /** @throws {StoreFailure} if the thread has ended, or ends before it answers */
  call(call: Call): Promise<Answer>;
}

/**
 * Starts a thread of a module of this folder.
 *
 * @param file is named as imports are: the build renames both
 */
export function startThread<Call, Answer>(
  file: './writer.ts' | './keeper.ts',
  {
    what,
    workerData,
    onEnd,
  }: {
    /** Names the thread in messages. */
    what: string;
    /** Handed to it as it starts. */
    workerData?: unknown;
    /** Told when it has ended. */
    onEnd?: () => void;
  },
): Thread<Call, Answer> {
  const worker = new Worker(new URL(file, import.meta.url), {
    // What the threads remember is SQLite's; their own garbage is small and short-lived.
    resourceLimits: { maxYoungGenerationSizeMb: 3 },
    workerData,
  });
  const waiting: PromiseWithResolvers<Answer>[] = [];
  let ended: StoreFailure | undefined;

  function end(cause: Error): void {
    const why = cause.message.slice(0, 200);
    ended ??= new StoreFailure(`${what} has ended (${why}); restart the server`, { cause });
    for (const { reject } of waiting.splice(0)) reject(ended);
    onEnd?.();
  }

  worker.on('message', (answer: Answer) => waiting.shift()?.resolve(answer));
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`exit code ${code}`)));

  return {
    call(call) {
      if (ended !== undefined) return Promise.reject(ended);
      const answer = Promise.withResolvers<Answer>();
      waiting.push(answer);
      worker.postMessage(call);
      return answer.promise;
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
