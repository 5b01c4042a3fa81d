import type { Privacy } from '../../../services/privacy.ts';
import type { Operation } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { avoidOperation, neverOperation } from './avoid.ts';
import { muteOperation } from './mute.ts';
import { validateOperation } from './validate.ts';
import { validateManyOperation } from './validate-many.ts';

/** Everything the privacy host answers. */
export function privacyOperations(rooms: {
  privacy: Privacy;
  ownerOf: OwnerOf;
}): readonly Operation[] {
  return [
    validateOperation(rooms),
    validateManyOperation(rooms),
    avoidOperation(rooms),
    neverOperation(rooms),
    muteOperation(rooms),
  ];
}
