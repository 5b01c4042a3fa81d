import type { schema } from '@laurel/contract';
import type { z } from 'zod';
import { type Claims, privileges } from '../../../services/token-claims.ts';
import { type IssuedToken, serviceRelyingParty } from '../../../services/tokens.ts';

type UserDisplayClaim = z.output<typeof schema.UserDisplayClaim>;
type User = NonNullable<Claims['user']>;

/** Numbers that clients show and that say nothing here. Source: wire contract §3.3 [C]. */
const userSettings = { usr: '195 234', utr: '190' } as const;

/** A user token, of which only the user hash is shown. Source: wire contract §3.3, step 2 [C]. */
export function presentUserToken(issued: IssuedToken) {
  const { user } = issued.claims;
  return { ...life(issued), DisplayClaims: { xui: user ? [{ uhs: user.userHash }] : [] } };
}

/** Source: wire contract §3.3, step 3 [W]. */
export function presentDeviceToken(issued: IssuedToken) {
  const did = issued.claims.deviceId ?? '';
  return { ...life(issued), DisplayClaims: { xdi: { did, dcs: '0' } } };
}

/** Source: wire contract §3.3, step 3 [W]. */
export function presentTitleToken(issued: IssuedToken) {
  const tid = String(issued.claims.titleId ?? '');
  return { ...life(issued), DisplayClaims: { xti: { tid } } };
}

/**
 * A token that services take; what is shown of the player depends on whom it is for.
 *
 * @param optionalClaims the names of the modern gamertag's parts, where they are asked for
 *
 * Source: wire contract §3.3, step 4 [C].
 */
export function presentServiceToken(issued: IssuedToken, optionalClaims: readonly string[] = []) {
  const { user } = issued.claims;
  if (user === null) return { ...life(issued), DisplayClaims: {} };
  const isForUs = issued.relyingParty === serviceRelyingParty;
  const shown = isForUs ? userDisplay(user, optionalClaims) : { uhs: user.userHash };
  return { ...life(issued), DisplayClaims: { xui: [shown] } };
}

function userDisplay(user: User, optionalClaims: readonly string[]): UserDisplayClaim {
  const gamertag = user.gamertag ?? '';
  const modern = { mgt: gamertag, mgs: '', umg: gamertag };
  const asked = Object.entries(modern).filter(([name]) => optionalClaims.includes(name));
  return {
    gtg: gamertag,
    ...(user.xuid !== null && { xid: user.xuid }),
    uhs: user.userHash,
    agg: user.ageGroup,
    ...userSettings,
    prv: privileges,
    ...Object.fromEntries(asked),
  };
}

function life({ issuedAt, notAfter, token }: IssuedToken) {
  return { IssueInstant: issuedAt, NotAfter: notAfter, Token: token };
}
