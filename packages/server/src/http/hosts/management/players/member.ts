import type { changePlayer, setPlayerPrivacy } from '@laurel/contract';
import type { PlayerChange } from '../../../../services/players.ts';
import type { Input } from '../../../operation.ts';

/** What of a player a body changes; members that are absent change nothing. */
export function changeOf({
  locale,
  ageGroup,
  sandboxes,
  pictureUrl,
}: Omit<Input<typeof changePlayer>['body'], 'gamertag'>): PlayerChange {
  return {
    ...(locale !== undefined && { locale }),
    ...(ageGroup !== undefined && { ageGroup }),
    ...(sandboxes !== undefined && { sandboxes }),
    ...(pictureUrl !== undefined && { pictureUrl }),
  };
}

/** The privacy settings that a body makes. */
export function chosen(
  choices: Input<typeof setPlayerPrivacy>['body'],
): NonNullable<PlayerChange['privacy']> {
  const made = Object.entries(choices);
  return Object.fromEntries(made.flatMap(([name, is]) => (is === undefined ? [] : [[name, is]])));
}
