/** The rules. Pure: no I/O, no clock, no dependency. */

export * from './amended-map.ts';
export * from './burst.ts';
export * from './catalog.ts';
export * from './catalog-achievement.ts';
export * from './catalog-limits.ts';
export * from './earned-at.ts';
export * from './fact.ts';
export * from './finding.ts';
export * from './gamerscore.ts';
export * from './ids.ts';
export * from './instant.ts';
export * from './listing.ts';
export * from './locale.ts';
export * from './player-record.ts';
export * from './privacy.ts';
export * from './progress.ts';
export * from './publish-plan.ts';
export * from './rarity.ts';
export * from './refusal.ts';
export * from './rule.ts';
export * from './secret.ts';
export * from './throttle.ts';
export * from './title.ts';
