import {
  counterTargetMax,
  gamerscoreMax,
  iconSize,
  iconUrlCharactersMax,
  picturesPerAchievementMax,
  requirementsPerAchievementMax,
} from './catalog-limits.ts';
import { errorAt, type Finding } from './finding.ts';
import { quoted } from './refusal.ts';
import { statNameIn } from './stat-rule.ts';
import { type Achievement, isReported, type Requirement, type Title } from './title.ts';

/** What a picture's bytes say of it. */
export type ImageFacts = {
  /** `png`, `jpeg`, `gif` or `webp`. */
  readonly type: string;
  readonly width: number;
  readonly height: number;
};

/**
 * The facts of pictures by their address in the title; `null` for one that is not there. A picture
 * that is not named here is not checked.
 */
export type Images = ReadonlyMap<string, ImageFacts | null>;

/** An achievement, and where it stands in its title. */
type Placed = {
  readonly title: Title;
  readonly achievement: Achievement;
  /** `/achievements/<index>` */
  readonly at: string;
};

/** Checks what concerns one achievement alone, apart from its strings. */
export function checkAchievement(title: Title, index: number, images: Images): readonly Finding[] {
  const achievement = title.achievements[index];
  if (achievement === undefined) return [];
  const placed = { title, achievement, at: `/achievements/${index}` };
  return [
    ...checkGamerscore(placed),
    ...checkRewardTypes(placed),
    ...checkDeepLink(placed),
    ...checkWindow(placed),
    ...checkEstimatedTime(placed),
    ...checkSystem(placed),
    ...checkRequirements(placed),
    ...checkCounter(placed),
    ...checkPictures(placed, images),
    ...checkLegacy(placed),
  ];
}

function checkGamerscore({ achievement, at }: Placed): readonly Finding[] {
  const { gamerscore, rewards } = achievement;
  if (!Number.isInteger(gamerscore) || gamerscore < 0 || gamerscore > gamerscoreMax) {
    const message = `gamerscore must be a whole number from 0 to ${gamerscoreMax}; got ${quoted(gamerscore)}`;
    return [errorAt('gamerscore', `${at}/gamerscore`, message)];
  }
  const order = rewards.findIndex(({ type }) => type === 'Gamerscore');
  const reward = rewards[order];
  if (Number(reward?.value ?? 0) === gamerscore) return [];
  const path = reward === undefined ? `${at}/rewards` : `${at}/rewards/${order}/value`;
  const message = `the Gamerscore reward must be worth the achievement's gamerscore, ${gamerscore}; got ${quoted(reward?.value ?? 'no such reward')}`;
  return [errorAt('gamerscore-reward', path, message)];
}

/** Source: wire contract §11.1 [D]. */
function checkRewardTypes({ achievement, at }: Placed): readonly Finding[] {
  const { rewards } = achievement;
  return rewards.flatMap(({ type }, order) => {
    if (rewards.findIndex((reward) => reward.type === type) === order) return [];
    const message = `an achievement may have one reward of each type; ${type} is there twice`;
    return [errorAt('reward-types', `${at}/rewards/${order}`, message)];
  });
}

/** Source: wire contract §11.1 [D]. */
function checkDeepLink({ title, achievement, at }: Placed): readonly Finding[] {
  const { deeplink } = achievement;
  const prefix = `ms-xbl-${title.titleId.toString(16).padStart(8, '0')}://`;
  if (deeplink === null || deeplink === '' || deeplink.startsWith(prefix)) return [];
  const message = `a deep link of titleId ${title.titleId} must start with ${prefix}; got ${quoted(deeplink)}`;
  return [errorAt('deep-link', `${at}/deeplink`, message)];
}

/** Source: wire contract §11.1 [D], §10.1 [D]. */
function checkWindow({ title, achievement, at }: Placed): readonly Finding[] {
  const { type, timeWindow } = achievement;
  const findings: Finding[] = [];
  if (type === 'Challenge' && isReported(achievement) && title.system !== 'EventBased') {
    const message = 'a challenge needs an event-based title; make it Persistent';
    findings.push(errorAt('challenge', `${at}/type`, message));
  }
  if (type === 'Challenge' && timeWindow === null) {
    const message = 'a challenge needs a timeWindow with start and end';
    findings.push(errorAt('challenge', `${at}/timeWindow`, message));
  }
  if (timeWindow !== null && timeWindow.start >= timeWindow.end) {
    const message = `a time window must start before it ends; got ${timeWindow.start} to ${timeWindow.end}`;
    findings.push(errorAt('time-window', `${at}/timeWindow/end`, message));
  }
  return findings;
}

/** Source: wire contract §4.4 [X]. */
function checkEstimatedTime({ achievement, at }: Placed): readonly Finding[] {
  const { estimatedTime } = achievement;
  if (/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(estimatedTime)) return [];
  const message = `estimatedTime must be HH:MM:SS, below 24 hours; got ${quoted(estimatedTime)}`;
  return [errorAt('estimated-time', `${at}/estimatedTime`, message)];
}

/** Source: wire contract §11.1 [D]: title-managed or event-based, never both; `Mixed` is ours. */
function checkSystem({ title, achievement, at }: Placed): readonly Finding[] {
  const { requirements } = achievement;
  const onStats = requirements.filter(({ on }) => on !== 'Percent').length;
  const isRuled = onStats > 0 && onStats === requirements.length;
  const isDirect = onStats === 0 && requirements.length === 1;
  const { allowed, message } = systems[title.system];
  if ((isRuled && allowed !== 'Direct') || (isDirect && allowed !== 'Ruled')) return [];
  return [errorAt('one-system', `${at}/requirements`, message)];
}

const systems = {
  EventBased: {
    allowed: 'Ruled',
    message: 'an achievement of an event-based title needs requirements, each on a stat',
  },
  TitleManaged: {
    allowed: 'Direct',
    message:
      'an achievement of a title-managed title has no requirements; a title is title-managed or event-based, never both',
  },
  Mixed: {
    allowed: 'Either',
    message: 'an achievement has requirements that are each on a stat, or none at all',
  },
} as const;

function checkCounter({ achievement, at }: Placed): readonly Finding[] {
  const { counter } = achievement;
  if (counter === undefined) return [];
  if (!isReported(achievement)) {
    const message = 'an achievement has a counter or requirements, not both';
    return [errorAt('counter', `${at}/counter`, message)];
  }
  const { target } = counter;
  if (Number.isInteger(target) && target >= 1 && target <= counterTargetMax) return [];
  const message = `the target of a counter must be a whole number from 1 to ${counterTargetMax}; got ${quoted(target)}`;
  return [errorAt('counter', `${at}/counter/target`, message)];
}

function checkRequirements({ title, achievement, at }: Placed): readonly Finding[] {
  const { requirements } = achievement;
  const tooMany =
    requirements.length > requirementsPerAchievementMax
      ? [
          errorAt(
            'title-limits',
            `${at}/requirements`,
            `an achievement may have ${requirementsPerAchievementMax} requirements; got ${requirements.length}`,
          ),
        ]
      : [];
  const each = requirements.flatMap((requirement, order) => {
    const path = `${at}/requirements/${order}`;
    const isRepeated = requirements.findIndex(({ id }) => id === requirement.id) < order;
    const repeated = `each requirement of an achievement needs an id of its own; ${quoted(requirement.id)} is there twice`;
    return [
      ...(isRepeated ? [errorAt('requirement-id', `${path}/id`, repeated)] : []),
      ...checkRequirement(title, requirement, path),
    ];
  });
  return [...tooMany, ...each];
}

/** Source: wire contract §10.1 [D]; that the stat must be numeric is ours [I]. */
function checkRequirement(
  title: Title,
  { on, target, valueType }: Requirement,
  path: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  const isWhole = /^-?\d{1,15}$/.test(target);
  if (!isWhole && (valueType === 'Integer' || !/^-?\d{1,15}(\.\d{1,15})?$/.test(target))) {
    const form = valueType === 'Integer' ? 'a whole number' : 'a number';
    const message = `the target of a requirement of type ${valueType} must be ${form} as text; got ${quoted(target)}`;
    findings.push(errorAt('requirement-target', `${path}/target`, message));
  }
  if (on === 'Percent') return findings;
  const stat = title.stats.find(({ name }) => name === statNameIn(on.stat));
  if (stat === undefined) {
    const message = `stat ${quoted(on.stat)} is not among the title's stats; add it there`;
    findings.push(errorAt('requirement-stat', `${path}/stat`, message));
  } else if (stat.type !== 'Integer' && stat.type !== 'Double') {
    const message = `a requirement needs a stat of type Integer or Double; ${quoted(on.stat)} is of type ${stat.type}`;
    findings.push(errorAt('requirement-stat', `${path}/stat`, message));
  } else if (stat.rule !== undefined) {
    findings.push(...checkInstance(on.stat, stat.rule.per.length, path));
  }
  return findings;
}

/** A stat that is kept apart is read with a value for each field: `Kills.Sword`. */
function checkInstance(stat: string, fields: number, path: string): readonly Finding[] {
  const values = stat.split('.').length - 1;
  if (values === fields) return [];
  const message =
    fields === 0
      ? `stat ${quoted(statNameIn(stat))} is not kept apart; name it without a dot`
      : `stat ${quoted(statNameIn(stat))} is kept apart by ${fields} fields; add a value for each after a dot, as in ${statNameIn(stat)}.Value`;
  return [errorAt('requirement-stat', `${path}/stat`, message)];
}

/** Source: wire contract §11.1 [D][T]; the length of the address is §7 [X]. */
function checkPictures({ achievement, at }: Placed, images: Images): readonly Finding[] {
  const { mediaAssets } = achievement;
  const findings: Finding[] = [];
  if (!mediaAssets.some(({ type }) => type === 'Icon')) {
    findings.push(errorAt('icon', `${at}/icon`, 'an achievement needs an icon'));
  }
  if (mediaAssets.length > picturesPerAchievementMax) {
    const message = `an achievement may have ${picturesPerAchievementMax} pictures; got ${mediaAssets.length}`;
    findings.push(errorAt('title-limits', `${at}/mediaAssets`, message));
  }
  for (const [order, { type, url }] of mediaAssets.entries()) {
    const path = `${at}/mediaAssets/${order}`;
    if (url.length > iconUrlCharactersMax) {
      const message = `the address of a picture may have ${iconUrlCharactersMax} characters; got ${url.length}`;
      findings.push(errorAt('picture', path, message));
    }
    const facts = images.get(url);
    if (facts === null) {
      findings.push(errorAt('picture', path, `there is no picture at ${quoted(url)}`));
    } else if (facts !== undefined && type === 'Icon' && !isIconSized(facts)) {
      const message = `an icon must be a PNG of ${iconSize.width}×${iconSize.height} pixels; ${quoted(url)} is a ${facts.type} of ${facts.width}×${facts.height}`;
      findings.push(errorAt('icon', path, message));
    }
  }
  return findings;
}

function isIconSized({ type, width, height }: ImageFacts): boolean {
  const isPng = type.toLowerCase() === 'png';
  return isPng && width === iconSize.width && height === iconSize.height;
}

/** Source: wire contract §2.8 [C]. */
function checkLegacy({ title, achievement, at }: Placed): readonly Finding[] {
  const isLegacy = title.generation === 'Xbox360';
  if (isLegacy === (achievement.legacy !== null)) return [];
  const message = isLegacy
    ? 'an achievement of an Xbox 360 title needs its legacy traits, imageId and flags at least'
    : 'only an achievement of an Xbox 360 title has legacy traits';
  return [errorAt('legacy-traits', `${at}/legacy`, message)];
}
