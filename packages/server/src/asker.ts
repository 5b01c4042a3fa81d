import type { Sandbox, TitleId, Xuid } from '@laurel/domain';

/** Who a token says is asking. */
export type Caller = {
  readonly kind: 'Token';
  /** `null` for a token without a user claim. */
  readonly xuid: Xuid | null;
  readonly gamertag: string | null;
  /** The title claim, `null` without one. */
  readonly titleId: TitleId | null;
  readonly sandbox: Sandbox;
  /** BCP 47, from the token's location; `null` when it has none. */
  readonly locale: string | null;
  /** A site that acts for a player; it sees what everyone may see. Source: §9.1 [D]. */
  readonly isThirdParty: boolean;
  /** May use developers' tools, such as the reset of a player. */
  readonly isDeveloper: boolean;
};

/** A service that reports for its title's players. */
export type TitleServer = {
  readonly kind: 'TitleServer';
  readonly titleId: TitleId;
  readonly keyId: string;
  readonly sandbox: Sandbox;
};

/** Whoever is asking. */
export type Asker = Caller | TitleServer;
