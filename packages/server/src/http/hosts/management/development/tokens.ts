import { makeToken } from '@laurel/contract';
import { retail, sandbox, titleId, xuid } from '@laurel/domain';
import type { MadeToken, TokenWish } from '../../../../services/made-tokens.ts';
import { answer, type Operation, operation } from '../../../operation.ts';

/** Makes a token without asking who its holder is. */
export type MakeToken = (wish: TokenWish) => Promise<MadeToken>;

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
