import {
  E_ABORT,
  E_FAIL,
  E_INVALIDARG,
  E_NOT_VALID_STATE,
  E_PENDING,
  FAILED,
  type HRESULT,
  resultOf,
  S_OK,
} from './hresult.ts';

/** What a C function takes as a pointer to something it fills: `const size: Out<number> = {}`. */
export type Out<T> = { value?: T };

/** What happens when an operation completes. */
export type XAsyncCompletionRoutine = (asyncBlock: XAsyncBlock) => void;

/** One operation, kept by the caller until it is complete; then it may be used again. */
export type XAsyncBlock = {
  /** Where the callback is called; without one, as soon as JavaScript may. */
  queue?: XTaskQueueHandle | null;
  /** The caller's own. */
  context?: unknown;
  callback?: XAsyncCompletionRoutine | null;
};

/** Where callbacks wait until the game dispatches them. */
export type XTaskQueueHandle = {
  readonly dispatchMode: XTaskQueueDispatchMode;
  /** Callbacks that wait, for a manual queue. */
  readonly waiting: (() => void)[];
};

/** Who dispatches callbacks: the game, or whoever may. */
export const XTaskQueueDispatchMode = {
  Manual: 0,
  ThreadPool: 1,
  SerializedThreadPool: 2,
  Immediate: 3,
} as const;
/** Who dispatches callbacks: the game, or whoever may. */
export type XTaskQueueDispatchMode =
  (typeof XTaskQueueDispatchMode)[keyof typeof XTaskQueueDispatchMode];

/** The two sides of a queue. Work needs no side here: JavaScript has one thread. */
export const XTaskQueuePort = { Work: 0, Completion: 1 } as const;
/** The two sides of a queue. */
export type XTaskQueuePort = (typeof XTaskQueuePort)[keyof typeof XTaskQueuePort];

type Operation = {
  status: HRESULT;
  readonly abort: AbortController;
  readonly done: Promise<void>;
  payload: unknown;
};

const operations = new WeakMap<XAsyncBlock, Operation>();

/** Makes a queue; only what happens to completions counts. */
export function XTaskQueueCreate(
  _workDispatchMode: XTaskQueueDispatchMode,
  completionDispatchMode: XTaskQueueDispatchMode,
  queue: Out<XTaskQueueHandle>,
): HRESULT {
  queue.value = { dispatchMode: completionDispatchMode, waiting: [] };
  return S_OK;
}

/** Calls one callback that waits. @returns whether there was one */
export function XTaskQueueDispatch(
  queue: XTaskQueueHandle,
  port: XTaskQueuePort,
  _timeoutInMs = 0,
): boolean {
  const callback = port === XTaskQueuePort.Completion ? queue.waiting.shift() : undefined;
  callback?.();
  return callback !== undefined;
}

/** Lets go of a queue: what waits is called no more. */
export function XTaskQueueCloseHandle(queue: XTaskQueueHandle): void {
  queue.waiting.length = 0;
}

/**
 * How an operation stands: E_PENDING, or its result code.
 *
 * @param wait nothing can wait in JavaScript, so `true` gives a promise of the result code
 */
export function XAsyncGetStatus(asyncBlock: XAsyncBlock, wait: false): HRESULT;
/** How an operation ended. */
export function XAsyncGetStatus(asyncBlock: XAsyncBlock, wait: true): Promise<HRESULT>;
/** How an operation stands, or how it ended. */
export function XAsyncGetStatus(asyncBlock: XAsyncBlock, wait: boolean) {
  const operation = operations.get(asyncBlock);
  const status = () => operation?.status ?? E_INVALIDARG;
  return wait ? (operation?.done ?? Promise.resolve()).then(status) : status();
}

/** How large the result is: 0 for none, 8 for a handle. */
export function XAsyncGetResultSize(asyncBlock: XAsyncBlock, bufferSize: Out<number>): HRESULT {
  const operation = operations.get(asyncBlock);
  if (operation === undefined) return E_INVALIDARG;
  if (operation.status === S_OK) bufferSize.value = operation.payload === undefined ? 0 : 8;
  return operation.status;
}

/** Asks an operation to end: then it ends with E_ABORT, unless it ended before. */
export function XAsyncCancel(asyncBlock: XAsyncBlock): void {
  const operation = operations.get(asyncBlock);
  if (operation?.status === E_PENDING) operation.abort.abort();
}

/** Runs work of the game's own as an operation; what it returns is the result code. */
export function XAsyncRun(
  asyncBlock: XAsyncBlock,
  work: (asyncBlock: XAsyncBlock) => HRESULT | Promise<HRESULT>,
): HRESULT {
  return beginAsync(asyncBlock, async () => ({ status: await work(asyncBlock) }));
}

/** How an operation ends: with a result code, and with a result if it went well. */
export type AsyncEnd = { readonly status: HRESULT; readonly payload?: unknown };

/**
 * Begins an operation. Its callback is called once it is complete, never before this returned.
 *
 * @returns E_INVALIDARG for a block that another operation is using
 */
export function beginAsync(
  asyncBlock: XAsyncBlock,
  work: (signal: AbortSignal) => Promise<AsyncEnd>,
): HRESULT {
  if (operations.get(asyncBlock)?.status === E_PENDING) return E_INVALIDARG;
  const abort = new AbortController();
  const operation: Operation = {
    status: E_PENDING,
    abort,
    payload: undefined,
    done: ended(abort.signal, work).then(({ status, payload }) => {
      operation.status = status;
      operation.payload = FAILED(status) ? undefined : payload;
      complete(asyncBlock);
    }),
  };
  operations.set(asyncBlock, operation);
  return S_OK;
}

/** Ends early when cancelled, even if the work does not. */
async function ended(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<AsyncEnd>,
): Promise<AsyncEnd> {
  const cancelled = new Promise<AsyncEnd>((resolve) => {
    signal.addEventListener('abort', () => resolve({ status: E_ABORT }), { once: true });
  });
  await Promise.resolve();
  const worked = work(signal).catch((thrown: unknown): AsyncEnd => {
    const status = resultOf(thrown);
    return { status: FAILED(status) ? status : E_FAIL };
  });
  return Promise.race([cancelled, worked]);
}

function complete(asyncBlock: XAsyncBlock): void {
  const { queue, callback } = asyncBlock;
  if (typeof callback !== 'function') return;
  if (queue?.dispatchMode === XTaskQueueDispatchMode.Manual) {
    queue.waiting.push(() => callback(asyncBlock));
    return;
  }
  // Apart, so that a callback that throws is the game's failure and not the operation's.
  queueMicrotask(() => callback(asyncBlock));
}

/** Takes the result of an operation, once. @returns its result code */
export function takeResult<T>(
  asyncBlock: XAsyncBlock,
  kind: new (...parts: never[]) => T,
  result: Out<T>,
): HRESULT {
  const operation = operations.get(asyncBlock);
  if (operation === undefined) return E_INVALIDARG;
  if (operation.status !== S_OK) return operation.status;
  if (!(operation.payload instanceof kind)) return E_NOT_VALID_STATE;
  result.value = operation.payload;
  operation.payload = undefined;
  return S_OK;
}
