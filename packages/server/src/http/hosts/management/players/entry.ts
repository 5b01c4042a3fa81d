import { xuid } from '@laurel/domain';
import type { Entry } from '../../../../services/relations.ts';

/** What the lists are called in paths. */
export const kinds = { people: 'People', avoid: 'Avoid', mute: 'Mute' } as const;

/** The entry that a path names. */
export function entryOf(params: {
  readonly xuid: string;
  readonly list: keyof typeof kinds;
  readonly other: string;
}): Entry {
  return { xuid: xuid(params.xuid), kind: kinds[params.list], other: xuid(params.other) };
}
