import { type AuthorizationSource, createAuthorization } from '../authorization.ts';
import { ClientError } from '../client-error.ts';
import { type Clock, systemClock } from '../clock.ts';
import { isObject } from '../json.ts';
import { within } from '../stop.ts';
import {
  type ConnectionState,
  type Effect,
  type Input,
  idle,
  type Notice,
  realtimeLimits,
  type TimerName,
} from './connection-state.ts';
import { step } from './connection-step.ts';
import { parseFrame } from './frame.ts';
import { openSocket, type Socket, type SocketConstructor } from './socket.ts';

/** How the connection reaches the service. */
export type RealtimeOptions = {
  /** Where the instance is, such as `http://127.0.0.1:4000`; without it, the real host. */
  readonly baseUrl?: string | undefined;
  readonly authorization: AuthorizationSource;
  readonly languages?: readonly string[] | undefined;
  /**
   * `header` where the runtime's WebSocket can send one, `nonce` in browsers; found out when
   * nothing is said.
   */
  readonly authorizeBy?: 'header' | 'nonce' | undefined;
  readonly WebSocket?: SocketConstructor | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
  /** A number from 0 to 1, as `Math.random` gives it. */
  readonly random?: (() => number) | undefined;
};

/** What one subscriber hears: once `Active` for each connection, then events. */
export type ResourceNotice =
  | { readonly kind: 'Active' | 'Event'; readonly value: unknown }
  | { readonly kind: 'Refused'; readonly code: number };

/** What watchers of the connection hear. After `Connected` and `Resync`, read everything anew. */
export type ConnectionNotice = {
  readonly kind: 'Connecting' | 'Connected' | 'Disconnected' | 'Resync' | 'Closed';
};

type Listener<T> = (notice: T) => void;

/**
 * One connection to the real-time service, kept open: it reconnects with growing delays,
 * subscribes again under the same numbers, and is replaced before the service ends it. What the
 * network sends can't make it throw.
 *
 * Source: wire contract §6 [X].
 */
export class RealtimeConnection {
  readonly #options: RealtimeOptions;
  readonly #clock: Clock;
  readonly #authorization;
  readonly #timers = new Map<TimerName, () => void>();
  readonly #resources = new Map<string, Set<Listener<ResourceNotice>>>();
  readonly #watchers = new Set<Listener<ConnectionNotice>>();
  #state: ConnectionState = idle;
  #inputs: Input[] = [];
  #socket: Socket | undefined;
  /** Which attempt a socket belongs to: what an older one says counts no more. */
  #attempt = 0;
  #lastHeader: string | undefined;

  /** Nothing is opened before the first subscription or `open()`. */
  constructor(options: RealtimeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#authorization = createAuthorization(options.authorization);
  }

  /** Whether frames can be sent and received now. */
  get isConnected(): boolean {
    return this.#state.phase === 'Connected';
  }

  /** Connects, and stays connected until `close()`. */
  open(): void {
    this.#take({ kind: 'start' });
  }

  /** Does not wait for the next attempt: for a device that has its network back. */
  wake(): void {
    this.#take({ kind: 'wake' });
  }

  /** Ends the connection for good; nobody hears anything after `Closed`. */
  close(): void {
    this.#take({ kind: 'stop' });
    this.#resources.clear();
    this.#watchers.clear();
  }

  /**
   * Subscribes to a resource, see `resourceUri`, and opens the connection if nobody has.
   *
   * @returns what ends it; after that the listener is not called
   */
  subscribe(uri: string, listener: Listener<ResourceNotice>): () => void {
    const own: Listener<ResourceNotice> = (notice) => listener(notice);
    const listeners = this.#resources.get(uri) ?? new Set();
    const isFirst = listeners.size === 0;
    listeners.add(own);
    this.#resources.set(uri, listeners);
    if (isFirst) this.#take({ kind: 'subscribe', uri });
    this.open();
    return () => {
      if (!listeners.delete(own) || listeners.size > 0) return;
      this.#resources.delete(uri);
      this.#take({ kind: 'unsubscribe', uri });
    };
  }

  /** Tells about the connection itself. @returns what ends it */
  watch(listener: Listener<ConnectionNotice>): () => void {
    const own: Listener<ConnectionNotice> = (notice) => listener(notice);
    this.#watchers.add(own);
    return () => this.#watchers.delete(own);
  }

  /** One input after the other, also those that come of another one's effects. */
  #take(input: Input): void {
    this.#inputs.push(input);
    if (this.#inputs.length > 1) return;
    for (const next of this.#inputs) {
      const { state, effects } = step(this.#state, next);
      this.#state = state;
      for (const effect of effects) this.#perform(effect);
    }
    this.#inputs = [];
  }

  #perform(effect: Effect): void {
    switch (effect.do) {
      case 'open':
        void this.#connect();
        break;
      case 'close':
        this.#drop();
        break;
      case 'send':
        this.#send(effect.text);
        break;
      case 'set':
        this.#set(effect.timer, effect.delayMs);
        break;
      case 'cancel':
        this.#timers.get(effect.timer)?.();
        this.#timers.delete(effect.timer);
        break;
      default:
        this.#tell(effect.notice);
    }
  }

  #set(timer: TimerName, delayMs: number): void {
    this.#timers.get(timer)?.();
    const cancel = this.#clock.after(delayMs, () => {
      this.#timers.delete(timer);
      this.#take({ kind: 'due', timer, now: this.#clock.now(), random: this.#random() });
    });
    this.#timers.set(timer, cancel);
  }

  #random(): number {
    return (this.#options.random ?? Math.random)();
  }

  #send(text: string): void {
    try {
      this.#socket?.send(text);
    } catch {
      // A socket that can't send is closing; its end is what counts.
    }
  }

  /** Opens a socket. Whatever goes wrong is a lost connection. */
  async #connect(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const isCurrent = () => attempt === this.#attempt;
    const lose = () => {
      if (isCurrent()) this.#lose();
    };
    try {
      const { url, headers } = await this.#destination();
      if (!isCurrent()) return;
      this.#socket = openSocket(
        this.#options.WebSocket,
        { url, headers },
        {
          opened: () => {
            if (isCurrent()) this.#take({ kind: 'opened', now: this.#clock.now() });
          },
          received: (text) => {
            const frame = parseFrame(text);
            if (!isCurrent() || frame === undefined) return;
            this.#take({ kind: 'frame', frame, now: this.#clock.now() });
          },
          ended: lose,
        },
      );
    } catch {
      lose();
    }
  }

  #lose(): void {
    this.#socket = undefined;
    this.#attempt += 1;
    this.#take({ kind: 'lost', now: this.#clock.now(), random: this.#random() });
  }

  #drop(): void {
    this.#attempt += 1;
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Where to connect, and with what; never both a nonce and a header. Source: §6.1. */
  async #destination(): Promise<{ url: string; headers: Record<string, string> | null }> {
    const root = this.#options.baseUrl?.replace(/\/+$/, '');
    const service = root === undefined ? 'https://rta.xboxlive.com' : `${root}/rta`;
    const url = `${service.replace(/^http/, 'ws')}/connect`;
    const authorization = await this.#header();
    const headers: Record<string, string> = { authorization };
    const { languages = [] } = this.#options;
    if (languages.length > 0) headers['accept-language'] = languages.join(',');
    if ((this.#options.authorizeBy ?? bestWay()) === 'header') return { url, headers };
    const nonce = await this.#nonce(`${service}/nonce`, authorization);
    return { url: `${url}?nonce=${encodeURIComponent(nonce)}`, headers: null };
  }

  /** Why an attempt failed can't be known here, so the second failure renews the authorization. */
  async #header(): Promise<string> {
    const mayBeStale = this.#state.failures % 2 === 1 && this.#lastHeader !== undefined;
    const renewed = mayBeStale
      ? await this.#authorization.renew(this.#lastHeader ?? '').catch(() => undefined)
      : undefined;
    this.#lastHeader = renewed ?? (await this.#authorization.current());
    return this.#lastHeader;
  }

  async #nonce(url: string, authorization: string): Promise<string> {
    const send = this.#options.fetch ?? ((input, init) => fetch(input, init));
    const limits = { clock: this.#clock, limitMs: realtimeLimits.answerMsMax, signal: undefined };
    const text = await within(limits, async (signal) => {
      const headers = { authorization, 'x-xbl-contract-version': '1' };
      const response = await send(url, { headers, signal, redirect: 'manual' });
      return response.ok ? response.text() : '';
    });
    const answer: unknown = JSON.parse(text);
    if (isObject(answer) && typeof answer.nonce === 'string') return answer.nonce;
    throw new ClientError('invalid_json', 'the answer must be an object with a nonce');
  }

  #tell(notice: Notice): void {
    if (notice.kind === 'Phase') this.#tellPhase(notice);
    else if (notice.kind === 'Resync') callAll(this.#watchers, { kind: 'Resync' });
    else callAll(this.#resources.get(notice.uri) ?? [], notice);
  }

  #tellPhase({ phase, isDisconnected }: Extract<Notice, { kind: 'Phase' }>): void {
    if (phase === 'Connected' || phase === 'Closed') callAll(this.#watchers, { kind: phase });
    else callAll(this.#watchers, { kind: isDisconnected ? 'Disconnected' : 'Connecting' });
  }
}

/** A listener that fails is its owner's failure, not the connection's: it is thrown apart. */
function callAll<T>(listeners: Iterable<Listener<T>>, notice: T): void {
  for (const listener of [...listeners]) {
    try {
      listener(notice);
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown;
      });
    }
  }
}

/** Node and Bun send headers; browsers can't, and Deno is asked like one. */
function bestWay(): 'header' | 'nonce' {
  return /^(Node\.js|Bun)\//.test(globalThis.navigator?.userAgent ?? '') ? 'header' : 'nonce';
}
