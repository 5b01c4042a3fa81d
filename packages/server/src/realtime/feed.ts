import { isNews, statOfKey, type Title } from '@laurel/domain';
import { presentProgress, presentStatValue } from '../http/present/realtime.ts';
import type { TitleLookup } from '../services/title-access.ts';
import type { Change, RecordChange, RelationChange, Store } from '../store/store.ts';
import type { Announcer } from './announcer.ts';
import type { Guard } from './guard.ts';
import type { Hub, News, Stream, Watch } from './hub.ts';
import { type Telling, tellingOf } from './telling.ts';

/**
 * Follows what was committed and tells those who wait for it. Only the store's commits come in
 * here, so nobody is told what a crash could take back; and what a crash keeps from being told is
 * fetched by clients when they come back.
 *
 * @param onFailure told what went wrong with one change; the next one is told as if nothing was
 * @returns ends it
 */
export function startFeed({
  store,
  hub,
  titles,
  announcer,
  guard,
  onFailure,
}: {
  store: Pick<Store, 'follow'>;
  hub: Hub;
  titles: Pick<TitleLookup, 'byScid'>;
  announcer: Announcer;
  guard: Guard;
  onFailure: (cause: unknown) => void;
}): Disposable {
  function tell(change: Change): void {
    if (change.kind === 'Replaced') hub.resync();
    else if (change.kind === 'Relation') tellRelation(change);
    else tellRecord(change);
  }

  function tellRecord(change: RecordChange): void {
    const { sandbox, xuid, scid } = change.key;
    const { watches, streams } = hub.of(xuid);
    if (watches.size === 0 && streams.size === 0) return;
    const title = titles.byScid(sandbox, scid);
    if (title === undefined) return;
    const told = { change, title, ...newsOf(change, title) };
    let isListening = false;
    for (const watch of watches) {
      if (watch.sandbox !== sandbox) continue;
      tellWatch(watch, told, guard);
      const { resource } = watch;
      isListening ||= resource.kind === 'Notification' && resource.titleId === title.titleId;
    }
    for (const stream of streams) {
      if (stream.sandbox === sandbox && (stream.scid ?? scid) === scid) {
        tellStream(stream, told, announcer);
      }
    }
    if (isListening && change.facts.some(isNews)) void announcer.announce(change.key);
  }

  /** Source: wire contract §6.4 [X]. */
  function tellRelation({ xuid, list, other, change }: RelationChange): void {
    if (list !== 'People') return;
    const json = JSON.stringify({ NotificationType: change, Xuids: [other] });
    for (const watch of hub.of(xuid).watches) {
      if (watch.resource.kind !== 'People' || !watch.isLive) continue;
      guard(watch, () => watch.subscriber.tell(watch.id, { name: 'people', json }));
    }
  }

  return store.follow((change) => {
    try {
      tell(change);
    } catch (cause) {
      onFailure(cause);
    }
  });
}

type Told = {
  readonly change: RecordChange;
  readonly title: Title;
  readonly telling: Telling;
  /** `null` where there is no progress to show. */
  readonly progress: News | null;
};

function newsOf(change: RecordChange, title: Title): Pick<Told, 'telling' | 'progress'> {
  const telling = tellingOf(title, change);
  if (telling.kind !== 'Progress') return { telling, progress: null };
  const event = presentProgress(title, {
    standings: telling.standings,
    stats: change.record.stats,
  });
  return {
    telling,
    progress: event && { name: 'progress', json: JSON.stringify(event) },
  };
}

function tellWatch(watch: Watch, { change, title, telling, progress }: Told, guard: Guard): void {
  const { resource, subscriber } = watch;
  if (resource.kind === 'Achievements' && resource.scid === title.scid) {
    if (telling.kind === 'Resync') subscriber.resync();
    else if (progress !== null && watch.isLive) subscriber.tell(watch.id, progress);
  } else if (resource.kind === 'Stat' && resource.scid === title.scid) {
    const { name } = resource;
    if (watch.isLive) guard(watch, () => tellStat(watch, { name, title, change }));
    else watch.isBehind = true;
  }
}

/** The value itself, where it is another than the one told last. Source: wire contract §6.4 [X]. */
function tellStat(
  watch: Watch,
  { name, title, change }: { name: string; title: Title; change: RecordChange },
): void {
  const value = change.record.stats.get(name);
  if (value === undefined) {
    // A reset took it away, which no event can say.
    if (watch.lastTold !== 'null') watch.subscriber.resync();
    watch.lastTold = 'null';
    return;
  }
  const type = statOfKey(title, name)?.type ?? 'String';
  const json = presentStatValue({ type, value });
  if (json === watch.lastTold) return;
  watch.lastTold = json;
  watch.subscriber.tell(watch.id, { name: 'stat', json });
}

function tellStream(
  stream: Stream,
  { change: { facts }, telling, progress }: Told,
  announcer: Announcer,
): void {
  const last = facts.at(-1);
  if (last === undefined) return;
  if (telling.kind === 'Resync') {
    stream.resync();
    return;
  }
  const unlocks = facts.filter(isNews).flatMap((fact): readonly News[] => {
    const json = announcer.textOf(fact, stream.languages);
    return json === null ? [] : [{ name: 'unlock', json }];
  });
  const news = progress === null ? unlocks : [progress, ...unlocks];
  if (news.length > 0) stream.publish({ news, sequence: last.sequence });
}
