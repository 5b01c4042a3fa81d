import type { Clock } from '../../../../clock.ts';
import type { PlayerLedger } from '../../../../services/player-ledger.ts';
import type { Players } from '../../../../services/players.ts';
import type { Rarity } from '../../../../services/rarity.ts';
import type { Relations } from '../../../../services/relations.ts';
import type { Support } from '../../../../services/support.ts';
import type { Operation } from '../../../operation.ts';
import { changeOperation } from './change.ts';
import { createOperation } from './create.ts';
import { deleteEntryOperation } from './delete-entry.ts';
import { factsOperation } from './facts.ts';
import { getOperation } from './get.ts';
import { getEntryOperation } from './get-entry.ts';
import { grantOperation } from './grant.ts';
import { importRarityOperation } from './import-rarity.ts';
import { importStateOperation } from './import-state.ts';
import { listOperation } from './list.ts';
import { listEntriesOperation } from './list-entries.ts';
import { putEntryOperation } from './put-entry.ts';
import { resetOperation } from './reset.ts';
import { revokeOperation } from './revoke.ts';
import { setPrivacyOperation } from './set-privacy.ts';
import { titlesOperation } from './titles.ts';

/** What our own API does with players. */
export function managementPlayerOperations(rooms: {
  players: Players;
  relations: Relations;
  ledger: PlayerLedger;
  support: Support;
  rarity: Rarity;
  clock: Clock;
}): readonly Operation[] {
  return [
    listOperation(rooms),
    createOperation(rooms),
    getOperation(rooms),
    changeOperation(rooms),
    setPrivacyOperation(rooms),
    listEntriesOperation(rooms),
    getEntryOperation(rooms),
    putEntryOperation(rooms),
    deleteEntryOperation(rooms),
    titlesOperation(rooms),
    factsOperation(rooms),
    grantOperation(rooms),
    revokeOperation(rooms),
    resetOperation(rooms),
    importStateOperation(rooms),
    importRarityOperation(rooms),
  ];
}
