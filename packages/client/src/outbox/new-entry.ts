import { readArguments, refuse } from '../arguments.ts';
import type { Report } from '../wire.ts';
import type { Entry } from './entry.ts';

/** One report to be delivered, whenever that is possible; earned now, when nothing is said. */
export type OutboxReport = Report & {
  /** The player. */
  readonly xuid: string;
  readonly scid: string;
  readonly titleId?: number | undefined;
  /** Where the service is, for an outbox that serves several. */
  readonly service?: string | undefined;
};

/** Makes entries whose ids rise, as text, with the order in which they were made. */
export type EntryMaker = (report: OutboxReport) => Entry;

/** Ids that one process makes within one millisecond; then it borrows from the next. */
const idsPerMs = 36 ** 2;

/**
 * @param today milliseconds since 1970-01-01
 * @param random from 0 to 1; keeps the ids of two processes apart
 */
export function createEntryMaker(today: () => number, random: () => number): EntryMaker {
  let last = 0;
  const process = digits(Math.floor(random() * 36 ** 5), 5);
  return (report) => {
    const nowMs = today();
    const queuedAt = new Date(nowMs).toISOString();
    last = Math.max(last + 1, Math.floor(nowMs) * idsPerMs);
    const [line = report] = readArguments.reports([report]);
    return {
      id: `${digits(last, 11)}${process}`,
      service: readService(report.service),
      xuid: readArguments.xuid(report.xuid),
      scid: readArguments.scid(report.scid),
      titleId: report.titleId === undefined ? null : readArguments.titleId(report.titleId),
      achievementId: line.id,
      percent: line.percentComplete,
      earnedAt: line.earnedAt ?? queuedAt,
      queuedAt,
      state: 'Queued',
      attempts: 0,
      settledAt: null,
      result: null,
      by: null,
      reason: null,
    };
  };
}

/** Longer ones are no addresses. */
const serviceLengthMax = 2_048;

function readService(service: string | undefined = ''): string {
  if (typeof service === 'string' && service.length <= serviceLengthMax) return service;
  return refuse('service must be an address');
}

function digits(number: number, length: number): string {
  return number.toString(36).padStart(length, '0');
}
