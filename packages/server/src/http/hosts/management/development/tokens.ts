import { makeToken } from '@laurel/contract';
import {
  retail,
  type Sandbox,
  sandbox,
  type TitleId,
  titleId,
  type Xuid,
  xuid,
} from '@laurel/domain';
import { answer, type Operation, operation } from '../../../operation.ts';

/** A token as a test wants it. */
export type TokenWish = {
  readonly kind: 'user' | 'device' | 'title' | 'xsts';
  /** `null` for a token without a user claim. */
  readonly xuid: Xuid | null;
  readonly titleId: TitleId | null;
  readonly sandbox: Sandbox;
  readonly locale: string | null;
  readonly isThirdParty: boolean;
  readonly isDeveloper: boolean;
  /** `null` for this instance's hosts. */
  readonly relyingParty: string | null;
  /** Below zero for one that has expired; `null` for the usual life. */
  readonly lifetimeSeconds: number | null;
};

/** Makes a token without asking who its holder is. */
export type MakeToken = (wish: TokenWish) => Promise<{ token: string; userHash: string }>;

/** Tokens for tests, as if their holders had signed in. */
export function tokenOperations(make: MakeToken): readonly Operation[] {
  return [
    operation(makeToken, async ({ body }) => {
      const { kind, relyingParty = null, lifetimeSeconds = null, locale = null } = body;
      const made = await make({
        kind,
        xuid: body.xuid == null ? null : xuid(body.xuid),
        titleId: body.titleId == null ? null : titleId(body.titleId),
        sandbox: body.sandbox === undefined ? retail : sandbox(body.sandbox),
        locale,
        isThirdParty: body.isThirdParty ?? false,
        isDeveloper: body.isDeveloper ?? false,
        relyingParty,
        lifetimeSeconds,
      });
      return answer(200, made);
    }),
  ];
}
