import { createLaurel, readConfig } from '@laurel/server';
import { announce } from '../bench/announce.ts';

/*
 * Laurel as `laurel dev` runs it: one of the two processes of a story.
 *
 * usage: node server-main.ts DATA PORT MANAGEMENT_KEY
 */
const [data = '', port = '0', managementKey = ''] = process.argv.slice(2);
const overrides = { host: '127.0.0.1', port, data, managementKey };
const config = readConfig({ mode: 'development', environment: {}, overrides });
const laurel = await createLaurel(config, { logTo: { write() {} } });
announce(await laurel.listen());
