import type { Profiles } from '../../../services/profile.ts';
import type { Operation } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { AssetBase } from '../../present/media.ts';
import { batchOperation } from './batch.ts';
import { oneOperations } from './one.ts';
import { peopleOperation } from './people.ts';

/** Everything the profile host answers. */
export function profileOperations(rooms: {
  profiles: Profiles;
  ownerOf: OwnerOf;
  assetBase: AssetBase;
}): readonly Operation[] {
  return [batchOperation(rooms), ...oneOperations(rooms), peopleOperation(rooms)];
}
