import { hash } from 'node:crypto';
import {
  parseSandbox,
  parseTitleId,
  parseXuid,
  type Sandbox,
  type TitleId,
  type Xuid,
} from '@laurel/domain';
import type { JWK } from 'jose';

/** Which player a token is about. */
export type UserClaim = {
  /** `null` for someone who is not, or not yet, a player. */
  readonly xuid: Xuid | null;
  readonly userHash: string;
  readonly gamertag: string | null;
  readonly ageGroup: 'Adult' | 'Teen' | 'Child';
};

/** Who vouches for a player, and under which name. */
export type IdentityClaim = { readonly issuer: string; readonly subject: string };

/** What a token says. A claim that it does not make is `null`. */
export type Claims = {
  readonly user: UserClaim | null;
  readonly identity: IdentityClaim | null;
  readonly titleId: TitleId | null;
  readonly deviceId: string | null;
  readonly sandbox: Sandbox | null;
  /** BCP 47. */
  readonly locale: string | null;
  readonly isThirdParty: boolean;
  readonly isDeveloper: boolean;
  /** The title server key that vouched for the player. */
  readonly voucherKeyId: string | null;
  /** The public key with which the token's holder signs requests. */
  readonly proofKey: JWK | null;
};

/** A token that says nothing. */
export const noClaims: Claims = {
  user: null,
  identity: null,
  titleId: null,
  deviceId: null,
  sandbox: null,
  locale: null,
  isThirdParty: false,
  isDeveloper: false,
  voucherKeyId: null,
  proofKey: null,
};

/** What players may do, by the numbers that clients know. Source: wire contract §3.3, step 4. */
export const privileges = '184 185 186 187 188 190 191 249 252 254 255';

/** The user hash: a decimal number that stays with an identity. Source: wire contract §3.3. */
export function userHashOf({ issuer, subject }: IdentityClaim): string {
  const digest = hash('sha256', `${issuer}\n${subject}`, 'buffer');
  return digest.readBigUInt64BE().toString();
}

/** How claims stand in a token. What is not claimed is absent, for tokens travel in headers. */
type Payload = {
  readonly xui?: readonly [
    { xid?: string; gtg?: string; uhs: string; agg: UserClaim['ageGroup']; prv: string },
  ];
  readonly idn?: readonly [issuer: string, subject: string];
  readonly xti?: { readonly tid: string };
  readonly xdi?: { readonly did: string };
  readonly sbx?: string;
  readonly loc?: string;
  readonly tpt?: true;
  readonly dev?: true;
  readonly vch?: string;
  readonly cnf?: { readonly jwk: JWK };
};

/** Writes claims as members of a token's payload. */
export function payloadOf(claims: Claims): Payload {
  const { user, identity, titleId, deviceId, sandbox, locale, voucherKeyId, proofKey } = claims;
  return {
    ...(user && { xui: [xuiOf(user)] }),
    ...(identity && { idn: [identity.issuer, identity.subject] }),
    ...(titleId !== null && { xti: { tid: String(titleId) } }),
    ...(deviceId !== null && { xdi: { did: deviceId } }),
    ...(sandbox !== null && { sbx: sandbox }),
    ...(locale !== null && { loc: locale }),
    ...(claims.isThirdParty && { tpt: true }),
    ...(claims.isDeveloper && { dev: true }),
    ...(voucherKeyId !== null && { vch: voucherKeyId }),
    ...(proofKey && { cnf: { jwk: proofKey } }),
  };
}

function xuiOf({ xuid, gamertag, userHash, ageGroup }: UserClaim) {
  return {
    ...(xuid !== null && { xid: xuid }),
    ...(gamertag !== null && { gtg: gamertag }),
    uhs: userHash,
    agg: ageGroup,
    prv: privileges,
  };
}

/** Reads the payload of a token whose signature was verified to be this instance's. */
export function claimsFrom(verified: object): Claims {
  const payload = verified as Payload;
  const [xui] = payload.xui ?? [];
  return {
    user: xui
      ? {
          xuid: parseXuid(xui.xid ?? '') ?? null,
          userHash: xui.uhs,
          gamertag: xui.gtg ?? null,
          ageGroup: xui.agg,
        }
      : null,
    identity: payload.idn ? { issuer: payload.idn[0], subject: payload.idn[1] } : null,
    titleId: parseTitleId(payload.xti?.tid ?? '') ?? null,
    deviceId: payload.xdi?.did ?? null,
    sandbox: parseSandbox(payload.sbx ?? '') ?? null,
    locale: payload.loc ?? null,
    isThirdParty: payload.tpt === true,
    isDeveloper: payload.dev === true,
    voucherKeyId: payload.vch ?? null,
    proofKey: payload.cnf?.jwk ?? null,
  };
}
