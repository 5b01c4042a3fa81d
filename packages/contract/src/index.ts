/** What bytes look like: hosts, operations, schemas. Knows no rule and no server. */

export * from './all-routes.ts';
export * from './codec/segment.ts';
export * from './codec/text.ts';
export * from './host.ts';
export * from './openapi/document.ts';
export * from './route.ts';
export * from './routes/achievements.ts';
export * from './routes/activity.ts';
export * from './routes/eraser.ts';
export * from './routes/events.ts';
export * from './routes/management-assets.ts';
export * from './routes/management-development.ts';
export * from './routes/management-players.ts';
export * from './routes/management-titles.ts';
export * from './routes/management-tokens.ts';
export * from './routes/notify.ts';
export * from './routes/peoplehub.ts';
export * from './routes/privacy.ts';
export * from './routes/profile.ts';
export * from './routes/rta.ts';
export * from './routes/social.ts';
export * from './routes/titlehub.ts';
export * from './routes/tokens.ts';
export * from './routes/userposts.ts';
export * from './routes/userstats.ts';
export * as schema from './schema/index.ts';
export { titleSchemaText } from './schema/title-document.ts';
