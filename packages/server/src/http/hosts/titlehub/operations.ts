import type { Operation } from '../../operation.ts';
import { batchOperation } from './batch.ts';
import { plainTitlesOperation, type TitleHubRooms, titlesOperation } from './titles.ts';

/** Everything Title Hub answers. */
export function titlehubOperations(rooms: TitleHubRooms): readonly Operation[] {
  return [titlesOperation(rooms), plainTitlesOperation(rooms), batchOperation(rooms)];
}
