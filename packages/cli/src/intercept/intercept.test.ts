import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, request, type Server } from 'node:http';
import { type AddressInfo, createServer as createNetServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readConfig } from '@laurel/server';
import { type RunningInstance, startInstance } from '../start-instance.ts';
import { type Authority, createHostIdentities, keepAuthority } from './authority.ts';
import { createForwarder } from './forwarder.ts';
import { type RunningIntercept, startIntercept } from './intercept.ts';
import { createTlsListener, interceptLimits } from './listener.ts';
import { ask, askThrough, open, type Place, tunnelTo } from './sample-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'laurel-intercept-'));
const authority: Authority = keepAuthority(folder);
const achievements = 'achievements.xboxlive.com';
const told: string[] = [];

after(() => rmSync(folder, { recursive: true, force: true }));

async function begin(
  url: string,
  { proxy, connectionsMax = 100 }: { proxy?: { tunnels: boolean }; connectionsMax?: number } = {},
): Promise<{ running: RunningIntercept; place: Place }> {
  const running = await startIntercept({
    url,
    authority,
    host: '127.0.0.1',
    port: 0,
    proxy,
    tell: (line) => told.push(line),
    limits: { ...interceptLimits, connectionsMax },
  });
  return { running, place: { port: running.port, ca: authority.certificate } };
}

describe('clients that come by the names', () => {
  let instance: RunningInstance;
  let running: RunningIntercept;
  let place: Place;

  before(async () => {
    const overrides = { port: '0', data: join(folder, 'data'), logLevel: 'silent' };
    instance = await startInstance(readConfig({ mode: 'development', overrides }), process.stderr);
    ({ running, place } = await begin(instance.url));
  });
  after(async () => {
    await running.close();
    await instance.laurel[Symbol.asyncDispose]();
  });

  async function signIn(): Promise<{ authorization: string; xuid: string }> {
    const user = await ask(place, {
      host: 'user.auth.xboxlive.com',
      path: '/user/authenticate',
      method: 'POST',
      body: JSON.stringify({
        RelyingParty: 'http://auth.xboxlive.com',
        TokenType: 'JWT',
        Properties: {
          AuthMethod: 'RPS',
          SiteName: 'user.auth.xboxlive.com',
          RpsTicket: 'd=Alice',
        },
      }),
    });
    const service = await ask(place, {
      host: 'xsts.auth.xboxlive.com',
      path: '/xsts/authorize',
      method: 'POST',
      body: JSON.stringify({
        RelyingParty: 'http://xboxlive.com',
        TokenType: 'JWT',
        Properties: { UserTokens: [JSON.parse(user.text).Token], SandboxId: 'RETAIL' },
      }),
    });
    const { Token, DisplayClaims } = JSON.parse(service.text);
    const [{ uhs, xid }] = DisplayClaims.xui;
    return { authorization: `XBL3.0 x=${uhs};${Token}`, xuid: xid };
  }

  test('are answered by the host that they named', async () => {
    const { authorization, xuid } = await signIn();
    const headers = { authorization, 'x-xbl-contract-version': '2' };
    const path = `/users/xuid(${xuid})/achievements`;
    const { status, text } = await ask(place, { host: achievements, path, headers });
    equal(status, 200);
    deepEqual(JSON.parse(text).achievements, []);
    const profile = await ask(place, {
      host: 'profile.xboxlive.com',
      path: '/users/me/profile/settings?settings=Gamertag',
      headers,
    });
    equal(profile.status, 200);
    match(profile.text, /Alice/);
  });

  test('get the refusals of the service as they are', async () => {
    const path = '/users/me/achievements';
    const { status, headers, text } = await ask(place, { host: achievements, path });
    equal(status, 401);
    equal(text, '');
    match(String(headers['www-authenticate']), /token_required/);
  });

  test('open real-time connections, and bytes pass both ways', async () => {
    const { authorization } = await signIn();
    const socket = await open(place, 'rta.xboxlive.com');
    const head = [
      'GET /connect HTTP/1.1',
      'Host: rta.xboxlive.com',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: rta.xboxlive.com.V2',
      `Authorization: ${authorization}`,
    ];
    // A ping with an empty mask comes with the request.
    const ping = Buffer.from([0x89, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), ping]));
    let seen = Buffer.alloc(0);
    const pong = Buffer.from([0x8a, 0x02, 0x68, 0x69]);
    while (!seen.includes(pong)) seen = Buffer.concat([seen, (await once(socket, 'data'))[0]]);
    match(seen.toString('latin1'), /^HTTP\/1\.1 101 .*s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/s);
    socket.destroy();
  });

  test('a real-time connection that is refused is told so', async () => {
    const { status } = await ask(place, {
      host: 'rta.xboxlive.com',
      path: '/connect',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    equal(status, 401);
  });

  test('get no connection for a name that is not served', async () => {
    await rejects(open(place, 'login.live.com'), { code: /^ECONNRESET|ERR_SSL/ });
  });

  test('reach neither the pages nor the management of the instance', async () => {
    for (const path of ['/healthz', '/management/titles', '/']) {
      const { status } = await ask(place, { host: achievements, path });
      equal(status, 404, path);
    }
  });

  test('a request that names another host than the connection is refused', async () => {
    const headers = { Host: '127.0.0.1' };
    const path = '/management/titles';
    const { status } = await ask(place, { host: achievements, path, headers });
    equal(status, 421);
  });

  test('a client that trusts no such authority goes away by itself', async () => {
    await rejects(open({ ...place, ca: '' }, achievements));
    const other = keepAuthority(join(folder, 'other'));
    await rejects(open({ ...place, ca: other.certificate }, achievements));
  });
});

test('people are told of a client that says it does not trust the authority', () => {
  const lines: string[] = [];
  const { server } = createTlsListener({
    identities: createHostIdentities(authority),
    forwarder: createForwarder('http://127.0.0.1:1'),
    tell: (line) => lines.push(line),
  });
  for (const code of ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'ECONNRESET']) {
    const socket = new Socket().on('error', () => undefined);
    server.emit('tlsClientError', Object.assign(new Error(), { code }), socket);
  }
  equal(lines.length, 1);
});

describe('what stands behind', () => {
  let server: Server;
  let url = '';
  let answer: Parameters<typeof createPlainServer>[1];

  before(async () => {
    server = createPlainServer((incoming, outgoing) => answer?.(incoming, outgoing));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  test('gets path, headers and body as they were sent, and no more than that', async () => {
    const seen: unknown[] = [];
    answer = async (incoming, outgoing) => {
      seen.push(incoming.method, incoming.url, incoming.rawHeaders);
      seen.push((await incoming.toArray()).join(''));
      outgoing.end();
    };
    const { running, place } = await begin(url);
    const path = '/users/xuid%281%29/achievements?titleId=1%2C2';
    const headers = { 'X-Odd-Case': 'kept', te: 'trailers', 'content-length': '4' };
    await ask(place, { host: achievements, path, method: 'POST', headers, body: 'body' });
    await running.close();
    const names = ['Host', achievements, 'X-Odd-Case', 'kept', 'content-length', '4'];
    deepEqual(seen, ['POST', path, [...names, 'Connection', 'keep-alive'], 'body']);
  });

  test('is heard hanging up in the middle of an answer', async () => {
    answer = (_, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '100' });
      outgoing.write('some', () => outgoing.destroy());
    };
    const { running, place } = await begin(url);
    await rejects(ask(place, { host: achievements, path: '/' }), { message: /aborted|hang up/ });
    await running.close();
  });

  test('is heard hanging up without an answer', async () => {
    answer = (incoming) => incoming.socket.destroy();
    const { running, place } = await begin(url);
    await rejects(ask(place, { host: achievements, path: '/' }), { code: 'ECONNRESET' });
    await running.close();
  });

  test('may be away: that is a passing trouble, which clients repeat', async () => {
    const { running, place } = await begin('http://127.0.0.1:1');
    const { status, headers } = await ask(place, { host: achievements, path: '/' });
    await running.close();
    equal(status, 503);
    equal(headers['retry-after'], '2');
  });

  test('sees no more connections than are allowed', async () => {
    const { running, place } = await begin(url, { connectionsMax: 1 });
    const first = await open(place, achievements);
    await rejects(open(place, achievements));
    first.destroy();
    await running.close();
  });
});

describe('clients that come by the proxy', () => {
  let server: Server;
  let running: RunningIntercept;
  let place: Place;

  before(async () => {
    server = createPlainServer(({ headers, url }, outgoing) =>
      outgoing.end(`${headers.host} ${url}`),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    ({ running, place } = await begin(`http://127.0.0.1:${port}`, { proxy: { tunnels: false } }));
  });
  after(async () => {
    await running.close();
    server.close();
  });

  /** Speaks to the proxy itself. */
  async function askProxy(path: string): Promise<{ status: number; text: string }> {
    const outgoing = request({ host: '127.0.0.1', port: place.port, path });
    outgoing.end();
    const [incoming] = await once(outgoing, 'response');
    return { status: incoming.statusCode, text: (await incoming.toArray()).join('') };
  }

  test('reach the served hosts', async () => {
    const { status, text } = await askThrough(place, { host: achievements, path: '/users/me' });
    equal(status, 200);
    equal(text, `${achievements} /users/me`);
  });

  test('are refused every other host, and people are told once', async () => {
    for (let times = 0; times < 2; times += 1) {
      const { status, socket } = await tunnelTo(place.port, 'login.live.com:443');
      equal(status, 403);
      socket.destroy();
    }
    equal(told.filter((line) => line.includes('login.live.com')).length, 1);
  });

  test('may ask for a served address without a tunnel', async () => {
    const target = `https://${achievements}/users/me`;
    deepEqual(await askProxy(target), { status: 200, text: `${achievements} ${target}` });
    equal((await askProxy('http://example.com/')).status, 403);
  });

  test('find the file for auto-configuration, which sends only served hosts here', async () => {
    const { text } = await askProxy('/proxy.pac');
    const find = new Function(`${text}; return FindProxyForURL;`)();
    equal(find('', 'ACHIEVEMENTS.xboxlive.com'), `PROXY 127.0.0.1:${place.port}`);
    equal(find('', 'login.live.com'), 'DIRECT');
    equal(find('', 'xboxlive.com'), 'DIRECT');
  });

  test('get the certificate of the authority, and never its key', async () => {
    equal((await askProxy('/authority.pem')).text, authority.certificate);
    equal((await askProxy('/authority.key')).status, 404);
  });

  test('are led to other hosts where that is asked for, but not to the real service', async () => {
    const echo = createNetServer((socket) => socket.pipe(socket));
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const { port } = echo.address() as AddressInfo;
    const open = await begin('http://127.0.0.1:1', { proxy: { tunnels: true } });
    // Only the port of https is open, so nothing in a test leads anywhere.
    equal((await tunnelTo(open.place.port, `127.0.0.1:${port}`)).status, 403);
    equal((await tunnelTo(open.place.port, 'presence.xboxlive.com:443')).status, 403);
    await open.running.close();
    echo.close();
  });
});
