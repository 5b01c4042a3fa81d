import { emptyRecord, findAchievement, isNews } from '@laurel/domain';
import { presentProgress } from '../http/present/realtime.ts';
import type { TitleLookup } from '../services/title-access.ts';
import type { CommittedFact, Store } from '../store/store.ts';
import type { Announcer } from './announcer.ts';
import type { EventStream } from './event-stream.ts';
import type { Bulletin, News } from './hub.ts';
import { tellingOf } from './telling.ts';

/** Facts that are told again at most; a client that missed more has to look again. Source: [I]. */
export const replayedFactsMax = 1000;

/** How often the past is read anew because something happened meanwhile. */
const readsMax = 20;

/** Tells a stream what happened behind the event its client knows, and lets it go on from there. */
export type Replay = (stream: EventStream, behind: number | null) => Promise<void>;

/** What a replay is made of. */
export type ReplayParts = {
  readonly store: Pick<Store, 'facts' | 'records'>;
  readonly titles: Pick<TitleLookup, 'byScid'>;
  readonly announcer: Pick<Announcer, 'textOf'>;
};

/** Reads the past out of the ledger: nothing that was committed is told twice or left out. */
export function createReplay(parts: ReplayParts): Replay {
  const { store } = parts;

  /** The newest first; one more than is told, to see whether there are too many. */
  function newestOf({ sandbox, owner: xuid }: EventStream, limit: number) {
    return store.facts.ofPlayer({ sandbox, xuid }, { before: null, limit });
  }

  /** @returns the last fact that is told */
  async function tellBehind(stream: EventStream, behind: number): Promise<number> {
    const newestFirst = await newestOf(stream, replayedFactsMax + 1);
    const missed = newestFirst.filter(({ sequence }) => sequence > behind).reverse();
    const last = missed.at(-1)?.sequence ?? behind;
    if (missed.length > replayedFactsMax) {
      stream.writeResync(last);
      return last;
    }
    for (const facts of writesOf(missed)) {
      const bulletin = await bulletinOf(parts, facts, stream);
      if (stream.isOver) return last;
      if (bulletin === 'Resync') stream.writeResync(facts.at(-1)?.sequence ?? null);
      else if (bulletin !== null) stream.write(bulletin);
    }
    return last;
  }

  return async (stream, behind) => {
    let place = behind;
    if (place === null) {
      const [newest] = await newestOf(stream, 1);
      place = newest?.sequence ?? 0;
      if (!stream.isOver) stream.writePlace(place);
    } else {
      place = await tellBehind(stream, place);
    }
    for (let reads = 0; stream.takeBehind() && !stream.isOver; reads += 1) {
      if (reads === readsMax) {
        stream.writeResync(null);
        break;
      }
      place = await tellBehind(stream, place);
    }
    stream.goLive();
  };
}

async function bulletinOf(
  { store, titles, announcer }: ReplayParts,
  facts: readonly CommittedFact[],
  stream: EventStream,
): Promise<Bulletin | 'Resync' | null> {
  const [first] = facts;
  const last = facts.at(-1);
  if (first === undefined || last === undefined) return null;
  const { key } = first;
  const title = titles.byScid(key.sandbox, key.scid);
  if (title === undefined || (stream.scid ?? key.scid) !== key.scid) return null;
  const record = (await store.records.read(key))?.record ?? emptyRecord(last.receivedAt);
  // The record as it is now: no stat of it has changed since.
  const telling = tellingOf(title, { facts, was: record, record });
  if (telling.kind === 'Resync') return 'Resync';
  if (telling.kind === 'Nothing') return null;
  const event = presentProgress(title, { standings: telling.standings, stats: record.stats });
  const unlocks = facts.filter(isNews).flatMap((fact): readonly News[] => {
    const known = fact.achievementId !== null && findAchievement(title, fact.achievementId);
    const json = known ? announcer.textOf(fact, stream.languages) : null;
    return json === null ? [] : [{ name: 'unlock', json }];
  });
  const news: readonly News[] =
    event === null ? unlocks : [{ name: 'progress', json: JSON.stringify(event) }, ...unlocks];
  return news.length === 0 ? null : { news, sequence: last.sequence };
}

/** Facts of one write belong together; a write is one version of one record. */
function writesOf(oldestFirst: readonly CommittedFact[]): readonly (readonly CommittedFact[])[] {
  const writes = new Map<string, CommittedFact[]>();
  for (const fact of oldestFirst) {
    const name = `${fact.key.scid} ${fact.recordVersion}`;
    const facts = writes.get(name) ?? [];
    facts.push(fact);
    writes.set(name, facts);
  }
  return [...writes.values()];
}
