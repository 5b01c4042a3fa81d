import type { Access, AccessCheck } from './access.ts';
import type { Watch } from './hub.ts';

/** Tells a watch something, if its connection may still see it. */
export type Guard = (watch: Watch, tell: () => void) => void;

/**
 * A player may hide from somebody who watches them already, so what is told of others is checked
 * each time it is told; a player's own is told at once. What is told of one watch stays in order.
 *
 * @param onFailure told when it could not be found out; then nothing is told
 */
export function createGuard({
  access,
  onFailure,
}: {
  access: AccessCheck;
  onFailure: (cause: unknown) => void;
}): Guard {
  const waiting = new WeakMap<Watch, Promise<void>>();

  async function tellIfSeen(watch: Watch, tell: () => void): Promise<void> {
    try {
      const found: Access = await access(watch.subscriber.caller, watch.resource);
      if (found.kind === 'Granted' && watch.isLive) tell();
    } catch (cause) {
      onFailure(cause);
    }
  }

  return (watch, tell) => {
    if (watch.subscriber.caller.xuid === watch.resource.owner) {
      tell();
      return;
    }
    const before = waiting.get(watch) ?? Promise.resolve();
    waiting.set(
      watch,
      before.then(() => tellIfSeen(watch, tell)),
    );
  };
}
