import { rmSync } from 'node:fs';
import { type InstanceNews, type InstanceOrder, serveInstance } from './instance.ts';

/*
 * An instance in a process of its own. It ends with whoever started it, however that one ended.
 */

const stopping = new AbortController();
process.on('disconnect', () => stopping.abort());

process.once('message', async (order: InstanceOrder) => {
  const tell = (news: InstanceNews) => process.connected && process.send?.(news);
  await serveInstance(order, { signal: stopping.signal, tell });
  rmSync(order.data, { recursive: true, force: true });
  process.exit();
});
