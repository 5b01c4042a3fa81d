import { ClientError } from './client-error.ts';
import type { Answer } from './exchange.ts';
import { isObject, parseObject } from './json.ts';
import type { Achievement, Page, ProgressState } from './wire.ts';

/** @throws {ClientError} `invalid_json`: the answer is not what was asked for */
function wrong(what: string, { status, text }: Answer): ClientError {
  const got = text === '' ? 'nothing' : JSON.stringify(text.slice(0, 80));
  return new ClientError('invalid_json', `the answer must be ${what}; got ${got}`, { status });
}

/** @throws {ClientError} `invalid_json` unless the answer is a JSON object */
export function readObject(answer: Answer, what: string): Record<string, unknown> {
  const body = parseObject(answer.text);
  if (body === undefined) throw wrong(what, answer);
  return body;
}

/**
 * Reads the objects under one name.
 *
 * @throws {ClientError} `invalid_json` unless each has the members named, as text or number
 */
export function readList<T>(answer: Answer, name: string, members: readonly (keyof T & string)[]) {
  const list = readObject(answer, `an object with ${name}`)[name];
  const isGood =
    Array.isArray(list) &&
    list.every(
      (item) =>
        isObject(item) && members.every((member) => /string|number/.test(typeof item[member])),
    );
  if (!isGood) throw wrong(`an object with ${name}, each with ${members.join(' and ')}`, answer);
  return list as T[];
}

/** Reads one page. An empty token means the last page, as `null` does. Source: §2.4 [C]. */
export function readPage<T>(answer: Answer, name: string, members: readonly (keyof T & string)[]) {
  const items = readList<T>(answer, name, members);
  const paging = readObject(answer, 'a page').pagingInfo;
  if (!isObject(paging)) throw wrong('a page with pagingInfo', answer);
  const { continuationToken: token, totalRecords: total } = paging;
  const page: Page<T> = {
    items,
    totalRecords: typeof total === 'number' ? total : items.length,
    continuationToken: typeof token === 'string' && token !== '' ? token : null,
  };
  return page;
}

const states: readonly ProgressState[] = ['Achieved', 'InProgress', 'NotStarted'];

/** Reads a state; services spell the words in any case. Source: client case CL-030 [X]. */
export function stateOf(word: unknown): ProgressState {
  const lower = textOrNull(word)?.toLowerCase();
  return states.find((state) => state.toLowerCase() === lower) ?? 'Unknown';
}

/** The members of an achievement that every service gives. */
export const achievementMembers = ['id', 'serviceConfigId', 'name', 'progressState'] as const;

/** Reads one achievement, in a list as services answer or alone as documented. Source: §4.6, S1. */
export function readDetail(answer: Answer): Achievement {
  const { achievements, achievement } = readObject(answer, 'an object with achievements');
  const text = Array.isArray(achievements)
    ? answer.text
    : JSON.stringify({ achievements: [achievement] });
  const [first] = readList<Achievement>({ ...answer, text }, 'achievements', achievementMembers);
  if (first === undefined) throw wrong('an object with one achievement', answer);
  return normalised(first);
}

/**
 * Gives an achievement the form that its type promises where the service, or what answers in its
 * place, does not: states in their spelling, lists that are lists, numbers of requirements as text.
 */
export function normalised(achievement: Achievement): Achievement {
  const { progressState, progression, platforms, rarity, ...rest } = achievement;
  const known: Partial<Achievement['progression']> = isObject(progression) ? progression : {};
  return {
    ...rest,
    id: textOf(rest.id),
    name: textOf(rest.name),
    description: textOf(rest.description),
    lockedDescription: textOf(rest.lockedDescription),
    titleAssociations: objectsIn(rest.titleAssociations),
    mediaAssets: objectsIn(rest.mediaAssets).map((one) => ({ ...one, url: textOf(one.url) })),
    rewards: objectsIn(rest.rewards).map((one) => ({ ...one, value: textOf(one.value) })),
    platforms: Array.isArray(platforms) ? platforms : [],
    ...(typeof rarity?.currentPercentage === 'number' && { rarity }),
    progressState: stateOf(progressState),
    progression: {
      requirements: objectsIn(known.requirements).map((one) => ({
        ...one,
        id: textOf(one.id),
        current: textOrNull(one.current),
        target: textOf(one.target),
      })),
      timeUnlocked: textOrNull(known.timeUnlocked) ?? '0001-01-01T00:00:00.0000000Z',
      achievementState: stateOf(known.achievementState ?? progressState),
    },
  };
}

/** @returns the objects of a list; none where it is no list */
export function objectsIn<T>(list: readonly T[] | null | undefined): T[] {
  return Array.isArray(list) ? list.filter((item: T) => isObject(item)) : [];
}

/** @returns a text or a number as text, nothing for anything else */
export function textOf(value: unknown): string {
  return textOrNull(value) ?? '';
}

/**
 * @returns a text or a number as text, `null` for anything else: an object from the network may
 *   have a member `toString` that is no function
 */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
