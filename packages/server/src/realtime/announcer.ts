import {
  findAchievement,
  type Instant,
  instantFromMilliseconds,
  type Languages,
  parseAcceptLanguage,
  type Title,
  type Xuid,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { FiguresOf } from '../http/present/reader.ts';
import { type AnnouncementLooks, presentUnlock } from '../http/present/realtime.ts';
import type { Notifications } from '../services/notifications.ts';
import type { TitleLookup } from '../services/title-access.ts';
import { createTurns, type Turns } from '../services/turns.ts';
import type { CommittedFact, RecordKey, Store } from '../store/store.ts';
import type { Hub, Watch } from './hub.ts';
import { unannounced } from './telling.ts';

/** Announces unlocks to players' devices, each once. */
export type Announcer = {
  /**
   * Announces what is still to be announced of one record, to every device that listens. Never
   * throws; of several at once for one player, one comes after the other.
   */
  announce(key: RecordKey): Promise<void>;
  /** An unlock as JSON, in those languages; `null` where the title does not have it any more. */
  textOf(fact: CommittedFact, languages: Languages): string | null;
};

/**
 * An unlock that nobody was told of is news for so long: enough for a device to come back after a
 * restart of the server. Source: [I].
 */
export const newsMs = 15 * 60_000;

/** Facts of a player that are read at once, and looked through for it; a batch has at most 100. */
const factsPerReadMax = 20;
const factsReadMax = 500;

/** Records of which something was claimed that reached nobody. */
const unheardMax = 10_000;

/** What an announcer is made of. */
export type AnnouncerParts = {
  readonly store: Pick<Store, 'facts' | 'notifications'>;
  readonly titles: Pick<TitleLookup, 'byScid'>;
  readonly notifications: Pick<Notifications, 'endpointFor'>;
  readonly figuresOf: FiguresOf;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly looks: () => Omit<AnnouncementLooks, 'languages'>;
  readonly onFailure: (cause: unknown) => void;
};

/**
 * An announcement is claimed in the store before it is made, and only when somebody listens: so it
 * is made once, however many devices come and go, and also when the server ends in between. Where
 * everybody left while it was being claimed, the next device that comes is told.
 *
 * Source: wire contract §7; the claim [I].
 */
export function createAnnouncer(parts: AnnouncerParts): Announcer {
  const { store, titles, notifications, hub, clock } = parts;
  const turnsOf = createTurnsOf();
  /** Up to where was announced before what was claimed and reached nobody, by record. */
  const unheard = new Map<string, number>();

  function textOf(fact: CommittedFact, languages: Languages): string | null {
    const { sandbox, xuid: owner, scid } = fact.key;
    const title = titles.byScid(sandbox, scid);
    const achievement =
      title && fact.achievementId !== null ? findAchievement(title, fact.achievementId) : undefined;
    if (title === undefined || achievement === undefined) return null;
    const rarity = parts.figuresOf({ sandbox, scid }).get(achievement.id);
    const unlock = { owner, title, achievement, unlockedAt: fact.earnedAt, rarity };
    return presentUnlock(unlock, { ...parts.looks(), languages });
  }

  /** Those who want to be told, with their languages: the registration's first. */
  async function audience(key: RecordKey, title: Title) {
    const found: { watch: Watch; languages: Languages }[] = [];
    for (const watch of listening(hub, key, title)) {
      const { caller, languages } = watch.subscriber;
      const endpoint = await notifications.endpointFor(caller, title.titleId);
      if (endpoint !== undefined && !endpoint.wantsUnlocks) continue;
      const own = parseAcceptLanguage(endpoint?.locale);
      found.push({ watch, languages: own.length === 0 ? languages : [...own, ...languages] });
    }
    return found;
  }

  async function announceNow(key: RecordKey): Promise<void> {
    const title = titles.byScid(key.sandbox, key.scid);
    if (title === undefined) return;
    const told = await audience(key, title);
    if (told.length === 0) return;
    const name = nameOf(key);
    const claimed = await store.notifications.announcedUpTo(key);
    // Never beyond what is claimed: everything may have been replaced since.
    const after = Math.min(unheard.get(name) ?? claimed, claimed);
    const since = sinceOf(clock);
    const facts = await newestFacts(store, key, { after, since });
    const unlocks = unannounced(facts, { scid: key.scid, after, since });
    const last = unlocks.at(-1);
    if (last === undefined) return;
    const isOurs = last.sequence <= claimed;
    if (!isOurs && !(await store.notifications.announce(key, last.sequence))) return;
    const hearing = told.filter(({ watch }) => watch.isLive);
    for (const { watch, languages } of hearing) {
      for (const fact of unlocks) {
        const json = textOf(fact, languages);
        if (json !== null) watch.subscriber.tell(watch.id, { name: 'unlock', json });
      }
    }
    unheard.delete(name);
    if (hearing.length === 0) remember(unheard, name, after);
  }

  return {
    textOf,
    announce: (key) => turnsOf(key.xuid, () => announceNow(key)).catch(parts.onFailure),
  };
}

/** A player's facts behind one and of not long ago, newest first; mostly they are few. */
async function newestFacts(
  { facts: ledger }: Pick<Store, 'facts'>,
  key: RecordKey,
  { after, since }: { after: number; since: Instant },
): Promise<readonly CommittedFact[]> {
  const facts: CommittedFact[] = [];
  while (facts.length < factsReadMax) {
    const before = facts.at(-1)?.sequence ?? null;
    const read = await ledger.ofPlayer(key, { before, limit: factsPerReadMax });
    facts.push(...read);
    const last = read.at(-1);
    if (last === undefined || read.length < factsPerReadMax) break;
    if (last.sequence <= after || last.receivedAt < since) break;
  }
  return facts;
}

function listening(hub: Hub, { sandbox, xuid }: RecordKey, { titleId }: Title): readonly Watch[] {
  return [...hub.of(xuid).watches].filter(
    ({ resource, isLive, sandbox: of }) =>
      resource.kind === 'Notification' && resource.titleId === titleId && isLive && of === sandbox,
  );
}

function nameOf({ xuid, sandbox, scid }: RecordKey): string {
  return `${xuid} ${sandbox} ${scid}`;
}

/** Of too many the oldest is forgotten: its unlocks show in the list. */
function remember(unheard: Map<string, number>, name: string, after: number): void {
  const [oldest] = unheard.size >= unheardMax ? unheard.keys() : [];
  if (oldest !== undefined) unheard.delete(oldest);
  unheard.set(name, after);
}

function sinceOf(clock: Clock): Instant {
  return instantFromMilliseconds(clock.milliseconds() - newsMs);
}

/** One queue for each player who is being told something. */
function createTurnsOf(): (xuid: Xuid, work: () => Promise<void>) => Promise<void> {
  const queues = new Map<Xuid, { turns: Turns; waiting: number }>();
  return async (xuid, work) => {
    const queue = queues.get(xuid) ?? { turns: createTurns(), waiting: 0 };
    queues.set(xuid, queue);
    queue.waiting += 1;
    try {
      await queue.turns(work);
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) queues.delete(xuid);
    }
  };
}
