import type { Languages, Sandbox } from '@laurel/domain';
import type { Caller } from '../asker.ts';
import type { Clock } from '../clock.ts';
import type { Access, AccessCheck } from './access.ts';
import { closeCodes } from './frame-bytes.ts';
import type { Hub, News, Subscriber, Watch } from './hub.ts';
import {
  type ClientMessage,
  eventText,
  notSubscribed,
  readMessage,
  replyCodes,
  resyncText,
  subscribed,
  unsubscribed,
} from './message.ts';
import { parseResource, type Resource } from './resource.ts';
import { countMessage, judgeMessage, noMessages, Subscriptions } from './subscriptions.ts';

/** Where a session's texts go: a connection. */
export type Outlet = {
  send(text: string): void;
  /** Says goodbye and ends. */
  close(code: number, reason: string): void;
  /** Whether anything more is read. */
  hold(isHeld: boolean): void;
};

/** What sessions share. */
export type SessionRooms = {
  readonly hub: Hub;
  readonly access: AccessCheck;
  readonly clock: Pick<Clock, 'milliseconds'>;
  /** Whether the store answers; while it does not, everything is "try again". */
  readonly isAvailable: () => boolean;
  /** What a stat is now, as the reply's JSON and as the value alone. */
  readonly readStat: (
    sandbox: Sandbox,
    resource: Extract<Resource, { kind: 'Stat' }>,
  ) => Promise<{ reading: string; value: string }>;
  /** Told when a device begins to listen. */
  readonly onListening: (watch: Watch) => void;
  readonly onFailure: (cause: unknown) => void;
};

/** Messages that wait while one is decided on; beyond, nothing more is read. */
const waitingMessagesMax = 64;

/** Messages that are none; beyond, the connection ends. Source: wire contract §6.3, rule 4 [I]. */
const malformedMax = 16;

type Subscribe = Extract<ClientMessage, { kind: 'Subscribe' }>;

/**
 * What one client and the server say to each other, whatever carries it. Messages are answered one
 * after the other, in the order they came: nothing is told of a subscription before its reply, and
 * nothing after the reply that ends it.
 *
 * Source: wire contract §6.2 and §6.3.
 */
export class Session implements Subscriber {
  readonly caller: Caller;
  readonly languages: Languages;
  readonly #outlet: Outlet;
  readonly #rooms: SessionRooms;
  /** Both are made with the first subscription: most connections that are idle have few. */
  #subscriptions: Subscriptions | null = null;
  #watches: Map<number, Watch> | null = null;
  #received = noMessages;
  #malformed = 0;
  #isBusy = false;
  #isOver = false;
  #waiting: string[] | null = null;

  constructor(
    of: { readonly caller: Caller; readonly languages: Languages },
    { outlet, rooms }: { outlet: Outlet; rooms: SessionRooms },
  ) {
    this.caller = of.caller;
    this.languages = of.languages;
    this.#outlet = outlet;
    this.#rooms = rooms;
  }

  get subscriptions(): number {
    return this.#subscriptions?.size ?? 0;
  }

  /** Takes a message. */
  receive(text: string): void {
    if (this.#isOver) return;
    if (!this.#isBusy) {
      this.#answer(text);
      return;
    }
    this.#waiting ??= [];
    this.#waiting.push(text);
    if (this.#waiting.length >= waitingMessagesMax) this.#outlet.hold(true);
  }

  tell(id: number, { json }: News): void {
    this.#outlet.send(eventText(id, json));
  }

  resync(): void {
    this.#outlet.send(resyncText);
  }

  /** The connection is gone, or going. */
  end(): void {
    this.#isOver = true;
    this.#waiting = null;
    for (const watch of this.#watches?.values() ?? []) this.#forget(watch);
    this.#watches = null;
    this.#subscriptions = null;
  }

  #answer(text: string): void {
    this.#received = countMessage(this.#received, this.#rooms.clock.milliseconds());
    const judged = judgeMessage(this.#received);
    if (judged === 'Flood') {
      this.#outlet.close(closeCodes.policy, 'too many messages');
      return;
    }
    const message = readMessage(text);
    if (message.kind === 'Malformed') this.#countMalformed();
    else if (message.kind === 'Unsubscribe') this.#unsubscribe(message);
    else if (judged === 'Throttled') {
      this.#outlet.send(notSubscribed(message.seq, replyCodes.throttled));
    } else this.#subscribe(message);
  }

  #countMalformed(): void {
    this.#malformed += 1;
    if (this.#malformed <= malformedMax) return;
    this.#outlet.close(closeCodes.policy, 'these are no messages');
  }

  #unsubscribe({ seq, id }: Extract<ClientMessage, { kind: 'Unsubscribe' }>): void {
    const isKnown = this.#subscriptions?.release(id) ?? false;
    const watch = this.#watches?.get(id);
    if (watch !== undefined) this.#forget(watch);
    this.#watches?.delete(id);
    this.#outlet.send(unsubscribed(seq, isKnown ? replyCodes.success : replyCodes.unknownResource));
  }

  #subscribe(message: Subscribe): void {
    const { seq, uri } = message;
    if (!this.#rooms.isAvailable()) {
      this.#outlet.send(notSubscribed(seq, replyCodes.serviceUnavailable));
      return;
    }
    const resource = parseResource(uri);
    if (resource === undefined) {
      this.#outlet.send(notSubscribed(seq, replyCodes.unknownResource));
      return;
    }
    const access = this.#rooms.access(this.caller, resource);
    if (!(access instanceof Promise) && resource.kind !== 'Stat') this.#admit(seq, access);
    else this.#inTurn(seq, this.#admitLater(seq, access));
  }

  /** What comes meanwhile waits. */
  #inTurn(seq: number, work: Promise<void>): void {
    this.#isBusy = true;
    void work
      .catch((cause: unknown) => {
        if (this.#isOver) return;
        this.#rooms.onFailure(cause);
        this.#outlet.send(notSubscribed(seq, replyCodes.serviceUnavailable));
      })
      .then(() => {
        this.#isBusy = false;
        this.#goOn();
      });
  }

  #goOn(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#outlet.hold(false);
    for (const text of waiting) this.receive(text);
  }

  async #admitLater(seq: number, access: Promise<Access> | Access): Promise<void> {
    const decided = await access;
    if (this.#isOver) return;
    if (decided.kind === 'Granted' && decided.resource.kind === 'Stat') {
      await this.#admitStat(seq, decided.resource);
    } else {
      this.#admit(seq, decided);
    }
  }

  #admit(seq: number, access: Access): void {
    if (access.kind === 'Denied') {
      this.#outlet.send(notSubscribed(seq, access.code));
      return;
    }
    const watch = this.#place(seq, access.resource);
    if (watch === null) return;
    this.#outlet.send(subscribed(seq, { id: watch.id, json: 'null' }));
    const isNew = !watch.isLive;
    watch.isLive = true;
    if (isNew && watch.resource.kind === 'Notification') this.#rooms.onListening(watch);
  }

  /** What is committed while the value is read is told behind the reply. */
  async #admitStat(seq: number, resource: Extract<Resource, { kind: 'Stat' }>): Promise<void> {
    const watch = this.#place(seq, resource);
    if (watch === null) return;
    const wasLive = watch.isLive;
    watch.isLive = false;
    watch.isBehind = false;
    try {
      const { reading, value } = await this.#rooms.readStat(watch.sandbox, resource);
      if (this.#isOver) return;
      this.#outlet.send(subscribed(seq, { id: watch.id, json: reading }));
      watch.lastTold = value;
    } catch (cause) {
      if (wasLive) watch.isLive = true;
      else this.#drop(watch);
      throw cause;
    }
    await this.#catchUp(watch, resource);
  }

  async #catchUp(watch: Watch, resource: Extract<Resource, { kind: 'Stat' }>): Promise<void> {
    try {
      while (watch.isBehind && !this.#isOver) {
        watch.isBehind = false;
        const { value } = await this.#rooms.readStat(watch.sandbox, resource);
        if (value !== watch.lastTold) this.tell(watch.id, { name: 'stat', json: value });
        watch.lastTold = value;
      }
    } catch (cause) {
      this.#rooms.onFailure(cause);
    }
    watch.isLive = !this.#isOver;
  }

  /** @returns the watch of the resource; `null` when there is no room, which is then said */
  #place(seq: number, resource: Resource): Watch | null {
    this.#subscriptions ??= new Subscriptions();
    this.#watches ??= new Map();
    const admission = this.#subscriptions.admit(resource);
    if (admission.kind === 'Full') {
      this.#outlet.send(notSubscribed(seq, replyCodes.subscriptionLimitReached));
      return null;
    }
    const known = this.#watches.get(admission.id);
    if (known !== undefined) return known;
    const watch: Watch = {
      resource,
      sandbox: this.caller.sandbox,
      subscriber: this,
      id: admission.id,
      isLive: false,
      isBehind: false,
      lastTold: null,
    };
    this.#watches.set(watch.id, watch);
    this.#rooms.hub.watch(watch);
    return watch;
  }

  #drop(watch: Watch): void {
    this.#subscriptions?.release(watch.id);
    this.#watches?.delete(watch.id);
    this.#forget(watch);
  }

  #forget(watch: Watch): void {
    watch.isLive = false;
    this.#rooms.hub.unwatch(watch);
  }
}
