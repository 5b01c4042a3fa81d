import { describe } from 'node:test';
import { assetsContract } from './assets.ts';
import { closingContract } from './closing.ts';
import { factsContract } from './facts.ts';
import { followingContract } from './following.ts';
import { notificationsContract } from './notifications.ts';
import { playerSnapshotsContract } from './player-snapshots.ts';
import { playersContract } from './players.ts';
import { rarityContract } from './rarity.ts';
import { recordListsContract } from './record-lists.ts';
import { recordsContract } from './records.ts';
import { relationsContract } from './relations.ts';
import { secretsContract } from './secrets.ts';
import { simulationContract } from './simulation.ts';
import type { NewPlace } from './store-place.ts';
import { titlesContract } from './titles.ts';
import { upkeepContract } from './upkeep.ts';

/**
 * Registers the tests of everything that the port promises, for one engine.
 *
 * @param name of the engine
 */
export function storeContract(name: string, newPlace: NewPlace): void {
  describe(name, () => {
    recordsContract(newPlace);
    recordListsContract(newPlace);
    factsContract(newPlace);
    titlesContract(newPlace);
    playersContract(newPlace);
    relationsContract(newPlace);
    rarityContract(newPlace);
    assetsContract(newPlace);
    secretsContract(newPlace);
    notificationsContract(newPlace);
    followingContract(newPlace);
    upkeepContract(newPlace);
    playerSnapshotsContract(newPlace);
    closingContract(newPlace);
    simulationContract(newPlace);
  });
}
