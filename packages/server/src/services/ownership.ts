import { Refusal, type Xuid } from '@laurel/domain';
import type { Asker } from '../asker.ts';

/** @returns whether the asker is that player, in person: not through a third party's site */
export function isSelf(asker: Asker, owner: Xuid): boolean {
  return asker.kind === 'Token' && asker.xuid === owner && !asker.isThirdParty;
}

/** The player a token speaks for. @throws {Refusal} `NoUserClaim` when it speaks for none */
export function requirePlayer(asker: Asker): Xuid {
  if (asker.kind === 'Token' && asker.xuid !== null) return asker.xuid;
  throw new Refusal('NoUserClaim', 'the token names no player');
}

/** @throws {Refusal} `NotYourData` unless the asker is that player; `NoUserClaim` for no player */
export function requireSelf(asker: Asker, owner: Xuid): void {
  const caller = requirePlayer(asker);
  if (isSelf(asker, owner)) return;
  throw new Refusal(
    'NotYourData',
    `only player ${owner} may ask for this; the caller is ${caller}`,
  );
}
