/**
 * Every rule that a title's configuration is held against, by the name a finding carries. The form
 * of the document has the rule `form`.
 */
export const catalogRules = [
  'form',
  'title-id',
  'scid-taken',
  'title-limits',
  'default-locale',
  'translations',
  'id-form',
  'id-unique',
  'id-order',
  'name-length',
  'description-length',
  'gamerscore',
  'gamerscore-reward',
  'base-set-size',
  'base-set-gamerscore',
  'reward-types',
  'reward-name-length',
  'reward-description-length',
  'deep-link',
  'one-system',
  'challenge',
  'time-window',
  'estimated-time',
  'requirement-id',
  'requirement-target',
  'requirement-stat',
  'stat-unique',
  'stat-rule',
  'stat-guard',
  'event-name',
  'event-field',
  'counter',
  'carry',
  'icon',
  'picture',
  'legacy-traits',
  'never-deleted',
  'never-renumbered',
  'fixed-gamerscore',
  'fixed-system',
  'fixed-scid',
] as const;

/** The closed set of rules. */
export type CatalogRule = (typeof catalogRules)[number];

/** One thing about a title's configuration that is wrong, or that its makers should know. */
export type Finding = {
  /** An `error` stops a publish; a `warning` does not. */
  readonly severity: 'error' | 'warning';
  /** Where: the members from the top, each after a slash, as in `/achievements/3/name/fr`. */
  readonly path: string;
  readonly message: string;
  readonly rule: CatalogRule;
};

/** Something that stops a publish. */
export function errorAt(rule: CatalogRule, path: string, message: string): Finding {
  return { severity: 'error', path, message, rule };
}

/** Something that does not. */
export function warningAt(rule: CatalogRule, path: string, message: string): Finding {
  return { severity: 'warning', path, message, rule };
}

/** @returns whether any of them stops a publish */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
