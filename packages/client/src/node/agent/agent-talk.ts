import { connect, type Socket } from 'node:net';
import { ClientError, type ClientErrorCode } from '../../client-error.ts';
import { systemClock } from '../../clock.ts';
import { isObject } from '../../json.ts';
import { createFrameReader, frameOf } from './frame.ts';
import type { AgentAnswers, AgentRequest } from './protocol.ts';

/** An agent that does not answer by then, beyond the patience of a request, is gone. */
const answerMsMax = 30_000;

/** One connection to an agent. */
export type AgentTalk = {
  /** @throws {ClientError} as the agent says; `network` when it is gone */
  ask<Request extends AgentRequest>(request: Request): Promise<AgentAnswers[Request['do']]>;
  close(): void;
};

/** What an agent says: an answer or an event, not looked at yet. */
export type Heard = Readonly<Record<string, unknown>>;

/**
 * Connects to an agent.
 *
 * @param hear takes what the agent says unasked; it does not throw
 * @returns `undefined` where none listens
 */
export function connectTalk(
  path: string,
  hear: (event: Heard) => void,
): Promise<AgentTalk | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(talkOn(socket, hear)));
    socket.once('error', () => resolve(undefined));
  });
}

function talkOn(socket: Socket, hear: (event: Heard) => void): AgentTalk {
  const read = createFrameReader();
  const waiting = new Map<number, (answer: Heard | undefined) => void>();
  let asked = 0;

  socket.on('data', (chunk: Buffer) => {
    try {
      for (const message of read(chunk)) {
        if (!isObject(message)) continue;
        if (typeof message.event === 'string') hear(message);
        else waiting.get(Number(message.id))?.(message);
      }
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const answer of waiting.values()) answer(undefined);
  });

  function answerTo(id: number, request: AgentRequest): Promise<Heard | undefined> {
    const patienceMs = 'patienceMs' in request ? request.patienceMs : 0;
    return new Promise((resolve) => {
      if (socket.destroyed) return resolve(undefined);
      const cancel = systemClock.after(answerMsMax + patienceMs, () => socket.destroy());
      waiting.set(id, (answer) => {
        cancel();
        waiting.delete(id);
        resolve(answer);
      });
      socket.write(frameOf({ id, ...request }));
    });
  }

  return {
    async ask<Request extends AgentRequest>(
      request: Request,
    ): Promise<AgentAnswers[Request['do']]> {
      asked += 1;
      const answer = await answerTo(asked, request);
      if (answer === undefined) throw new ClientError('network', 'the agent is gone');
      if (isObject(answer.error)) throw errorOf(answer.error);
      return answer.ok as AgentAnswers[Request['do']];
    },
    close() {
      socket.destroy();
    },
  };
}

function errorOf({ code, message }: Heard): ClientError {
  return new ClientError(String(code) as ClientErrorCode, String(message).slice(0, 500));
}
