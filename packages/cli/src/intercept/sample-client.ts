import { once } from 'node:events';
import { Agent, request } from 'node:https';
import { connect as connectPlainly, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

/** What a client in a test was answered. */
export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

/** Where an intercept is, and what its clients trust. */
export type Place = { readonly port: number; readonly ca: string };

/** A request as an unmodified client sends it: to a name, wherever that leads. */
export type Asked = {
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Asks by the name. @throws by the result where the connection is refused or cut */
export function ask({ port, ca }: Place, asked: Asked): Promise<Answered> {
  const agent = new Agent({ ca, servername: asked.host });
  return send(agent, { ...asked, port });
}

/** Asks through a proxy. */
export async function askThrough({ port, ca }: Place, asked: Asked): Promise<Answered> {
  const { socket, status } = await tunnelTo(port, `${asked.host}:443`);
  if (status !== 200) throw new Error(`the proxy answered ${status}`);
  const secure = connect({ socket, servername: asked.host, ca });
  const agent = new Agent({ keepAlive: false });
  agent.createConnection = () => secure;
  try {
    return await send(agent, { ...asked, port });
  } finally {
    secure.destroy();
  }
}

function send(agent: Agent, asked: Asked & { port: number }): Promise<Answered> {
  const { host, port, path, method = 'GET', headers = {}, body } = asked;
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      path,
      method,
      agent,
      headers: { Host: host, ...headers },
    });
    outgoing.on('error', reject);
    outgoing.on('response', async (answer) => {
      try {
        const text = (await answer.toArray()).join('');
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      } catch (thrown) {
        reject(thrown);
      }
    });
    outgoing.end(body);
  });
}

/** Asks a proxy for a tunnel. @returns what it answered, and the connection behind that */
export async function tunnelTo(
  port: number,
  target: string,
): Promise<{ status: number; socket: Socket }> {
  const socket = connectPlainly({ host: '127.0.0.1', port });
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  const [head] = await once(socket, 'data');
  const [, status = '0'] = /^HTTP\/1\.1 ([0-9]{3})/.exec(String(head)) ?? [];
  return { status: Number(status), socket };
}

/** Opens an encrypted connection to a name. @throws by the result where it is refused */
export async function open({ port, ca }: Place, host: string): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, servername: host, ca });
  await once(socket, 'secureConnect');
  return socket;
}
