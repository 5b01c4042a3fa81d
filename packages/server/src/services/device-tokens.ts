import { hash } from 'node:crypto';
import type { TitleId } from '@laurel/domain';
import type { JWK } from 'jose';
import type { IdentityConfig } from './identity-config.ts';
import { noClaims } from './token-claims.ts';
import { authRelyingParty, type IssuedToken, type Tokens } from './tokens.ts';

/** A device that asks for a token. */
export type DeviceSignIn = {
  /** What the device calls itself. */
  readonly id: string;
  /** The public key with which it signs requests, `null` without one. */
  readonly proofKey: JWK | null;
};

/** Gives device and title tokens. Neither says anything of a player. */
export type DeviceTokens = {
  ofDevice(device: DeviceSignIn): Promise<IssuedToken>;
  /** @param titleId whose title was shown to be running */
  ofTitle(titleId: TitleId): Promise<IssuedToken>;
};

/** Both live as long as a user token. Source: wire contract §3.3, step 3 [W]; lifetime [I]. */
export function createDeviceTokens({
  config: { userTokenSeconds: lifetimeSeconds },
  tokens,
}: {
  config: IdentityConfig;
  tokens: Pick<Tokens, 'issue'>;
}): DeviceTokens {
  const relyingParty = authRelyingParty;
  return {
    ofDevice({ id, proofKey }) {
      const claims = { ...noClaims, deviceId: deviceIdOf(id), proofKey };
      return tokens.issue({ kind: 'device', relyingParty, claims, lifetimeSeconds });
    },
    ofTitle(titleId) {
      const claims = { ...noClaims, titleId };
      return tokens.issue({ kind: 'title', relyingParty, claims, lifetimeSeconds });
    },
  };
}

/** Sixteen hexadecimal digits that stay with what the device calls itself. */
function deviceIdOf(id: string): string {
  return hash('sha256', id.toLowerCase()).slice(0, 16).toUpperCase();
}
