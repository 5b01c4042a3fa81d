import { checkFact } from '../assertion.ts';
import { checkAnswer, type HttpTheatre } from '../http-case.ts';
import { buildRequest, changedRequest } from '../http-request.ts';
import { brief, isArray, isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { type Bindings, matches } from '../placeholder.ts';
import { filled, playerIn, type Supply } from '../template.ts';
import type { VectorCase } from '../vectors.ts';
import type { WireAnswer } from '../wire.ts';
import type { World } from '../world.ts';
import { type ClientSocket, openSocket } from './client-socket.ts';
import { requestOf } from './stand-in.ts';

/** What does not come in this time does not come. */
export const expectWithinMs = 4000;

/** Longer than a server needs to look at all its connections. */
const sweepMs = 1500;

/** A step that does not come out as it must; the message says how. */
export class StepFailed extends Error {}

/** One connection of a case. */
type Connection = {
  readonly socket: ClientSocket;
  /** Whether it has been given the subscription that prose takes for granted. */
  isSubscribed: boolean;
};

/** A fact about an event, as the vectors write it. */
type Facts = readonly { readonly path: string; readonly op: string; readonly value?: Json }[];

/** The connections of one case, and what they have seen. */
export class Performance implements Disposable {
  readonly theatre: HttpTheatre;
  readonly supply: Supply;
  readonly #base: URL;
  readonly #vector: VectorCase;
  readonly #world: World;
  readonly #bindings: Bindings = new Map();
  readonly #connections = new Map<string, Connection>();
  #lastEvent: string | null = null;

  constructor(
    vector: VectorCase,
    of: { theatre: HttpTheatre; supply: Supply; base: URL; world: World },
  ) {
    this.#vector = vector;
    this.theatre = of.theatre;
    this.supply = rememberingSupply(of.supply);
    this.#base = of.base;
    this.#world = of.world;
  }

  /** Names of the connections that were opened, in order. */
  get names(): readonly string[] {
    return [...this.#connections.keys()];
  }

  [Symbol.dispose](): void {
    for (const { socket } of this.#connections.values()) socket.destroy();
  }

  /**
   * Opens a connection with the case's request. `expected` may change the request.
   *
   * @param authorization instead of the request's own; empty for none
   */
  async open(
    name: string,
    expected: JsonObject,
    authorization: string | null = null,
  ): Promise<void> {
    const { status = 101, subprotocol, headers, ...changes } = expected;
    const own = authorization === null ? {} : { headers: { Authorization: authorization || null } };
    const changed = changedRequest(this.#vector.request, { ...changes, ...own });
    const { path = '/connect' } = changed;
    const full = { ...changed, path: this.#filled(path) };
    const request = await buildRequest(full, { ...this.theatre, supply: this.supply });
    const opened = await openSocket(this.#base, request);
    const wanted = isArray(status) ? status : [status];
    if (!wanted.includes(opened.status)) {
      opened.socket?.destroy();
      throw new StepFailed(`open: expected ${wanted.join(' or ')}, got ${opened.status}`);
    }
    const protocol = opened.headers['sec-websocket-protocol'] ?? null;
    if (subprotocol !== undefined && subprotocol !== protocol) {
      throw new StepFailed(`sub-protocol: expected ${brief(subprotocol)}, got ${brief(protocol)}`);
    }
    if (headers !== undefined) {
      const answer = { status: opened.status, headers: opened.headers, body: Buffer.alloc(0) };
      const [reason] = checkAnswer({ headers }, answer);
      if (reason !== undefined) throw new StepFailed(reason);
    }
    if (opened.socket === null) return;
    this.#connections.get(name)?.socket.destroy();
    this.#connections.set(name, { socket: opened.socket, isSubscribed: false });
  }

  /** @throws {StepFailed} when nothing is open under that name */
  socket(name: string): ClientSocket {
    return this.#connection(name).socket;
  }

  /** Fills what was bound into a message, and what the harness supplies. */
  async textOf(message: Json): Promise<string> {
    return JSON.stringify(await filled(this.#filled(message), this.supply));
  }

  /** Waits for the next message. Events of other subscriptions than the expected one are let by. */
  async expect(name: string, expected: Json): Promise<void> {
    const text = await this.#text(name, (found) => !isOther(found, this.#filled(expected)));
    if (text === null) throw new StepFailed(`expected ${brief(expected)}, got nothing`);
    this.#remember(text);
    const got = parseJson(text);
    if (got === undefined || !matches(expected, got, this.#bindings)) {
      throw new StepFailed(`expected ${brief(expected)}, got ${text.slice(0, 200)}`);
    }
  }

  async expectRaw(name: string, pattern: string): Promise<void> {
    const text = await this.#text(name);
    if (text === null) throw new StepFailed(`expected text like /${pattern}/, got nothing`);
    this.#remember(text);
    if (new RegExp(pattern, 'su').test(text)) return;
    throw new StepFailed(`expected text like /${pattern}/, got ${text.slice(0, 200)}`);
  }

  /** @param sub the subscription, bound or as a number; `null` for any */
  async expectEvent(name: string, sub: Json | null, facts: Facts): Promise<Json> {
    const wanted = sub === null ? null : this.#filled(sub);
    const text = await this.#text(name, (found) => {
      const message = parseJson(found);
      if (!isArray(message) || message[0] !== 3) return false;
      return wanted === null || message[1] === wanted;
    });
    if (text === null) throw new StepFailed('expected an event, got none');
    this.#remember(text);
    this.checkLastEvent(facts);
    const [, , data = null] = parseJson(text) as readonly Json[];
    return data;
  }

  /** @throws {StepFailed} unless they are equal, as far as the expected one says */
  requireMatch(expected: Json, actual: Json): void {
    if (matches(expected, actual, this.#bindings)) return;
    throw new StepFailed(`expected ${brief(expected)}, got ${brief(actual)}`);
  }

  /** Holds facts against the data of the event that came last. */
  checkLastEvent(facts: Facts): void {
    const message = parseJson(this.#lastEvent ?? 'null');
    const data = isArray(message) ? (message[2] ?? null) : null;
    const text = JSON.stringify(data);
    const body = { text, byteLength: Buffer.byteLength(text) };
    for (const fact of facts) {
      const reason = checkFact(fact, body, this.#bindings);
      if (reason !== null) throw new StepFailed(`${fact.path} ${fact.op}: ${reason}`);
    }
  }

  /** Waits that long, in which nothing may come but answers to pings. */
  async expectNothing(name: string, forMs: number): Promise<void> {
    const text = await this.#text(name, () => true, forMs);
    if (text !== null) throw new StepFailed(`expected nothing, got ${text.slice(0, 200)}`);
  }

  /** Counts the events that come until it is quiet. */
  async countEvents(name: string, quietMs = 1000): Promise<number> {
    let count = 0;
    for (;;) {
      const text = await this.#text(name, isEvent, quietMs);
      if (text === null) return count;
      this.#remember(text);
      count += 1;
    }
  }

  async expectPong(name: string): Promise<void> {
    const pong = await this.socket(name).next(expectWithinMs, ({ kind }) => kind === 'Pong');
    if (pong === null) throw new StepFailed('expected a pong, got none');
  }

  /** After the server has looked at its connections, this one answers a ping. */
  async expectOpen(name: string): Promise<void> {
    if ((await this.#closed(name, sweepMs)) !== null) {
      throw new StepFailed('expected it to be open, but it was closed');
    }
    this.socket(name).ping();
    await this.expectPong(name);
  }

  /** @param codes `null` for any way to end */
  async expectClose(name: string, codes: readonly Json[] | null): Promise<void> {
    const closed = await this.#closed(name, expectWithinMs);
    if (closed === null) throw new StepFailed('expected it to be closed; it is open');
    requireCode(closed.code, codes);
  }

  /** It stays open, or ends in one of those ways. */
  async expectOpenOrClose(name: string, codes: readonly Json[] | null): Promise<void> {
    const closed = await this.#closed(name, sweepMs);
    if (closed !== null) requireCode(closed.code, codes);
  }

  /**
   * Sends another case's request, or one that is written out. What its answer says by name is bound
   * for the steps behind.
   *
   * @param part `expect` as in a case; without it anything but a refusal is expected
   */
  async http(
    id: string | JsonObject,
    changes: JsonObject,
    part: { readonly times?: number; readonly expect?: JsonObject } = {},
  ): Promise<void> {
    const { caseOf, wire } = this.theatre;
    const request = typeof id === 'string' ? requestOf(id, caseOf) : id;
    const changed = changedRequest(request, changes);
    for (let at = 0; at < (part.times ?? 1); at += 1) {
      const built = await buildRequest(changed, { ...this.theatre, supply: this.supply });
      const answer = await wire.send(built);
      const name = typeof id === 'string' ? id : 'the request';
      const wrong =
        part.expect === undefined ? refusalIn(answer) : checkAnswer(part.expect, answer);
      if (wrong.length > 0) throw new StepFailed(`${name}: ${wrong.join('; ')}`);
      this.#bindMembers(parseJson(answer.body.toString()));
    }
  }

  #bindMembers(body: Json | undefined): void {
    for (const [name, value] of Object.entries(isObject(body) ? body : {})) {
      if (typeof value === 'string' || typeof value === 'number') this.#bindings.set(name, value);
    }
  }

  /** Subscribes to what the case is about, where that has not been done. */
  async subscribeOnce(name: string): Promise<void> {
    const connection = this.#connection(name);
    if (connection.isSubscribed) return;
    connection.isSubscribed = true;
    connection.socket.sendText(JSON.stringify([1, 1, this.usualResource()]));
    await this.expect(name, [1, 1, 0, '$int', null]);
  }

  /** What prose means where it names no resource: progress in title A, or what is announced. */
  usualResource(): string {
    const { headers = {} } = this.#vector.request;
    const player = playerIn(JSON.stringify(headers)) ?? 'alice';
    const xuid = this.#world.players[player]?.xuid ?? '';
    const title = this.#world.titles.A;
    return this.#vector.area === 'notification'
      ? `https://notify.xboxlive.com/users/xuid(${xuid})/deviceId/current/titleId/${title?.titleId}`
      : `https://achievements.xboxlive.com/users/xuid(${xuid})/achievements/${String(title?.document.scid)}`;
  }

  #connection(name: string): Connection {
    const connection = this.#connections.get(name);
    if (connection === undefined) throw new StepFailed(`connection ${name} is not open`);
    return connection;
  }

  async #closed(name: string, withinMs: number): Promise<{ code: number | null } | null> {
    const found = await this.socket(name).next(withinMs, ({ kind }) => kind === 'Closed');
    return found?.kind === 'Closed' ? found : null;
  }

  #remember(text: string): void {
    if (isEvent(text)) this.#lastEvent = text;
  }

  /** @returns `null` when none comes in time */
  async #text(
    name: string,
    accept: (text: string) => boolean = () => true,
    withinMs = expectWithinMs,
  ): Promise<string | null> {
    const found = await this.socket(name).next(
      withinMs,
      (one) => one.kind === 'Text' && accept(one.text),
    );
    return found?.kind === 'Text' ? found.text : null;
  }

  #filled(message: Json): Json {
    if (typeof message === 'string') {
      const whole = this.#bindings.get(message.slice(1));
      if (message.startsWith('$') && whole !== undefined) return whole;
      return message.replaceAll(/\$([A-Za-z]\w*)/g, (text, name: string) => {
        const bound = this.#bindings.get(name);
        return bound === undefined ? text : encodeURIComponent(String(bound));
      });
    }
    return isArray(message) ? message.map((element) => this.#filled(element)) : message;
  }
}

/** What was supplied once in a case is the same further on: a nonce that is used twice, for one. */
function rememberingSupply(supply: Supply): Supply {
  const supplied = new Map<string, Promise<string>>();
  return (name) => {
    const known = supplied.get(name) ?? supply(name);
    supplied.set(name, known);
    return known;
  };
}

function requireCode(code: number | null, codes: readonly Json[] | null): void {
  if (codes === null || codes.includes(code)) return;
  throw new StepFailed(`close code: expected ${codes.join(' or ')}, got ${code}`);
}

function refusalIn({ status, body }: WireAnswer): readonly string[] {
  return status < 400 ? [] : [`answered ${status}: ${body.toString().slice(0, 120)}`];
}

function isEvent(text: string): boolean {
  return /^\s*\[\s*3\s*,/.test(text);
}

/** Whether it is an event of a subscription that is not the expected one. */
function isOther(text: string, expected: Json): boolean {
  if (!isEvent(text) || !isArray(expected) || expected[0] !== 3) return false;
  const message = parseJson(text);
  const id = expected[1];
  return isArray(message) && typeof id === 'number' && message[1] !== id;
}
