import type { EventDraft } from './event-draft.ts';
import { type EventResult, type GameEvent, refusedEvent } from './game-event.ts';
import { parseAchievementId } from './ids.ts';
import { reportProgress } from './player-record.ts';
import { quoted, Refusal, type RefusalCode } from './refusal.ts';

/** What of `reportProgress` an event may be refused for. */
const codes = {
  EventBasedTitle: 'EventBasedTitle',
  LegacyTitle: 'LegacyTitle',
  Retired: 'Retired',
  UnknownAchievement: 'UnknownAchievement',
  WindowClosed: 'WindowClosed',
} as const satisfies Partial<Record<RefusalCode, EventResult['refusals'][number]['code']>>;

/**
 * Takes the event by which a client tells of an update that it could not send: as that update,
 * earned when it was made. Sending it again does no harm, for progress only rises.
 *
 * Source: wire contract §10.4 [I], §5.6 [X].
 */
export function takeUpdate(draft: EventDraft, event: GameEvent): EventResult {
  const { id, at, fields } = event;
  const achievementId = parseAchievementId(String(fields.AchievementId ?? ''));
  const percent = percentIn(fields.PercentComplete);
  if (achievementId === undefined || percent === undefined) {
    const message = `an update needs AchievementId, and a whole PercentComplete of 0 or more; got ${quoted(fields)}`;
    return refusedEvent(id, 'Malformed', message);
  }
  const { receivedAt, source } = draft.occasion;
  const occasion = { earnedAt: receivedAt, receivedAt, source };
  const report = { achievementId, percent, ...(at !== null && { earnedAt: at }) };
  try {
    const of = { reports: [report], occasion };
    const { record, facts } = reportProgress(draft.title, draft.record, of);
    draft.record = record;
    draft.facts.push(...facts);
    const unlocked = facts.flatMap((fact) =>
      fact.kind === 'Unlocked' && fact.achievementId !== null ? [fact.achievementId] : [],
    );
    const outcome = facts.length > 0 ? 'Counted' : 'NoEffect';
    return { id, outcome, refusals: [], stats: [], unlocked };
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || !Object.hasOwn(codes, thrown.code)) throw thrown;
    return refusedEvent(id, codes[thrown.code as keyof typeof codes], thrown.message);
  }
}

/** As an update reads it: whole, and what is above 100 counts as 100. Source: §5.1 [D][I]. */
function percentIn(value: GameEvent['fields'][string] | undefined): number | undefined {
  const isDigits = typeof value === 'number' || /^\d{1,9}$/.test(String(value));
  const percent = isDigits ? Number(value) : Number.NaN;
  return Number.isInteger(percent) && percent >= 0 ? Math.min(percent, 100) : undefined;
}
