import { readFileSync } from 'node:fs';
import { isArray, isObject, type Json, type JsonObject, parseJson } from './json.ts';

/** The kinds of cases that the vectors hold. */
export const caseKinds = ['http', 'config', 'ws', 'sdk'] as const;

/** What a case is about: a request, a configuration, a connection, or a client's behaviour. */
export type CaseKind = (typeof caseKinds)[number];

/** One case as the file writes it. */
export type VectorCase = {
  readonly id: string;
  /** As the file names it; one that is not among `caseKinds` is skipped. */
  readonly kind: CaseKind | (string & {});
  readonly area: string;
  readonly title: string;
  /** Prose about what comes before the request; empty for none. */
  readonly given: string;
  /** Prose about what is so afterwards; empty for none. */
  readonly note: string;
  readonly request: JsonObject;
  readonly expect: JsonObject;
  readonly steps: readonly Json[];
};

/** A player of the vectors' world. */
export type WorldUser = {
  readonly xuid: string;
  readonly gamertag: string;
  readonly privacy: Readonly<Record<string, string>>;
  readonly people: readonly string[];
  readonly avoid: readonly string[];
  readonly mute: readonly string[];
};

/** How far a player is on one achievement. */
export type WorldProgress = {
  readonly percent?: number;
  readonly stat?: string;
  readonly timeUnlocked?: string;
  readonly revoked?: boolean;
};

/** By player, title and achievement. */
export type WorldState = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, WorldProgress>>>>>
>;

/** The part of the world that a vector file writes in full; titles are documents of their own. */
export type VectorWorld = {
  readonly users: Readonly<Record<string, WorldUser>>;
  /** The sandboxes each title is published in, by the title's key. */
  readonly titles: Readonly<Record<string, { readonly sandboxes: readonly string[] }>>;
  readonly state: WorldState;
};

/** A file of cases. */
export type VectorFile = {
  readonly path: string;
  readonly world: VectorWorld;
  readonly cases: readonly VectorCase[];
};

/** A file that can't be read as vectors; the message says why and where. */
export class UnreadableVectors extends Error {
  constructor(path: string, why: string) {
    super(`${path} can't be read as conformance vectors: ${why}`);
    this.name = 'UnreadableVectors';
  }
}

/** @throws {UnreadableVectors} */
export function readVectors(path: string): VectorFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UnreadableVectors(path, cause instanceof Error ? cause.message : String(cause));
  }
  return parseVectors(path, text);
}

/** @throws {UnreadableVectors} */
export function parseVectors(path: string, text: string): VectorFile {
  const file = parseJson(text);
  if (!isObject(file)) throw new UnreadableVectors(path, 'it is no JSON object');
  const { cases, world } = file;
  if (!isArray(cases)) throw new UnreadableVectors(path, 'it has no array "cases"');
  if (!isObject(world)) throw new UnreadableVectors(path, 'it has no object "world"');
  const seen = new Set<string>();
  return {
    path,
    world: worldOf(world),
    cases: cases.map((value, at) => {
      const read = caseOf(value);
      if (typeof read === 'string') throw new UnreadableVectors(path, `case ${at}: ${read}`);
      if (seen.has(read.id)) throw new UnreadableVectors(path, `case ${read.id} is there twice`);
      seen.add(read.id);
      return read;
    }),
  };
}

function caseOf(value: Json): VectorCase | string {
  if (!isObject(value)) return 'it is no object';
  const { id, request = {}, expect = {}, steps = [] } = value;
  if (typeof id !== 'string' || id === '') return 'it has no id';
  const { kind } = value;
  if (typeof kind !== 'string') return `${id} has no kind`;
  if (!isObject(request)) return `${id} has a request that is no object`;
  if (!isObject(expect)) return `${id} has an expectation that is no object`;
  return {
    id,
    kind,
    area: textOr(value.area, ''),
    title: textOr(value.title, ''),
    given: textOr(value.given, ''),
    note: textOr(value.note, ''),
    request,
    expect,
    steps: isArray(steps) ? steps : [steps],
  };
}

function worldOf(world: JsonObject): VectorWorld {
  return {
    users: mapped(world.users, (user) => ({
      xuid: textOr(user.xuid, ''),
      gamertag: textOr(user.gamertag, ''),
      privacy: mappedText(user.privacy),
      people: texts(user.people),
      avoid: texts(user.avoid),
      mute: texts(user.mute),
    })),
    titles: mapped(world.titles, ({ sandboxes }) => ({
      sandboxes: isArray(sandboxes) ? texts(sandboxes) : ['RETAIL'],
    })),
    state: mapped(world.state, (titles) => mapped(titles, (ids) => mapped(ids, progressOf))),
  };
}

function progressOf({ percent, stat, timeUnlocked }: JsonObject): WorldProgress {
  return {
    ...(typeof percent === 'number' && { percent }),
    ...((typeof stat === 'string' || typeof stat === 'number') && { stat: String(stat) }),
    ...(typeof timeUnlocked === 'string' && { timeUnlocked }),
  };
}

function mapped<T>(value: Json | undefined, each: (member: JsonObject) => T): Record<string, T> {
  if (!isObject(value)) return {};
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, of]) => [name, each(isObject(of) ? of : {})]));
}

function mappedText(value: Json | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, String(of)]));
}

function texts(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.map(String) : [];
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
