import type { Languages, Scid, Xuid } from '@laurel/domain';
import type { Caller } from '../../../asker.ts';
import type { Nonces } from '../../../services/nonces.ts';
import type { TakeOver } from '../../exchange.ts';
import type { SwitchBoard } from '../../switches.ts';

/** Who is at the other end of a connection. */
export type Listener = {
  readonly caller: Caller;
  readonly owner: Xuid;
  readonly languages: Languages;
};

/** Takes connections that stay open. */
export type LiveConnections = {
  /** How many of a player's are open. */
  countOf(xuid: Xuid): number;
  webSocket(listener: Listener): TakeOver;
  /** @param from `behind` is the last event that the client knows, `null` to begin now */
  eventStream(
    listener: Listener,
    from: { readonly behind: number | null; readonly scid: Scid | null },
  ): TakeOver;
};

/** What the real-time host is made of. */
export type RtaRooms = {
  readonly live: LiveConnections;
  readonly nonces: Nonces;
  readonly switches: Pick<SwitchBoard, 'current'>;
};
