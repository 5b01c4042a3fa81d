export * from './achievement.ts';
export * from './errors.ts';
export * from './title-history.ts';
export * from './update.ts';
