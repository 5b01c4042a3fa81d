import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ClientAsk, ClientTell } from './client-talk.ts';
import { startProgram } from './story-process.ts';

type Asked = ClientAsk extends infer Ask
  ? Ask extends ClientAsk
    ? Omit<Ask, 'id'>
    : never
  : never;

/** A client that can be killed, and comes back with what it had accepted. */
export type StoryClient = AsyncDisposable & {
  /** @returns what it answers; `undefined` when it is killed before. @throws what it failed with */
  ask(asked: Asked): Promise<unknown>;
  killAndStart(): Promise<void>;
  /** What went wrong in it where nobody waited. */
  readonly problems: readonly string[];
};

/** Gives a token, or nothing while nobody can sign in. */
export type TokenGiver = (asked: { xuid: string; isRefresh: boolean }) => Promise<string | null>;

/** Starts a client in a process of its own. */
export async function startClient(
  { file, baseUrl }: { file: string; baseUrl: string },
  giveToken: TokenGiver,
): Promise<StoryClient> {
  const problems: string[] = [];
  const waiting = new Map<number, (told: ClientTell | undefined) => void>();
  let asks = 0;
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const started = startProgram('./client-main.ts', [file, baseUrl]);
    started.on('message', (told: ClientTell) => void hear(started, told));
    // What is sent to a client that was killed gets nowhere.
    started.on('error', () => undefined);
    await once(started, 'message');
    return started;
  }

  async function hear(from: ChildProcess, told: ClientTell): Promise<void> {
    if (told.tell === 'problem') problems.push(told.message);
    if (told.tell === 'answer' || told.tell === 'failed') waiting.get(told.id)?.(told);
    if (told.tell !== 'tokenNeeded') return;
    const token = await giveToken(told).catch(() => null);
    asks += 1;
    if (from.connected) {
      from.send({ id: asks, ask: 'token', request: told.id, token } satisfies ClientAsk, () => {});
    }
  }

  async function kill(): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    if (child.connected) child.disconnect();
    for (const end of waiting.values()) end(undefined);
    waiting.clear();
  }

  return {
    problems,
    async ask(asked) {
      asks += 1;
      const id = asks;
      const told = await new Promise<ClientTell | undefined>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, ...asked }, () => {});
      });
      waiting.delete(id);
      if (told?.tell === 'failed') throw new Error(told.message);
      return told?.tell === 'answer' ? told.answer : undefined;
    },
    async killAndStart() {
      await kill();
      child = await start();
    },
    [Symbol.asyncDispose]: kill,
  };
}
