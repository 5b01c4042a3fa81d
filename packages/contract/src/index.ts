/** What bytes look like: hosts, operations, schemas. Knows no rule and no server. */

export * from './codec/segment.ts';
export * from './codec/text.ts';
export * from './host.ts';
export * from './route.ts';
export * from './routes/achievements.ts';
export * as schema from './schema/index.ts';
