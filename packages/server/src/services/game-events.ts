import {
  type EventRefusalCode,
  type EventResult,
  emptyRecord,
  type FactSource,
  type GameEvent,
  never,
  type PlayerRecord,
  type RefusedBefore,
  refusedEvent,
  type Scid,
  type Title,
  type TitleId,
  type Totals,
  takeEvents,
  totalsAfter,
  type Xuid,
} from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Clock } from '../clock.ts';
import type { RecordKey, RecordStore, Verdict } from '../store/store.ts';
import type { RefusedEvents } from './refused-events.ts';
import { maySeeTitle, type TitleLookup } from './title-access.ts';

/** An event with whom and what it is about; `null` is what it does not say. */
export type SentEvent = {
  readonly event: GameEvent;
  readonly owner: Xuid | null;
  readonly scid: Scid | null;
  readonly titleId: TitleId | null;
};

/** An event that can't be read whole: whom it seems to be about, and why. */
export type MalformedEvent = Pick<SentEvent, 'owner' | 'scid' | 'titleId'> & {
  readonly event: Pick<GameEvent, 'id' | 'name'>;
  readonly problem: string;
};

/** Takes what titles tell of. */
export type GameEvents = {
  /**
   * Counts events, each by itself. All of one player and title are one write; answered when every
   * write is durable. When one fails all may be sent again, for none is counted twice.
   *
   * @param askers who tells: an event is taken for the one it is about
   * @returns one for each event, in their order
   */
  take(askers: readonly Asker[], sent: readonly SentEvent[]): Promise<readonly EventResult[]>;
  /** Remembers events that can't be read, for whoever asks why an achievement did not unlock. */
  noteMalformed(askers: readonly Asker[], events: readonly MalformedEvent[]): Promise<void>;
};

/** What is written as one. */
type Group = {
  readonly key: RecordKey;
  readonly title: Title;
  readonly source: FactSource;
  readonly events: GameEvent[];
  /** Where in the request they stand. */
  readonly places: number[];
};

type Parts = {
  readonly records: Pick<RecordStore, 'advance'>;
  readonly titles: TitleLookup;
  readonly players: { exists(xuid: Xuid): Promise<boolean> };
  readonly refusedEvents: RefusedEvents;
  readonly clock: Clock;
};

/** Source: wire contract §10 [D][I]. */
export function createGameEvents(parts: Parts): GameEvents {
  const { records, refusedEvents, clock } = parts;

  async function write({ key, title, source, events }: Group): Promise<readonly EventResult[]> {
    const receivedAt = clock.now();
    let results: readonly EventResult[] = [];
    let unrecorded: readonly RefusedBefore[] = [];
    await records.advance(key, (before: PlayerRecord | undefined, totals: Totals): Verdict => {
      const was = before ?? emptyRecord(never);
      const { record, facts, ...taken } = takeEvents(title, was, { events, receivedAt, source });
      results = taken.results;
      unrecorded = record === was ? taken.refused : [];
      return { record, facts, totals: totalsAfter(title, totals, facts) };
    });
    refusedEvents.add(key, unrecorded);
    return results;
  }

  function note(
    key: RecordKey,
    { id, name }: MalformedEvent['event'],
    code: EventRefusalCode,
  ): void {
    const receivedAt = clock.now();
    refusedEvents.add(key, [{ eventId: id, name, receivedAt, code, stat: null }]);
  }

  return {
    async noteMalformed(askers, events) {
      const placeOf = await createPlacing(askers, events, parts);
      for (const one of events) {
        const placed = placeOf(one);
        if (placed.key !== null) note(placed.key, one.event, 'Malformed');
      }
    },
    async take(askers, sent) {
      const results: EventResult[] = new Array(sent.length);
      const groups = new Map<string, Group>();
      const placeOf = await createPlacing(askers, sent, parts);
      for (const [place, one] of sent.entries()) {
        const placed = placeOf(one);
        if ('code' in placed) {
          results[place] = refusedEvent(one.event.id, placed.code, placed.message);
          if (placed.key !== null) note(placed.key, one.event, placed.code);
        } else {
          addTo(groups, placed, { event: one.event, place });
        }
      }
      await Promise.all(
        [...groups.values()].map(async (group) => {
          const written = await write(group);
          for (const [index, result] of written.entries()) {
            const place = group.places[index];
            if (place !== undefined) results[place] = result;
          }
        }),
      );
      return results;
    },
  };
}

type Placed = Omit<Group, 'events' | 'places'>;

function addTo(
  groups: Map<string, Group>,
  { key, title, source }: Placed,
  { event, place }: { event: GameEvent; place: number },
): void {
  const name = `${key.xuid} ${key.sandbox} ${key.scid}`;
  const group = groups.get(name);
  if (group === undefined) {
    groups.set(name, { key, title, source, events: [event], places: [place] });
    return;
  }
  group.events.push(event);
  group.places.push(place);
}

type Subject = Pick<SentEvent, 'owner' | 'scid' | 'titleId'>;

type NotPlaced = {
  readonly code: EventRefusalCode;
  readonly message: string;
  /** Of whose record it is the caller's own affair that nothing comes in. */
  readonly key: RecordKey | null;
};

type PlaceOf = (sent: Subject) => Placed | NotPlaced;

/** Says where events belong. Those of one player and title are looked up once. */
async function createPlacing(
  askers: readonly Asker[],
  sent: readonly Subject[],
  parts: Parts,
): Promise<PlaceOf> {
  const isServer = askers.some(({ kind }) => kind === 'TitleServer');
  const known = isServer ? await knownPlayers(sent, parts.players) : null;
  const places = new Map<string, Placed | NotPlaced>();
  return (one) => {
    const name = `${one.owner} ${one.scid} ${one.titleId}`;
    let placed = places.get(name);
    if (placed === undefined) {
      placed = placeFor(askers, one, { titles: parts.titles, known });
      places.set(name, placed);
    }
    return placed;
  };
}

/** A title server may tell of any player there is. */
async function knownPlayers(
  sent: readonly Subject[],
  { exists }: Parts['players'],
): Promise<ReadonlySet<Xuid>> {
  const told = new Set(sent.flatMap(({ owner }) => owner ?? []));
  const known = new Set<Xuid>();
  for (const owner of told) if (await exists(owner)) known.add(owner);
  return known;
}

function placeFor(
  askers: readonly Asker[],
  { owner, scid, titleId }: Subject,
  { titles, known }: { titles: TitleLookup; known: ReadonlySet<Xuid> | null },
): Placed | NotPlaced {
  const asker = askers.find((one) => one.kind === 'TitleServer' || isOwner(one.xuid, owner));
  const xuid = owner ?? (asker?.kind === 'Token' ? asker.xuid : null);
  if (asker === undefined || xuid === null) {
    const message = `the caller may not tell of what player ${owner ?? '?'} did`;
    return { code: 'NotYours', message, key: null };
  }
  const { sandbox } = asker;
  const title =
    scid === null ? titleId && titles.byTitleId(sandbox, titleId) : titles.byScid(sandbox, scid);
  if (!title || (titleId !== null && title.titleId !== titleId)) {
    const message = `title ${scid ?? titleId} is not published in sandbox ${sandbox}`;
    return { code: 'UnknownTitle', message, key: null };
  }
  const isOther = asker.titleId !== null && asker.titleId !== title.titleId;
  if (isOther || !maySeeTitle(asker, title)) {
    const message = `the caller's token is not for titleId ${title.titleId}`;
    const key = asker.kind === 'Token' ? { sandbox, xuid, scid: title.scid } : null;
    return { code: 'TitleNotAllowed', message, key };
  }
  if (asker.kind === 'TitleServer' && !known?.has(xuid)) {
    const message = `there is no player with xuid ${xuid}`;
    return { code: 'UnknownPlayer', message, key: null };
  }
  return { key: { sandbox, xuid, scid: title.scid }, title, source: 'Event' };
}

function isOwner(asker: Xuid | null, owner: Xuid | null): boolean {
  return asker !== null && (owner === null || owner === asker);
}
