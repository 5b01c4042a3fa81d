import type { Instance } from './instance.ts';
import { type JsonObject, parseJson } from './json.ts';
import type { Supply } from './template.ts';
import { tokenSpecOf } from './token-spec.ts';
import type { Wire, WireRequest } from './wire.ts';
import type { World } from './world.ts';

/** Whom tokens are for that game events carry. Source: wire contract §10.2 [C]. */
const eventsRelyingParty = 'http://events.xboxlive.com';

/** A token with the hash that belongs to it. */
type Made = { readonly token: string; readonly userHash: string };

/** What `{{…}}` may ask for, by the word before the first colon. */
type Words = Readonly<Record<string, (rest: string) => Promise<string>>>;

/** What supplies are got from. */
export type SupplyParts = { readonly instance: Instance; readonly wire: Wire };

/**
 * Supplies what cases leave to the harness: tokens and their parts, tickets of identities, and ids
 * that only the instance can give. A token is made once and then remembered; tokens outlive the
 * fresh copies of the world, because the instance's keys do.
 */
export function createSupply({ instance, wire }: SupplyParts): (world: World) => Supply {
  const made = new Map<string, Promise<Made>>();

  function make(order: JsonObject): Promise<Made> {
    const key = JSON.stringify(order);
    const known = made.get(key) ?? instance.makeToken(order);
    made.set(key, known);
    return known;
  }

  function wordsOf(world: World): Words {
    async function spoken(rest: string, changes: JsonObject = {}): Promise<Made> {
      const { order, spoil } = tokenSpecOf(rest, world);
      const { token, userHash } = await make({ ...order, ...changes });
      return { token: spoil === 'none' ? token : spoiled(token), userHash };
    }

    async function header(rest: string): Promise<string> {
      const { token, userHash } = await spoken(rest);
      return `XBL3.0 x=${userHash === '' ? '-' : userHash};${token}`;
    }

    return {
      token: header,
      jwt: async (rest) => (await spoken(rest)).token,
      xsts: async (rest) => (await spoken(rest)).token,
      uhs: async (rest) => (await spoken(rest)).userHash,
      eventsjwt: async (rest) => (await spoken(rest, { relyingParty: eventsRelyingParty })).token,
      usertoken: async (rest) => (await userToken(rest, world)).token,
      devicetoken: async () => (await make({ kind: 'device' })).token,
      titletoken: async (rest) => {
        const { order } = tokenSpecOf(`device-only:title=${rest === '' ? 'A' : rest}`, world);
        return (await make({ ...order, kind: 'title' })).token;
      },
      msa: async (rest) => ticketOf(rest, world),
      xuid: async (rest) => playerOf(rest, world).xuid,
      gamertag: async (rest) => playerOf(rest, world).gamertag,
      endpointid: async (rest) =>
        askFor(
          wire,
          registration(await header(rest || 'alice'), playerOf(rest || 'alice', world)),
          'endpointId',
        ),
      job: async (rest) => askFor(wire, resetJob(await header(rest || 'dev'), world), ''),
      jobid: async (rest) => askFor(wire, resetJob(await header(rest || 'dev'), world), ''),
      nonce: async (rest) => askFor(wire, nonceRequest(await header(rest || 'alice')), 'nonce'),
    };
  }

  async function userToken(rest: string, world: World): Promise<Made> {
    const [who = ''] = rest.split(':');
    if (/^no-?profile$/i.test(who)) return make({ kind: 'user', xuid: null });
    const { order } = tokenSpecOf(rest, world);
    return make({ ...order, kind: 'user' });
  }

  return (world) => {
    const words = wordsOf(world);
    return async (name) => {
      const at = name.indexOf(':');
      const word = (at === -1 ? name : name.slice(0, at)).toLowerCase();
      const give = Object.hasOwn(words, word) ? words[word] : undefined;
      if (give === undefined) throw new Error(`{{${name}}} is not understood`);
      return give(at === -1 ? '' : name.slice(at + 1));
    };
  };
}

async function askFor(wire: Wire, request: WireRequest, member: string): Promise<string> {
  const { status, body } = await wire.send(request);
  const answer = parseJson(body.toString());
  const value = member === '' ? answer : (answer as JsonObject | undefined)?.[member];
  if (typeof value === 'string') return value;
  throw new Error(`${request.method} ${request.path} gave no ${member}: it answered ${status}`);
}

function playerOf(name: string, { players }: World): { xuid: string; gamertag: string } {
  const player = players[name.split(':')[0] ?? ''];
  if (player === undefined) throw new Error(`there is no player "${name}" in the world`);
  return player;
}

/** What development identities give for a sign-in: the player's gamertag. */
function ticketOf(name: string, world: World): string {
  return playerOf(name, world).gamertag;
}

/** Another last part: what it said is signed no more. */
function spoiled(token: string): string {
  const [head = '', payload = '', signature = ''] = token.split('.');
  return [head, payload, [...signature].toReversed().join('')].join('.');
}

function json(body: JsonObject): Buffer {
  return Buffer.from(JSON.stringify(body));
}

/** Source: wire contract §7 [X]. */
function registration(authorization: string, { xuid }: { xuid: string }): WireRequest {
  return {
    method: 'POST',
    host: 'notify.xboxlive.com',
    path: '/system/notifications/endpoints',
    headers: { authorization, 'x-xbl-contract-version': '1', 'content-type': 'application/json' },
    body: json({
      systemId: '5c1f0e0a-0000-4000-8000-0000000000aa',
      endpointUri: `https://notify.xboxlive.com/users/xuid(${xuid})/deviceId/current/titleId/1853190001`,
      platform: 'Win32',
      transport: 'RTA',
      locale: 'en-US',
      titleId: '1853190001',
      filters: [{ action: 'Include', source: 8, type: 1 }],
    }),
  };
}

/** Source: wire contract §11.2 [T]. */
function resetJob(authorization: string, { players, titles }: World): WireRequest {
  const userId = Object.values(players)[0]?.xuid ?? '';
  const Scid = String(Object.values(titles)[0]?.document.scid ?? '');
  return {
    method: 'POST',
    host: 'eraser.xboxlive.com',
    path: '/submitJob',
    headers: { authorization, 'x-xbl-contract-version': '100', 'content-type': 'application/json' },
    body: json({ userId, Scid }),
  };
}

/** Source: wire contract §6.1 [W]. */
function nonceRequest(authorization: string): WireRequest {
  const headers = { authorization };
  return { method: 'GET', host: 'rta.xboxlive.com', path: '/nonce', headers, body: null };
}
