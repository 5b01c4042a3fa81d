// tidy: gathers the schemas under one name for the package's index
export * from './achievement.ts';
export * from './activity.ts';
export * from './development.ts';
export * from './errors.ts';
export * from './people.ts';
export * from './player.ts';
export * from './privacy.ts';
export * from './profile.ts';
export * from './recorded.ts';
export * from './title-admin.ts';
export * from './title-document.ts';
export * from './title-history.ts';
export * from './titlehub.ts';
export * from './tokens.ts';
export * from './update.ts';
export * from './userstats.ts';
