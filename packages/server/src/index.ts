/** Where a request goes. What the commands and the tools use of the server. */

export {
  type Config,
  ConfigError,
  type ConfigSources,
  isLoopback,
  readConfig,
} from './config/config.ts';
export { configTable } from './config/config-table.ts';
export { nearest } from './config/nearest.ts';
export { isStrongKey } from './config/secret.ts';
export { type SettingName, settingNames, settings, variableOf } from './config/settings.ts';
export { type Capture, type CapturedTitle, readCaptures } from './services/capture.ts';
export { imageFacts } from './services/image.ts';
export { readTitleText, type TitleDocument } from './services/title-document.ts';
export { localPicturesOf, withPictures } from './services/title-pictures.ts';
export { inDocument } from './services/title-places.ts';
