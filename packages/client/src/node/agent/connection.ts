import type { Socket } from 'node:net';
import { ClientError } from '../../client-error.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import { createFrameReader, frameOf } from './frame.ts';
import {
  type AgentAnswer,
  type AgentAnswers,
  type AgentEvent,
  type AgentRequest,
  itemsMax,
  openRequestsMax,
  protocolVersion,
  readRequest,
  unreadBytesMax,
} from './protocol.ts';
import type { SignIns } from './sign-ins.ts';

type Served = { readonly outbox: Outbox; readonly signIns: SignIns };

type Handlers = {
  readonly [Name in AgentRequest['do']]: (
    served: Served,
    request: Extract<AgentRequest, { do: Name }>,
  ) => Promise<AgentAnswers[Name]>;
};

/** What the agent does when it is asked. */
const handlers: Handlers = {
  async hello(_served, { protocol }) {
    if (protocol !== protocolVersion) {
      const message = `this agent speaks version ${protocolVersion}, not ${protocol}`;
      throw new ClientError('invalid_argument', message);
    }
    return { protocol: protocolVersion, pid: process.pid };
  },
  async signIn({ outbox, signIns }, { xuid, service, authorization }) {
    await signIns.signIn({ xuid, service, authorization });
    await outbox.syncNow({ patienceMs: 0 });
    return {};
  },
  async signOut({ signIns }, { xuid, service }) {
    await signIns.signOut({ xuid, service });
    return {};
  },
  async submit({ outbox }, { reports, patienceMs }) {
    return { entries: await outbox.submit(reports, { patienceMs }) };
  },
  async syncNow({ outbox }, { patienceMs }) {
    return outbox.syncNow({ patienceMs });
  },
  async summary({ outbox }) {
    return outbox.summary();
  },
  async entries({ outbox }, { after }) {
    const rest = outbox.entries().filter(({ id }) => id > after);
    return { entries: rest.slice(0, itemsMax), isLast: rest.length <= itemsMax };
  },
  async forget({ outbox }, { ids }) {
    await outbox.forget(ids);
    return {};
  },
};

/**
 * Serves one title until it goes. What it sends can't harm the agent: a frame that can't be read
 * ends the connection, a request that can't be understood is answered with an error.
 *
 * @returns what tells the title something unasked
 */
export function serveConnection(connection: Socket, served: Served): (event: AgentEvent) => void {
  const read = createFrameReader();
  let open = 0;

  function send(message: AgentAnswer | AgentEvent): void {
    if (connection.destroyed) return;
    if (connection.writableLength > unreadBytesMax) connection.destroy();
    else connection.write(frameOf(message));
  }

  async function serve(message: unknown): Promise<void> {
    const asked = readRequest(message);
    if (asked === undefined) {
      send({ id: idOf(message), error: { code: 'invalid_argument', message: 'no such request' } });
      return;
    }
    if (open >= openRequestsMax) {
      const error = { code: 'outbox_full', message: `more than ${openRequestsMax} open requests` };
      send({ id: asked.id, error });
      return;
    }
    open += 1;
    try {
      send({ id: asked.id, ok: await handle(served, asked.request) });
    } catch (thrown) {
      send({ id: asked.id, error: errorOf(thrown) });
    } finally {
      open -= 1;
    }
  }

  connection.on('data', (chunk: Buffer) => {
    try {
      for (const message of read(chunk)) void serve(message);
    } catch {
      connection.destroy();
    }
  });
  // A title that is killed is no problem of ours.
  connection.on('error', () => connection.destroy());
  return send;
}

function handle<Name extends AgentRequest['do']>(
  served: Served,
  request: Extract<AgentRequest, { do: Name }>,
): Promise<unknown> {
  const handler: Handlers[Name] = handlers[request.do as Name];
  return handler(served, request);
}

function idOf(message: unknown): number {
  const id: unknown = Reflect.get(Object(message), 'id');
  return typeof id === 'number' ? id : 0;
}

/** Errors of our own say what they mean; of others nothing is told but that there was one. */
function errorOf(thrown: unknown): { code: string; message: string } {
  return thrown instanceof ClientError
    ? { code: thrown.code, message: thrown.message }
    : { code: 'storage_failed', message: 'the agent failed' };
}
