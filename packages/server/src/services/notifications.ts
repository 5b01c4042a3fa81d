import { type Instant, quoted, Refusal, type TitleId, type Xuid } from '@laurel/domain';
import type { Asker, Caller } from '../asker.ts';
import type { Clock } from '../clock.ts';
import type { Endpoint, Store } from '../store/store.ts';
import { requireSelf } from './ownership.ts';

/** What a device says of itself. */
export type Registration = {
  /** The player its address names; `null` where it names none. */
  readonly owner: Xuid | null;
  readonly endpointUri: string;
  readonly titleId: TitleId;
  readonly systemId: string;
  readonly locale: string;
  readonly platform: string;
  readonly transport: string;
  readonly wantsUnlocks: boolean;
};

/** Where players' devices want to be told. */
export type Notifications = {
  /**
   * @returns the id of the registration
   * @throws {Refusal} `NotYourData`, `NoUserClaim`, `InvalidBody`
   */
  register(asker: Asker, registration: Registration): Promise<string>;
  /** Nothing happens where the caller has no such registration. @throws {Refusal} `NoUserClaim` */
  remove(asker: Asker, id: string): Promise<void>;
  /**
   * The registration that counts for what is told to a caller: the one made with the same token,
   * else the latest of the player in that title.
   */
  endpointFor(caller: Caller, titleId: TitleId): Promise<Endpoint | undefined>;
};

/** A player's registrations; beyond, the oldest is dropped. Source: [I]. */
export const endpointsPerPlayerMax = 32;

/** Source: wire contract §7 [X]. */
export function createNotifications({
  store: { notifications },
  clock,
  drawId,
}: {
  store: Pick<Store, 'notifications'>;
  clock: Clock;
  drawId: () => string;
}): Notifications {
  // The caller of a cached token is the same object at each request and on its connection. Only ids
  // are kept: whether such a registration still stands, and as what, the store knows.
  const byCaller = new WeakMap<Asker, Map<TitleId, string>>();

  return {
    async register(asker, { owner, endpointUri, ...registration }) {
      if (owner === null) {
        throw new Refusal(
          'InvalidBody',
          `endpointUri must be https://notify.xboxlive.com/users/xuid(…)/deviceId/current/titleId/…; got ${quoted(endpointUri)}`,
        );
      }
      requireSelf(asker, owner);
      const registeredAt: Instant = clock.now();
      const endpoint = { id: drawId(), xuid: owner, registeredAt, ...registration };
      await notifications.putEndpoint(endpoint, { perPlayerMax: endpointsPerPlayerMax });
      const own = byCaller.get(asker) ?? new Map<TitleId, string>();
      if (own.size < endpointsPerPlayerMax) own.set(endpoint.titleId, endpoint.id);
      byCaller.set(asker, own);
      return endpoint.id;
    },
    async remove(asker, id) {
      if (asker.kind !== 'Token' || asker.xuid === null) {
        throw new Refusal('NoUserClaim', 'the token names no player');
      }
      await notifications.removeEndpoint({ id, xuid: asker.xuid });
    },
    async endpointFor(caller, titleId) {
      if (caller.xuid === null) return undefined;
      const standing = await notifications.endpointsOf({ xuid: caller.xuid, titleId });
      const own = byCaller.get(caller)?.get(titleId);
      return standing.find(({ id }) => id === own) ?? standing[0];
    },
  };
}
