/** The rules. Pure: no I/O, no clock, no dependency. */
export * from './fact.ts';
export * from './gamerscore.ts';
export * from './ids.ts';
export * from './instant.ts';
export * from './listing.ts';
export * from './locale.ts';
export * from './player-record.ts';
export * from './privacy.ts';
export * from './progress.ts';
export * from './rarity.ts';
export * from './refusal.ts';
export * from './rule.ts';
export * from './secret.ts';
export * from './title.ts';
