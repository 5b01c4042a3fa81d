import { checkAchievement, type Images } from './catalog-achievement.ts';
import {
  achievementsPerTitleMax,
  baseSetAchievementsMin,
  baseSetGamerscore,
  localesPerTitleMax,
  statsPerTitleMax,
  titleIdSafeMax,
} from './catalog-limits.ts';
import { checkStats } from './catalog-stats.ts';
import { checkStrings } from './catalog-strings.ts';
import { type CatalogRule, errorAt, type Finding, warningAt } from './finding.ts';
import { compareAchievementIds, retail, type Sandbox } from './ids.ts';
import { localesOf } from './locale.ts';
import { quoted } from './refusal.ts';
import type { Title } from './title.ts';

/** Where a configuration is meant for, and what is known of its pictures. */
export type Aim = {
  /** Rules of a release are errors for `RETAIL` and warnings elsewhere. */
  readonly sandbox: Sandbox;
  readonly images?: Images;
  /** Whether a title keeps to one system, as the original's do: then none may be mixed. */
  readonly isStrict?: boolean;
};

/**
 * Rules about how a title is released, which a publish may say it accepts to break. The others keep
 * a configuration from contradicting itself or from breaking clients.
 */
export const releaseRules: ReadonlySet<CatalogRule> = new Set<CatalogRule>([
  'base-set-size',
  'base-set-gamerscore',
]);

/** Without these, answers can't be made or progress can't be kept: they hold for every document. */
const soundnessRules: ReadonlySet<CatalogRule> = new Set<CatalogRule>([
  'title-limits',
  'default-locale',
  'id-form',
  'id-unique',
  'id-order',
  'one-system',
  'requirement-id',
  'requirement-stat',
  'stat-unique',
  'stat-rule',
  'stat-guard',
  'event-name',
  'event-field',
  'counter',
  'icon',
  'picture',
  'legacy-traits',
]);

/**
 * Holds a configuration against every rule and limit that concerns it alone.
 *
 * A document made from recorded answers says what another service published, so what only breaks
 * the rules of configuring is a warning there.
 *
 * @returns everything that was found, errors first, in the order of the document
 *
 * Source: wire contract §11.1.
 */
export function checkTitle(title: Title, aim: Aim): readonly Finding[] {
  const { sandbox, images = new Map(), isStrict = false } = aim;
  const found = [
    ...checkTitleItself(title),
    ...(isStrict ? checkOneSystem(title) : []),
    ...checkStats(title),
    ...checkIds(title),
    ...title.achievements.flatMap((_, index) => checkAchievement(title, index, images)),
    ...checkStrings(title),
    ...checkBaseSet(title, sandbox),
  ];
  const findings = title.recorded === undefined ? found : found.map(asRecorded);
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...findings.filter(({ severity }) => severity === 'warning'),
  ];
}

function asRecorded(finding: Finding): Finding {
  return soundnessRules.has(finding.rule) ? finding : { ...finding, severity: 'warning' };
}

function checkTitleItself(title: Title): readonly Finding[] {
  const { titleId, achievements, stats, generation, legacy } = title;
  const findings: Finding[] = [];
  if (titleId > titleIdSafeMax) {
    const message = `titleId ${titleId} is above ${titleIdSafeMax}; clients that read it as a signed number fail`;
    findings.push(warningAt('title-id', '/titleId', message));
  }
  const counts: readonly [string, number, number, string][] = [
    ['achievements', achievements.length, achievementsPerTitleMax, '/achievements'],
    ['locales', localesOf(title).length, localesPerTitleMax, '/name'],
    ['stats', stats.length, statsPerTitleMax, '/stats'],
  ];
  for (const [what, count, max, path] of counts) {
    if (count <= max) continue;
    findings.push(errorAt('title-limits', path, `a title may have ${max} ${what}; got ${count}`));
  }
  for (const [index, { name }] of stats.entries()) {
    if (stats.findIndex((stat) => stat.name === name) === index) continue;
    const message = `each stat needs a name of its own; ${quoted(name)} is there twice`;
    findings.push(errorAt('stat-unique', `/stats/${index}/name`, message));
  }
  if ((generation === 'Xbox360') !== (legacy !== null)) {
    const message = 'legacy belongs to Xbox 360 titles, and each of them needs it';
    findings.push(errorAt('legacy-traits', '/legacy', message));
  }
  return findings;
}

/** Source: wire contract §11.1 [D]. */
function checkOneSystem({ system }: Title): readonly Finding[] {
  if (system !== 'Mixed') return [];
  const message =
    'this instance keeps the original rule, so a title is title-managed or event-based, never both';
  return [errorAt('one-system', '/system', message)];
}

/** Source: wire contract §11.1, "assigned … increasing decimal" and "display order" [C]. */
function checkIds({ achievements }: Title): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let previous = achievements[0]?.id;
  for (const [index, { id }] of achievements.entries()) {
    const path = `/achievements/${index}/id`;
    if (!/^\d{1,10}$/.test(id) || Number(id) >= 2 ** 32) {
      const message = `an achievement's id must be a whole number from 0 to 4294967295 as text; got ${quoted(id)}`;
      findings.push(errorAt('id-form', path, message));
    } else if (seen.has(id)) {
      const message = `each achievement needs an id of its own; ${quoted(id)} is there twice`;
      findings.push(errorAt('id-unique', path, message));
    } else if (previous !== undefined && compareAchievementIds(id, previous) < 0) {
      const message = `achievements are shown in the order of their ids, so list them in it; ${quoted(id)} comes after ${quoted(previous)}`;
      findings.push(errorAt('id-order', path, message));
    }
    seen.add(id);
    previous = id;
  }
  return findings;
}

/** Archived achievements count: they were released. Source: wire contract §11.1 [D]. */
function checkBaseSet(title: Title, sandbox: Sandbox): readonly Finding[] {
  if (title.generation === 'Xbox360') return [];
  const base = title.achievements.filter(({ set }) => set === 'base');
  const gamerscore = base.reduce((sum, achievement) => sum + achievement.gamerscore, 0);
  const report = sandbox === retail ? errorAt : warningAt;
  const findings: Finding[] = [];
  if (base.length < baseSetAchievementsMin) {
    const message = `a released title needs a base set of at least ${baseSetAchievementsMin} achievements; got ${base.length}`;
    findings.push(report('base-set-size', '/achievements', message));
  }
  if (gamerscore !== baseSetGamerscore) {
    const message = `the base set of a released title must be worth exactly ${baseSetGamerscore} Gamerscore; got ${gamerscore}`;
    findings.push(report('base-set-gamerscore', '/achievements', message));
  }
  return findings;
}
