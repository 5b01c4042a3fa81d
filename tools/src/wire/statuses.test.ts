import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  manager,
  nobody,
  said,
  startWorldServer,
  updateLine,
  updateOf,
  type WorldServer,
  world,
} from './world-server.ts';

/*
 * One situation for each status that is ever answered: the table of docs/wire/statuses.md. The
 * statuses 408, 413 and 431 need bytes that no client library sends.
 */

const detail = (id: string) => `GET /users/me/achievements/${world.scidA}/${id}`;
const ofBob = `GET /users/xuid(${world.bob})/achievements`;
const host = 'Host: achievements.xboxlive.com\r\n';
const post = `${updateLine} HTTP/1.1\r\n${host}{{authorization}}`;

function bytes(text: string): { bytes: Buffer; afterMs: number }[] {
  return [{ bytes: Buffer.from(text, 'latin1'), afterMs: 0 }];
}

describe('every status that is answered', () => {
  let server: WorldServer;

  before(async () => {
    server = await startWorldServer({ headTimeoutMs: '500', bodyTimeoutMs: '500' });
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => server.fresh());

  /** Asks and expects a status, and of a refusal the error body that the host signs. */
  async function expectRefusal(
    status: number,
    line: string,
    question: Parameters<WorldServer['ask']>[1] = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const answer = await server.ask(line, question);
    assert.equal(answer.status, status);
    const body = Object(said(answer));
    if (question.as === manager) {
      assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
      assert.equal(body.status, status);
    } else {
      assert.equal(body.source, 'Progress');
      assert.deepEqual([body.errorCode, body.errorMessage], [body.code, body.description]);
    }
    return { ...body, headers: answer.headers };
  }

  test('101: a connection that asks to become a WebSocket', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
    const request = `GET /connect HTTP/1.1\r\nHost: rta.xboxlive.com\r\n{{authorization}}${upgrade}${key}\r\n`;
    const outcome = await server.askRaw(bytes(request));
    assert.equal(outcome.kind === 'Answered' && outcome.answered.status, 101);
  });

  test('200: an achievement that is there, and an update that advances', async () => {
    assert.equal((await server.ask(detail('1'))).status, 200);
    assert.equal((await server.ask(updateLine, { body: updateOf('3', 10) })).status, 200);
  });

  test('201: a player, a title or a sandbox was made by the management', async () => {
    const made = await server.ask('POST /management/players', {
      as: manager,
      body: { gamertag: 'Newcomer' },
    });
    assert.equal(made.status, 201);
  });

  test('204: an entry was taken off a list by the management', async () => {
    const line = `DELETE /management/players/${world.alice}/people/${world.bob}`;
    const answer = await server.ask(line, { as: manager });
    assert.deepEqual([answer.status, answer.body.length], [204, 0]);
  });

  for (const [status, isPermanent] of [
    [301, true],
    [307, false],
  ] as const) {
    const how = isPermanent ? 'for good' : 'for now';
    test(`${status}: a host that has moved ${how} names the new address`, async () => {
      const moved = { location: 'https://elsewhere.example/achievements', isPermanent };
      await server.stage.setSwitches({ movedHosts: { achievements: moved } });
      const answer = await server.ask(detail('1'));
      const path = `/users/me/achievements/${world.scidA}/1`;
      assert.equal(answer.status, status);
      assert.equal(answer.headers.location, `${moved.location}${path}`);
      assert.equal(answer.body.length, 0);
    });
  }

  test('304: an update that changes nothing has no body', async () => {
    const answer = await server.ask(updateLine, { body: updateOf('1', 50) });
    assert.deepEqual([answer.status, answer.body.length], [304, 0]);
  });

  test('400: a parameter or a body that is malformed', async () => {
    await expectRefusal(400, 'GET /users/xuid(x)/achievements');
    const { code } = await expectRefusal(400, updateLine, { body: Buffer.from('{"action":') });
    assert.equal(code, 4000);
  });

  test('401: without a valid token, with an empty body and the scheme', async () => {
    for (const question of [{ as: nobody }, { as: nobody, headers: { authorization: 'x' } }]) {
      const answer = await server.ask(detail('1'), question);
      assert.deepEqual([answer.status, answer.body.length], [401, 0]);
      assert.match(answer.headers['www-authenticate'] ?? '', /error='token_required'/);
    }
  });

  test('401: the management without its key is a problem', async () => {
    const answer = await server.ask('GET /management/players', { as: nobody });
    assert.equal(answer.status, 401);
  });

  test('403: privacy, another player’s progress, a title that is not the caller’s', async () => {
    await expectRefusal(403, `GET /users/xuid(${world.frank})/achievements`);
    const ofOther = `POST /users/xuid(${world.bob})/achievements/${world.scidA}/update`;
    const body = { ...Object(updateOf('3', 1)), userId: world.bob };
    const { code } = await expectRefusal(403, ofOther, { body });
    assert.equal(code, 8377);
    await server.stage.fresh([{ kind: 'Title', title: 'A', change: { public: false } }]);
    await expectRefusal(403, detail('1'));
  });

  test('403: a token that names no player', async () => {
    const { token } = await server.instance.makeToken({ kind: 'xsts', xuid: null });
    const { code } = await expectRefusal(403, ofBob, {
      as: nobody,
      headers: { authorization: `XBL3.0 x=-;${token}` },
    });
    assert.equal(code, 23);
  });

  test('404: a player, a service configuration or an achievement that is not there', async () => {
    await expectRefusal(404, 'GET /users/xuid(2533279999999999)/achievements');
    await expectRefusal(404, detail('999'));
    await expectRefusal(404, 'GET /nowhere');
  });

  test('405: a method that the address does not take', async () => {
    const { headers } = await expectRefusal(405, ofBob.replace('GET', 'PUT'));
    assert.equal(Object(headers).allow, 'GET');
  });

  test('406: a contract version that is not served', async () => {
    await expectRefusal(406, detail('1'), { headers: { 'x-xbl-contract-version': '6' } });
  });

  test('408: a request whose head or body does not arrive in time', async () => {
    const halves = [`GET / HTTP/1.1\r\n${host}`, `${post}Content-Length: 100\r\n\r\n{"a`];
    for (const half of halves) {
      const outcome = await server.askRaw(bytes(half));
      assert.ok(outcome.kind === 'Answered');
      assert.equal(outcome.answered.status, 408);
      assert.equal(Object(JSON.parse(outcome.answered.body.toString())).source, 'Progress');
    }
  });

  test('409: the management is asked for what contradicts what is there', async () => {
    const body = { gamertag: 'Emberling' };
    await expectRefusal(409, 'POST /management/players', { as: manager, body });
  });

  test('410: a retired title or an archived achievement, for who has not unlocked it', async () => {
    await server.stage.fresh([{ kind: 'Title', title: 'A', change: { retired: true } }]);
    await expectRefusal(410, detail('3'));
    await expectRefusal(410, updateLine, { body: updateOf('3', 10) });
    assert.equal((await server.ask(detail('1'))).status, 200);
  });

  test('413: a body above the limit, before it has arrived', async () => {
    const outcome = await server.askRaw(bytes(`${post}Content-Length: 65537\r\n\r\n`));
    assert.equal(outcome.kind === 'Answered' && outcome.answered.status, 413);
  });

  test('422: a title document that can’t be published', async () => {
    const document = { titleId: 1900000001, name: 'Bare', system: 'title-managed' };
    const body = { ...document, defaultLocale: 'en-US', achievements: [] };
    const created = await server.ask('POST /management/titles', { as: manager, body });
    assert.equal(created.status, 201);
    await expectRefusal(422, 'POST /management/titles/1900000001/publish', {
      as: manager,
      body: { sandbox: 'RETAIL' },
    });
  });

  test('426: the real-time address, asked for without an upgrade', async () => {
    const answer = await server.ask('GET /connect', { host: 'rta.xboxlive.com' });
    assert.deepEqual([answer.status, answer.headers.upgrade], [426, 'websocket']);
  });

  test('429: more requests than the limit, with Retry-After', async () => {
    const byService = { Progress: { burstMax: 1, sustainMax: 1 } };
    await server.stage.setSwitches({ rateLimits: { isOn: true, byService } });
    await server.ask(detail('1'));
    const answer = await server.ask(detail('1'));
    assert.equal(answer.status, 429);
    assert.match(answer.headers['retry-after'] ?? '', /^[1-9][0-9]*$/);
  });

  test('431: a head above the limit', async () => {
    const outcome = await server.askRaw(
      bytes(`GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(100_000)}\r\n\r\n`),
    );
    assert.equal(outcome.kind === 'Answered' && outcome.answered.status, 431);
  });

  for (const [what, fault] of [
    ['stops', { draining: true }],
    ['has no store', { storageDown: true }],
  ] as const) {
    test(`503: an instance that ${what} asks for patience, and never answers 4xx`, async () => {
      await server.stage.setFaults(fault);
      const { headers } = await expectRefusal(503, updateLine, { body: updateOf('3', 10) });
      assert.match(Object(headers)['retry-after'], /^[1-9][0-9]*$/);
    });
  }
});
