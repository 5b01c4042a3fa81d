import { AmendedMap } from './amended-map.ts';
import type { MovedBy } from './event-memory.ts';
import type { Fact, FactSource } from './fact.ts';
import type { AchievementId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { PlayerRecord, StatValue } from './player-record.ts';
import type { Progress } from './progress.ts';
import type { Title } from './title.ts';

/** What is being changed while a batch of events is taken. */
export type EventDraft = {
  readonly title: Title;
  /** With what the batch's updates changed. */
  record: PlayerRecord;
  readonly occasion: { readonly receivedAt: Instant; readonly source: FactSource };
  /** What changed: stats, which event moved them, and how far achievements are. */
  readonly stats: Map<string, StatValue>;
  readonly moved: Map<string, MovedBy>;
  readonly progress: Map<AchievementId, Progress>;
  readonly raisedAt: Map<AchievementId, Instant>;
  /** All stats, with what has changed so far. */
  readonly current: ReadonlyMap<string, StatValue>;
  readonly facts: Fact[];
  lastPlayedAt: Instant;
  evaluations: number;
};

/** A draft in which nothing has changed. */
export function startEvents(
  title: Title,
  record: PlayerRecord,
  occasion: EventDraft['occasion'],
): EventDraft {
  const stats = new Map<string, StatValue>();
  return {
    title,
    record,
    occasion,
    stats,
    moved: new Map(),
    progress: new Map(),
    raisedAt: new Map(),
    current: new AmendedMap(record.stats, stats),
    facts: [],
    lastPlayedAt: record.lastPlayedAt,
    evaluations: 0,
  };
}
