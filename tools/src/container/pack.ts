import { packApplication } from './application.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder for the application');
await packApplication(folder);
