import type { Clock } from '../clock.ts';
import type { Identity } from '../services/identity.ts';
import type { Nonces } from '../services/nonces.ts';
import type { Services } from '../services/services.ts';
import type { PlayerStore } from '../store/store.ts';
import { achievementsOperations } from './hosts/achievements/operations.ts';
import { activityOperations } from './hosts/activity/operations.ts';
import { eraserOperations } from './hosts/eraser/operations.ts';
import { eventsOperations } from './hosts/events/operations.ts';
import { addAssetOperation } from './hosts/management/assets/add-asset.ts';
import { managementPlayerOperations } from './hosts/management/players/operations.ts';
import { managementRuleOperations } from './hosts/management/rules/operations.ts';
import { managementTitleOperations } from './hosts/management/titles/operations.ts';
import { managementTokenOperations } from './hosts/management/tokens/operations.ts';
import { notifyOperations } from './hosts/notify/operations.ts';
import { peoplehubOperations } from './hosts/peoplehub/operations.ts';
import { privacyOperations } from './hosts/privacy/operations.ts';
import { profileOperations } from './hosts/profile/operations.ts';
import type { LiveConnections } from './hosts/rta/live.ts';
import { rtaOperations } from './hosts/rta/operations.ts';
import { socialOperations } from './hosts/social/operations.ts';
import { titlehubOperations } from './hosts/titlehub/operations.ts';
import { tokenOperations } from './hosts/tokens/operations.ts';
import { userpostsOperations } from './hosts/userposts/operations.ts';
import { userstatsOperations } from './hosts/userstats/operations.ts';
import type { Operation } from './operation.ts';
import { createOwnerOf } from './owner.ts';
import type { BodyCache } from './present/body-cache.ts';
import { createViewsFor } from './present/reader.ts';
import { createViews } from './present/views.ts';
import type { SwitchBoard } from './switches.ts';

/** Everything an instance answers on its hosts, but for development mode's controls. */
export function allOperations(
  services: Services,
  {
    identity,
    players,
    switches,
    clock,
    bodies,
    assetBase,
    nonces,
    live,
  }: {
    identity: Identity;
    players: Pick<PlayerStore, 'byGamertag'>;
    switches: SwitchBoard;
    clock: Clock;
    bodies: BodyCache;
    assetBase: () => string;
    nonces: Nonces;
    live: LiveConnections;
  },
): readonly Operation[] {
  const figuresOf = services.rarity.figuresOf;
  const viewsFor = createViewsFor({ views: createViews(assetBase), figuresOf, switches });
  const ownerOf = createOwnerOf(players);
  const seen = { ownerOf, viewsFor, figuresOf, bodies, switches, clock, assetBase, identity };
  const rooms = { ...services, ...seen, nonces, live };
  return [
    ...achievementsOperations(rooms),
    ...privacyOperations(rooms),
    ...socialOperations(rooms),
    ...peoplehubOperations(rooms),
    ...profileOperations(rooms),
    ...titlehubOperations(rooms),
    ...userstatsOperations(rooms),
    ...activityOperations(rooms),
    ...userpostsOperations(rooms),
    ...eraserOperations(rooms),
    ...eventsOperations(rooms),
    ...notifyOperations(rooms),
    ...rtaOperations(rooms),
    ...tokenOperations(rooms),
    ...managementTitleOperations(rooms),
    ...managementPlayerOperations(rooms),
    ...managementRuleOperations(rooms),
    ...managementTokenOperations(rooms),
    addAssetOperation(rooms),
  ];
}
