import { statOfKey, type Xuid } from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { LiveConnections } from '../http/hosts/rta/live.ts';
import type { FiguresOf } from '../http/present/reader.ts';
import {
  type AnnouncementLooks,
  presentStatReading,
  presentStatValue,
} from '../http/present/realtime.ts';
import type { Notifications } from '../services/notifications.ts';
import type { Privacy } from '../services/privacy.ts';
import type { TitleLookup } from '../services/title-access.ts';
import type { Store } from '../store/store.ts';
import { type AccessCheck, createAccessCheck } from './access.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import { EventStream, type EventStreamLimits, eventStreamLimits } from './event-stream.ts';
import { startFeed } from './feed.ts';
import { createGuard } from './guard.ts';
import { Hub } from './hub.ts';
import { createReplay } from './replay.ts';
import { type Outlet, Session, type SessionRooms } from './session.ts';
import { WebSocketConnection, type WebSocketLimits, webSocketLimits } from './web-socket.ts';

/** How much is going on. The totals only rise. */
export type RealtimeCounts = {
  readonly connections: number;
  readonly streams: number;
  readonly subscriptions: number;
  /** Connections that read too little or nothing and were ended. */
  readonly dropped: number;
  /** How often events were kept back from a connection that did not read. */
  readonly missed: number;
};

/** Pushes what was committed to whoever listens. */
export type Realtime = Disposable &
  LiveConnections & {
    readonly counts: () => RealtimeCounts;
    /** Tells everybody that what they know may be stale. */
    resync(): void;
  };

/** What it is made of. */
export type RealtimeParts = {
  readonly store: Pick<Store, 'facts' | 'follow' | 'notifications' | 'records'>;
  readonly titles: TitleLookup;
  readonly privacy: Pick<Privacy, 'requireGameHistory' | 'requireSetting'>;
  readonly notifications: Pick<Notifications, 'endpointFor'>;
  readonly figuresOf: FiguresOf;
  readonly clock: Clock;
  readonly looks: () => Omit<AnnouncementLooks, 'languages'>;
  /** Whether the store answers. */
  readonly isAvailable: () => boolean;
  readonly isDraining: () => boolean;
  readonly onFailure: (cause: unknown) => void;
  readonly webSocketLimits?: WebSocketLimits;
  readonly eventStreamLimits?: EventStreamLimits;
};

/** Builds it; it follows the store until it is disposed of. */
export function createRealtime(parts: RealtimeParts): Realtime {
  const { store, titles, clock, isDraining, onFailure } = parts;
  const hub = new Hub();
  const announcer = createAnnouncer({ ...parts, hub });
  const access = createAccessCheck(parts);
  const guard = createGuard({ access, onFailure });
  const feed = startFeed({ store, hub, titles, announcer, guard, onFailure });
  const replay = createReplay({ store, titles, announcer });
  const open = createOpenCount();
  const totals = { dropped: 0, missed: 0 };
  const clockMs = () => clock.milliseconds();
  const onDropped = () => {
    totals.dropped += 1;
  };
  const sessionRooms = sessionRoomsOf(parts, { hub, announcer, access });

  const webSocket: LiveConnections['webSocket'] = (listener) => (outgoing, nowMs) => {
    let session: Session | undefined;
    const rooms = {
      limits: parts.webSocketLimits ?? webSocketLimits,
      clockMs,
      isDraining,
      onDropped,
      onMissed() {
        totals.missed += 1;
      },
      onEnded: () => session && open.end(listener.owner, session),
    };
    function converse(outlet: Outlet): Session {
      session = new Session(listener, { outlet, rooms: sessionRooms });
      open.begin(listener.owner, session);
      return session;
    }
    return new WebSocketConnection(outgoing, { rooms, nowMs, converse });
  };

  const eventStream: LiveConnections['eventStream'] = (listener, from) => (outgoing, nowMs) => {
    const { owner, caller, languages } = listener;
    const order = { owner, sandbox: caller.sandbox, scid: from.scid, languages };
    const rooms = {
      limits: parts.eventStreamLimits ?? eventStreamLimits,
      clockMs,
      isDraining,
      onDropped,
      onEnded(stream: EventStream) {
        hub.close(stream);
        open.end(owner, stream);
      },
    };
    const stream = new EventStream(outgoing, { order, rooms, nowMs });
    hub.open(stream);
    open.begin(owner, stream);
    replay(stream, from.behind).catch((cause: unknown) => {
      onFailure(cause);
      stream.finish();
    });
    return stream;
  };

  return {
    webSocket,
    eventStream,
    countOf: open.countOf,
    counts: () => ({ ...open.counts(), ...totals }),
    resync: () => hub.resync(),
    [Symbol.dispose]: () => feed[Symbol.dispose](),
  };
}

function sessionRoomsOf(
  parts: RealtimeParts,
  { hub, announcer, access }: { hub: Hub; announcer: Announcer; access: AccessCheck },
): SessionRooms {
  const { store, titles, clock, isAvailable, onFailure } = parts;
  return {
    hub,
    access,
    clock,
    isAvailable,
    readStat: createStatReader({ store, titles }),
    onListening({ resource, sandbox }) {
      if (resource.kind !== 'Notification') return;
      const title = titles.byTitleId(sandbox, resource.titleId);
      if (title === undefined) return;
      void announcer.announce({ sandbox, xuid: resource.owner, scid: title.scid });
    },
    onFailure,
  };
}

/** What is open, and whose. */
function createOpenCount() {
  const sessions = new Set<Session>();
  const streams = new Set<EventStream>();
  const byOwner = new Map<Xuid, number>();

  function setOf(of: Session | EventStream): Set<Session | EventStream> {
    return (of instanceof Session ? sessions : streams) as Set<Session | EventStream>;
  }

  return {
    begin(owner: Xuid, of: Session | EventStream): void {
      setOf(of).add(of);
      byOwner.set(owner, (byOwner.get(owner) ?? 0) + 1);
    },
    end(owner: Xuid, of: Session | EventStream): void {
      if (!setOf(of).delete(of)) return;
      const left = (byOwner.get(owner) ?? 1) - 1;
      if (left === 0) byOwner.delete(owner);
      else byOwner.set(owner, left);
    },
    countOf: (owner: Xuid) => byOwner.get(owner) ?? 0,
    counts() {
      let subscriptions = 0;
      for (const session of sessions) subscriptions += session.subscriptions;
      return { connections: sessions.size, streams: streams.size, subscriptions };
    },
  };
}

function createStatReader({
  store: { records },
  titles,
}: {
  store: Pick<Store, 'records'>;
  titles: Pick<TitleLookup, 'byScid'>;
}): SessionRooms['readStat'] {
  return async (sandbox, { owner: xuid, scid, name }) => {
    const stored = await records.read({ sandbox, xuid, scid });
    const title = titles.byScid(sandbox, scid);
    const defined = title && statOfKey(title, name);
    const value = stored?.record.stats.get(name);
    const type = defined?.type ?? 'String';
    const stat = value === undefined ? null : { type, value };
    return {
      reading: presentStatReading(name, stat, type),
      value: stat === null ? 'null' : presentStatValue(stat),
    };
  };
}
