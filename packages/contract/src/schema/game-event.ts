import { z } from 'zod';
import { isXuidText } from '../codec/segment.ts';
import { shown } from '../codec/text.ts';

/** Events in one request are at most so many. Source: [I]. */
export const eventsPerRequestMax = 1000;

/** The body of a request of events, also when it is unpacked, in bytes. Source: [I]. */
export const eventsBodyBytesMax = 4 * 1024 * 1024;

/** Dimensions and measurements of one event together. Source: [I]. */
export const fieldsPerEventMax = 32;

/** An event as it was sent; `null` is what it does not say. */
export type SentEvent = {
  /** Empty where it has none that can be read. */
  readonly id: string;
  readonly name: string;
  /** A UTC date by its form; whether there is such a day is not looked at. */
  readonly time: string | null;
  readonly userId: string | null;
  /** In lower case. */
  readonly serviceConfigId: string | null;
  readonly titleId: number | null;
  /** Without a prototype, so that any name can be asked for. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
};

/** What can be read of an event that can't be read whole: enough to know whom it is about. */
export type UnreadEvent = Pick<SentEvent, 'id' | 'name' | 'userId' | 'serviceConfigId' | 'titleId'>;

/** An event that was read, or why it can't be. */
export type ReadEvent =
  | { readonly event: SentEvent; readonly problem: null }
  | { readonly event: null; readonly unread: UnreadEvent; readonly problem: string };

type Members = Readonly<Record<string, unknown>>;

const nameForm = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const idForm = /^[\x21-\x7e]{1,64}$/;
const dateForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/;
const guidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads one event of our own form. A batch has many, so it is read by hand.
 *
 * Source: the members are those of the collector's `baseData`, wire contract §10.2 [C][X].
 */
export function readSentEvent(json: unknown): ReadEvent {
  if (!isObject(json)) return unread({}, 'an event must be an object', json);
  const { id, name, time, userId, serviceConfigId, titleId } = json;
  if (typeof id !== 'string' || !idForm.test(id)) {
    return unread(json, 'id must be 1 to 64 printable characters without blanks', id);
  }
  if (typeof name !== 'string' || !nameForm.test(name)) {
    return unread(json, 'name must be a letter, then letters, digits or underscores', name);
  }
  if (isThere(time) && !isDate(time)) {
    return unread(json, 'time must be a UTC date ending in Z', time);
  }
  const xuid = textIn(userId);
  if (xuid === undefined || (xuid !== null && !isXuidText(xuid))) {
    return unread(json, 'userId must be an xuid', userId);
  }
  const scid = textIn(serviceConfigId)?.toLowerCase() ?? null;
  if (scid === null ? isThere(serviceConfigId) : !guidForm.test(scid)) {
    return unread(json, 'serviceConfigId must be a GUID', serviceConfigId);
  }
  const title = isThere(titleId) ? titleIdIn(titleId) : null;
  if (title === undefined) return unread(json, 'titleId must be 1 to 4294967295', titleId);
  if (scid === null && title === null) {
    return unread(json, 'an event must name its title by serviceConfigId or titleId', null);
  }
  const fields = fieldsIn(json.properties, json.measurements);
  if (typeof fields === 'string') return unread(json, fields, null);
  const at = typeof time === 'string' ? time : null;
  const event = { id, name, time: at, userId: xuid, serviceConfigId: scid, titleId: title, fields };
  return { event, problem: null };
}

/** @param got is not shown whole where it is no scalar: it may be as large as the body */
function unread(json: Members, rule: string, got: unknown): ReadEvent {
  const problem = got === null ? rule : `${rule}; got ${scalarShown(got)}`;
  const { id, name, userId, serviceConfigId, titleId } = json;
  const scid = textIn(serviceConfigId)?.toLowerCase() ?? '';
  const xuid = textIn(userId) ?? '';
  const about = {
    id: typeof id === 'string' && idForm.test(id) ? id : '',
    name: (textIn(name) ?? '').slice(0, 64),
    userId: isXuidText(xuid) ? xuid : null,
    serviceConfigId: guidForm.test(scid) ? scid : null,
    titleId: titleIdIn(titleId) ?? null,
  };
  return { event: null, unread: about, problem };
}

function scalarShown(got: unknown): string {
  if (typeof got !== 'object') return shown(got);
  return Array.isArray(got) ? 'a list' : 'an object';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * Text, or a number as text: an object from outside may have a `toString` that is no function.
 *
 * @returns `null` for what is not there, `undefined` for what is neither
 */
function textIn(value: unknown): string | null | undefined {
  if (!isThere(value)) return null;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && dateForm.test(value);
}

function titleIdIn(value: unknown): number | undefined {
  const text = textIn(value) ?? '';
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 0xffffffff ? number : undefined;
}

/** @returns what is wrong with them, where something is */
function fieldsIn(...groups: readonly unknown[]): SentEvent['fields'] | string {
  const fields: Record<string, string | number | boolean> = Object.create(null);
  let count = 0;
  for (const group of groups) {
    if (group === undefined || group === null) continue;
    if (!isObject(group)) return 'properties and measurements must be objects';
    for (const name of Object.keys(group)) {
      const value = group[name];
      if (value === null) continue;
      const isScalar =
        typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      if (!isScalar) return `field ${shown(name)} must be text, a number, true or false`;
      if (name.length > 64) return `the name of a field may have 64 characters; got ${shown(name)}`;
      if (name in fields) return `field ${shown(name)} is there twice`;
      count += 1;
      if (count > fieldsPerEventMax) return `an event may have ${fieldsPerEventMax} fields`;
      fields[name] = value;
    }
  }
  return fields;
}

/** Names that the console's update event has for what others call otherwise. §10.2 [X] */
const consoleNames = { AchievementId: 'achievementId', PercentComplete: 'percent' } as const;

/**
 * Reads one event of a collector's envelope. What the envelope leaves out is left to its
 * `baseData`; an id is made of what tells one event from another.
 *
 * @param place of the event in its payload
 * @returns `undefined` for what is no event of a game
 *
 * Source: wire contract §10.2 [C][X].
 */
export function readCollectorEvent(json: unknown, place: number): ReadEvent | undefined {
  if (!isObject(json)) return undefined;
  const [, ofTitle, shortName] =
    /^Microsoft\.XboxLive\.T(\d+)\.(\w+)$/.exec(textIn(json.name) ?? '') ?? [];
  const data = isObject(json.data) ? json.data : {};
  const base = isObject(data.baseData) ? data.baseData : data;
  const name = typeof base.name === 'string' ? base.name : shortName;
  if (name === undefined) return undefined;
  const properties = isThere(base.properties) ? base.properties : consoleFields(base);
  return readSentEvent({
    id: eventIdOf(json, base, place),
    name,
    ...(isDate(json.time) && { time: json.time }),
    userId: base.userId ?? null,
    serviceConfigId: base.serviceConfigId ?? base.scid ?? null,
    titleId: base.titleId ?? ofTitle ?? null,
    properties,
    measurements: base.measurements,
  });
}

function consoleFields(base: Members): Members {
  const entries = Object.entries(consoleNames).map(([name, other]) => [
    name,
    base[name] ?? base[other] ?? null,
  ]);
  return Object.fromEntries(entries);
}

/**
 * `ext.utc.seq` counts the events of one `epoch` of a device, so the same three are the same event.
 * Without them two events at one moment are told apart by their place.
 */
function eventIdOf(json: Members, base: Members, place: number): string {
  const own = json.id ?? base.id;
  if (typeof own === 'string' && idForm.test(own)) return own;
  const ext = isObject(json.ext) ? json.ext : {};
  const utc = isObject(ext.utc) ? ext.utc : {};
  const device = isObject(ext.device) ? ext.device : {};
  const isCounted = utc.seq !== undefined && utc.epoch !== undefined;
  const parts = isCounted
    ? [device.localId, utc.epoch, utc.seq]
    : [json.time, base.playerSessionId, place];
  const text = parts.map((part) => textIn(part) ?? '-').join('/');
  return text.replaceAll(/[^\x21-\x7e]/g, '_').slice(-64);
}

/** A batch of events. Each is read by itself, so that one that is wrong does not refuse others. */
export const EventBatchSent = z
  .object({
    events: z
      .array(z.unknown(), { error: 'must be an array' })
      .min(1, 'must hold at least one event')
      .max(eventsPerRequestMax, `must hold at most ${eventsPerRequestMax} events`),
  })
  .meta({ id: 'EventBatchSent' });

/** As `EventBatchSent` reads it. */
export function readFrequentBatch(json: unknown): z.output<typeof EventBatchSent> | undefined {
  if (!isObject(json) || !Array.isArray(json.events)) return undefined;
  const { length } = json.events;
  return length >= 1 && length <= eventsPerRequestMax ? { events: json.events } : undefined;
}

/** Why an event, or its effect on one stat, was refused. */
const EventRefused = z.object({
  code: z.string(),
  message: z.string(),
  /** `null` where the whole event was refused. */
  stat: z.string().nullable(),
});

/** What became of each event of a batch. */
export const EventBatchTaken = z
  .object({
    counted: z.int().describe('Events that changed something.'),
    refused: z.int(),
    results: z
      .array(
        z.object({
          id: z.string(),
          outcome: z.enum(['Counted', 'NoEffect', 'Duplicate', 'Refused']),
          refusals: z.array(EventRefused).optional(),
          stats: z.record(z.string(), z.string()).optional().describe('What it changed, to what.'),
          unlocked: z.array(z.string()).optional(),
        }),
      )
      .describe('In the order of the events.'),
  })
  .meta({ id: 'EventBatchTaken' });

/** What a collector says: how many events arrived. Source: wire contract §10.2 [C]. */
export const Collected = z.object({ acc: z.int() }).meta({ id: 'Collected' });
