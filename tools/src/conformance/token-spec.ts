import type { JsonObject } from './json.ts';
import type { World } from './world.ts';

/** A token that a template asks for. */
export type TokenSpec = {
  /** What the management is asked to make. */
  readonly order: JsonObject;
  /** What is done to the token afterwards. */
  readonly spoil: 'none' | 'signature';
};

/** The player behind `{{token:thirdparty}}`: a friend of players who share with friends only. */
const thirdPartyPlayer = 'bob';
/** The player behind `{{token:dev}}`, and the sandbox of its titles. */
const developer = { player: 'alice', sandbox: 'ACME.7' };
const expiredSeconds = -3600;
/** Tokens outlive whatever a case does to the clock. */
const lastingSeconds = 366 * 86_400;

/**
 * Reads what follows `token:` and its like: a player, `device-only`, `thirdparty` or `dev`, then in
 * any order a sandbox, `expired`, `title=` with a title's key or id (or the key alone), `locale=`,
 * `thirdparty`, `dev`, `tampered`, `sandbox=`.
 *
 * @throws {Error} for a name that the world does not have
 */
export function tokenSpecOf(text: string, world: World): TokenSpec {
  const [who = '', ...rest] = text.split(':').map((part) => part.trim());
  const order: Record<string, string | number | boolean | null> = {
    kind: 'xsts',
    lifetimeSeconds: lastingSeconds,
    ...holderOf(who, world),
  };
  let spoil: TokenSpec['spoil'] = 'none';
  for (let at = 0; at < rest.length; at += 1) {
    const [name = '', value = rest[at + 1] ?? ''] = (rest[at] ?? '').split('=');
    // `title:A` and `title=A` mean the same.
    const takesNext = /^(title|titleId|sandbox|locale)$/i.test(rest[at] ?? '');
    if (takesNext) at += 1;
    const key = name.toLowerCase();
    if (key === 'expired') order.lifetimeSeconds = expiredSeconds;
    else if (key === 'thirdparty' || key === 'third-party') order.isThirdParty = true;
    else if (key === 'dev' || key === 'developer') order.isDeveloper = true;
    else if (/^(tampered|badsig|forged|bad-signature|invalid)$/.test(key)) spoil = 'signature';
    else if (key === 'title' || key === 'titleid') order.titleId = titleIdOf(value, world);
    else if (key === 'sandbox') order.sandbox = value;
    else if (key === 'locale') order.locale = value;
    else if (world.titles[name] !== undefined) order.titleId = titleIdOf(name, world);
    else if (/^[A-Za-z0-9]{1,16}(\.\d{1,5})?$/.test(name) && name === name.toUpperCase()) {
      order.sandbox = name;
    } else throw new Error(`{{token:${text}}} is not understood at "${rest[at]}"`);
  }
  return { order, spoil };
}

function holderOf(who: string, world: World): Record<string, string | number | boolean | null> {
  switch (who.toLowerCase()) {
    case 'device-only':
    case 'deviceonly':
    case 'no-user':
    case 'title-only':
      return { xuid: null };
    case 'thirdparty':
    case 'third-party':
      return { ...holderOf(thirdPartyPlayer, world), isThirdParty: true };
    case 'dev':
    case 'developer':
      return {
        ...holderOf(developer.player, world),
        isDeveloper: true,
        sandbox: developer.sandbox,
      };
    default: {
      const player = world.players[who];
      if (player === undefined) throw new Error(`there is no player "${who}" in the world`);
      const { xuid, locale, titleClaim } = player;
      return {
        xuid,
        ...(locale !== null && { locale }),
        ...(titleClaim !== null && { titleId: titleIdOf(titleClaim, world) }),
      };
    }
  }
}

function titleIdOf(text: string, { titles }: World): number {
  const id = titles[text]?.titleId ?? Number(text);
  if (Number.isInteger(id)) return id;
  throw new Error(`there is no title "${text}" in the world`);
}
