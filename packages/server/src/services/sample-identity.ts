import { instant, retail, type Xuid, xuid } from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import type { Player } from '../store/store.ts';
import { createFakeSecrets } from './fake-secrets.ts';
import { createFakeStore } from './fake-store.ts';
import { openIdentity } from './identity.ts';
import { defaultIdentityConfig, type IdentityConfig } from './identity-config.ts';
import type { TokenWish } from './made-tokens.ts';

/** For tests: a player who may play in `RETAIL` only. */
export const emberling = samplePlayer('2533274800000001', 'Emberling');

/** For tests. */
export function samplePlayer(id: string, gamertag: string, more: Partial<Player> = {}): Player {
  return {
    xuid: xuid(id),
    gamertag,
    issuer: 'laurel',
    subject: id,
    locale: null,
    ageGroup: 'Adult',
    sandboxes: [retail],
    pictureUrl: null,
    privacy: {},
    createdAt: instant('2026-01-01T00:00:00Z'),
    ...more,
  };
}

/** For tests: an identity at noon, in memory. */
export async function sampleIdentity({
  config = {},
  players = [emberling],
  secrets = createFakeSecrets(),
  acceptsEmptyUserHash = () => false,
}: {
  config?: Partial<IdentityConfig>;
  players?: readonly Player[];
  secrets?: ReturnType<typeof createFakeSecrets>;
  acceptsEmptyUserHash?: () => boolean;
} = {}) {
  const clock = createTestClock(instant('2026-03-01T12:00:00Z'));
  const store = { players: createFakeStore(players).players, secrets };
  const identity = await openIdentity({
    store,
    clock,
    config: { ...defaultIdentityConfig, ...config },
    acceptsEmptyUserHash,
  });
  return { identity, clock, store };
}

/** For tests: a wish for a service token of a player. */
export function wishOf(player: Xuid | null, more: Partial<TokenWish> = {}): TokenWish {
  return {
    kind: 'xsts',
    xuid: player,
    titleId: null,
    sandbox: retail,
    locale: null,
    isThirdParty: false,
    isDeveloper: false,
    relyingParty: null,
    lifetimeSeconds: null,
    ...more,
  };
}
