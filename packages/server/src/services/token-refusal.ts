/** Why a token service gives no token. */
export type TokenRefusalReason =
  | 'InvalidTicket'
  | 'NoPlayer'
  | 'TitleNotAllowed'
  | 'RetailAccountNotAllowed'
  | 'SandboxNotAllowed'
  | 'ExpiredDeviceToken'
  | 'ExpiredTitleToken'
  | 'ExpiredUserToken'
  | 'InvalidDeviceToken'
  | 'InvalidTitleToken'
  | 'InvalidUserToken';

/**
 * An expected "no" of a token service. The token hosts answer it in a form of their own, so it is
 * not a `Refusal`. `message` may be shown; it never holds a token.
 */
export class TokenRefusal extends Error {
  readonly reason: TokenRefusalReason;

  constructor(reason: TokenRefusalReason, message: string) {
    super(message);
    this.name = 'TokenRefusal';
    this.reason = reason;
  }
}

/** Who vouches for a player could not be asked; the same call may work later. */
export class IdentityUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IdentityUnavailable';
  }
}
