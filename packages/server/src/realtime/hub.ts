import type { Languages, Sandbox, Scid, Xuid } from '@laurel/domain';
import type { Caller } from '../asker.ts';
import type { Resource } from './resource.ts';

/** Something to tell, as JSON. */
export type News = {
  readonly name: 'progress' | 'unlock' | 'stat' | 'people';
  readonly json: string;
};

/** Everything that one write comes to, in order; `sequence` is the last of its facts. */
export type Bulletin = { readonly news: readonly News[]; readonly sequence: number };

/** Who is told: a connection. Nothing of this waits, and nothing throws. */
export type Subscriber = {
  readonly caller: Caller;
  readonly languages: Languages;
  /** @param id of the subscription */
  tell(id: number, news: News): void;
  /** What it knows may be stale. */
  resync(): void;
};

/** A subscription of a connection to a resource. */
export type Watch = {
  readonly resource: Resource;
  readonly sandbox: Sandbox;
  readonly subscriber: Subscriber;
  readonly id: number;
  /** Whether its reply is sent; nothing is told before. */
  isLive: boolean;
  /** Whether something was committed that it was not told. */
  isBehind: boolean;
  /** The value of a stat that was told last, as JSON. */
  lastTold: string | null;
};

/** A stream of everything that happens to a player, or to a player in one title. */
export type Stream = {
  readonly sandbox: Sandbox;
  readonly owner: Xuid;
  /** `null` for all titles. */
  readonly scid: Scid | null;
  readonly languages: Languages;
  publish(bulletin: Bulletin): void;
  resync(): void;
};

type Watched = { readonly watches: Set<Watch>; readonly streams: Set<Stream> };

const nobody: Watched = { watches: new Set(), streams: new Set() };

/** Who watches whom: by the player that is watched. */
export class Hub {
  readonly #byOwner = new Map<Xuid, Watched>();

  /** The watches and streams of a player, the longest there first. */
  of(owner: Xuid): { readonly watches: ReadonlySet<Watch>; readonly streams: ReadonlySet<Stream> } {
    return this.#byOwner.get(owner) ?? nobody;
  }

  watch(watch: Watch): void {
    this.#watched(watch.resource.owner).watches.add(watch);
  }

  unwatch(watch: Watch): void {
    const { owner } = watch.resource;
    this.#byOwner.get(owner)?.watches.delete(watch);
    this.#forgetIfIdle(owner);
  }

  open(stream: Stream): void {
    this.#watched(stream.owner).streams.add(stream);
  }

  close(stream: Stream): void {
    this.#byOwner.get(stream.owner)?.streams.delete(stream);
    this.#forgetIfIdle(stream.owner);
  }

  /** Tells everybody that what they know may be stale, each once. */
  resync(): void {
    const told = new Set<Subscriber>();
    for (const { watches, streams } of this.#byOwner.values()) {
      for (const { subscriber } of watches) told.add(subscriber);
      for (const stream of streams) stream.resync();
    }
    for (const subscriber of told) subscriber.resync();
  }

  #watched(owner: Xuid): Watched {
    const known = this.#byOwner.get(owner);
    if (known !== undefined) return known;
    const made = { watches: new Set<Watch>(), streams: new Set<Stream>() };
    this.#byOwner.set(owner, made);
    return made;
  }

  #forgetIfIdle(owner: Xuid): void {
    const known = this.#byOwner.get(owner);
    if (known?.watches.size === 0 && known.streams.size === 0) this.#byOwner.delete(owner);
  }
}
