import {
  checkTitle,
  type Finding,
  hasErrors,
  type ImageFacts,
  parseSandbox,
  retail,
  sandbox,
} from '@laurel/domain';
import { inDocument, readTitleText } from '@laurel/server';
import { isArray, isObject, type Json, type JsonObject } from './json.ts';

/** Whether a configuration may be published, and what was found about it. */
export type ConfigVerdict = {
  readonly valid: boolean;
  readonly findings: readonly Finding[];
  readonly messages: readonly string[];
};

/** Where a case that names no sandbox publishes to: a development sandbox. */
const workshop = sandbox('ACME.7');

/**
 * Judges a case's configuration. A case says only what it is about, so the rest of a title document
 * that is otherwise right is put around it; then the rules of the catalog are asked.
 */
export function checkConfigCase(config: unknown): ConfigVerdict {
  const part = JSON.parse(JSON.stringify(config ?? {}));
  if (!isObject(part)) return verdictOf([], { valid: false });
  const document = documentAround(part);
  const read = readTitleText(JSON.stringify(document), 1);
  if (read.document === null) return verdictOf(read.findings);
  const publishTo = typeof part.publishTo === 'string' ? parseSandbox(part.publishTo) : workshop;
  const images = new Map(
    isObject(part.image)
      ? read.title.achievements.flatMap(({ mediaAssets }) =>
          mediaAssets.map(({ url }) => [url, imageFacts(part.image)] as const),
        )
      : [],
  );
  const findings = checkTitle(read.title, { sandbox: publishTo ?? retail, images });
  return verdictOf(findings.map((finding) => inDocument(read.document, finding)));
}

function verdictOf(
  findings: readonly Finding[],
  { valid = !hasErrors(findings) }: { valid?: boolean } = {},
): ConfigVerdict {
  const messages = findings.map(({ severity, path, message }) => `${severity} ${path} ${message}`);
  return { valid, findings, messages };
}

function imageFacts(image: Json | undefined): ImageFacts | null {
  if (!isObject(image)) return null;
  const { type, width, height } = image;
  return { type: String(type ?? 'png'), width: Number(width), height: Number(height) };
}

/** What a case says about the configuration as a whole is a member of the document as it stands. */
const titleMembers = ['titleId', 'scid', 'name', 'defaultLocale', 'public', 'stats'];

/** How a case may call a set that came after the base set. */
const laterSets = ['dlc', 'later', 'additional', 'nonBase', 'beyondBase', 'update'];

function documentAround(config: JsonObject): JsonObject {
  const title = isObject(config.title) ? config.title : {};
  const { systems, system: given, ...ofTitle } = title;
  const both = isArray(systems) ? systems : [given ?? config.system ?? 'title-managed'];
  const [system = 'title-managed'] = both;
  const named = Object.entries(config).filter(([name]) => titleMembers.includes(name));
  const achievements = achievementsAround(config, system);
  const [first, ...others] = achievements;
  // Two systems in one title: the first achievement is of the other one.
  const mixed = both.length > 1 && first ? [ofSystem(first, both[1]), ...others] : achievements;
  return {
    titleId: 1853190001,
    name: 'Kiln & Ember',
    defaultLocale: 'en-US',
    system,
    stats: [{ name: 'PotsFired', type: 'Integer' }],
    ...Object.fromEntries(named),
    ...ofTitle,
    achievements: mixed,
  };
}

function achievementsAround(config: JsonObject, system: Json): readonly JsonObject[] {
  const defaultLocale = typeof config.defaultLocale === 'string' ? config.defaultLocale : 'en-US';
  const about = isObject(config.achievement) ? config.achievement : {};
  const base = isArray(config.base) ? config.base : releasableBase(about);
  const later = laterSets.flatMap((name) => {
    const set = config[name];
    return isArray(set) ? set.map((one) => ({ set: name, ...(isObject(one) ? one : {}) })) : [];
  });
  const strings = isObject(config.strings) ? { name: config.strings } : {};
  return [...base, ...later].map((one, index) => {
    const own = { ...(isObject(one) ? one : {}), ...(index === 0 && { ...strings, ...about }) };
    const whole = achievementAround(own, { id: String(index + 1), defaultLocale });
    return ofSystem(whole, system, own);
  });
}

/** Ten achievements that are worth 1000 together, whatever the case says of the first. */
function releasableBase(about: JsonObject): readonly JsonObject[] {
  const worth = Number(about.gamerscore ?? gamerscoreOf(about.rewards));
  const rest = 1000 - (Number.isInteger(worth) && worth >= 0 && worth <= 200 ? worth : 0);
  const others = Array.from({ length: 9 }, (_, index) => ({
    gamerscore: Math.floor(rest / 9) + (index < rest % 9 ? 1 : 0),
  }));
  return [{}, ...others];
}

/** Requirements belong to an event-based achievement and to no other. */
function ofSystem(
  achievement: JsonObject,
  system: Json | undefined,
  own: JsonObject = {},
): JsonObject {
  const { requirements: given, ...rest } = achievement;
  if ('requirements' in own) return achievement;
  const requirements = given ?? [{ stat: 'PotsFired', target: 1 }];
  return system === 'event-based' ? { ...rest, requirements } : rest;
}

/** Wire names that a case may use, and what the document calls them. */
const documentNames: Readonly<Record<string, string>> = {
  achievementType: 'type',
  participationType: 'participation',
  isSecret: 'secret',
};

function achievementAround(
  own: JsonObject,
  { id, defaultLocale }: { id: string; defaultLocale: string },
): JsonObject {
  const renamed = Object.fromEntries(
    Object.entries(own).map(([name, value]) => [documentNames[name] ?? name, value]),
  );
  const { rewards, timeWindow, ...rest } = renamed;
  const defaultWindow = { start: '2026-02-01T00:00:00Z', end: '2026-03-31T00:00:00Z' };
  const needsWindow = rest.type === 'Challenge' && timeWindow === undefined;
  const window = needsWindow ? defaultWindow : windowOf(timeWindow);
  return {
    id,
    name: { [defaultLocale]: `Ember ${id}` },
    description: { [defaultLocale]: 'Fired a pot' },
    lockedDescription: { [defaultLocale]: 'Fire a pot' },
    icon: 'icons/1.png',
    gamerscore: gamerscoreOf(rewards),
    ...rest,
    ...(isArray(rewards) && { rewards: rewards.map(rewardAround) }),
    ...(window !== null && { timeWindow: window }),
  };
}

/** `null` is no window; the wire's names of its ends are understood too. */
function windowOf(timeWindow: Json | undefined): Json {
  if (timeWindow === undefined || !isObject(timeWindow)) return timeWindow ?? null;
  const { start, end, startDate, endDate, ...rest } = timeWindow;
  return { start: start ?? startDate ?? '', end: end ?? endDate ?? '', ...rest };
}

/** What a case that only speaks of its rewards is worth. */
function gamerscoreOf(rewards: Json | undefined): number {
  const all = isArray(rewards) ? rewards : [];
  const own = all.find((reward) => isObject(reward) && reward.type === 'Gamerscore');
  return isObject(own) && own.value !== undefined ? Number(own.value) : 25;
}

/** A reward may be given by its type alone. */
function rewardAround(reward: Json): JsonObject {
  const { type, value, ...rest } = isObject(reward) ? reward : { type: reward };
  if (type === 'Gamerscore') {
    return { type, ...(value !== undefined && { value: String(value) }), ...rest };
  }
  const defaultValue = type === 'Art' ? 'https://img.example/art.png' : 'ASH_CLOAK';
  return {
    type: type ?? 'InApp',
    name: 'Ash Cloak',
    description: 'Wear it',
    value: value ?? defaultValue,
    ...rest,
  };
}
