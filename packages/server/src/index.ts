/** The server: what the commands and the tools use of it. */
export * from './clock.ts';
export * from './compose.ts';
export { databaseName, type LaurelOptions } from './compose-rooms.ts';
export * from './config/config.ts';
export { configTable } from './config/config-table.ts';
export { nearest } from './config/nearest.ts';
export * from './config/secret.ts';
export { type SettingName, settingNames, settings, variableOf } from './config/settings.ts';
export { createLineWriter } from './observe/line-writer.ts';
export { assetPath } from './services/assets.ts';
export { type Capture, type CapturedTitle, readCaptures } from './services/capture.ts';
export { imageFacts } from './services/image.ts';
export { readTitleText, type TitleDocument } from './services/title-document.ts';
export { localPicturesOf, withPictures } from './services/title-pictures.ts';
export { inDocument } from './services/title-places.ts';
export { restoreSqlite } from './store/sqlite/restore.ts';
export { backupSqlite, verifySqlite } from './store/sqlite/stored-file.ts';
export { StoreFailure } from './store/store.ts';
