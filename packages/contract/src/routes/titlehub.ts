import { z } from 'zod';
import { UserSegment } from '../codec/segment.ts';
import { splitList, textOf, wholeText } from '../codec/text.ts';
import { route } from '../route.ts';
import { HubTitles } from '../schema/titlehub.ts';

/** More titles in one request are refused. Source: [I]. */
export const titlesPerRequestMax = 500;

/** What decorations add; names nobody knows are ignored. Source: wire contract §9.5 [C]. */
const Decorations = textOf((text) => new Set(splitList(text.toLowerCase())), {
  rule: 'must be names separated by commas',
});

/** Which titles of a player: those played, or one. Source: wire contract §9.5 [C][W]. */
const Moniker = textOf(
  (text): { kind: 'History' } | { kind: 'Title'; titleId: number } | undefined => {
    if (text.toLowerCase() === 'titlehistory') return { kind: 'History' };
    const [, digits] = /^titleid\(([0-9]{1,10})\)$/i.exec(text) ?? [];
    const titleId = Number(digits ?? 0);
    return titleId >= 1 && titleId <= 0xffffffff ? { kind: 'Title', titleId } : undefined;
  },
  { rule: 'not valid: must be titlehistory or titleid(digits)' },
);

const hidden = 'the player hides their game history from the caller, or has blocked them';
const noLanguage = 'Accept-Language is missing';
const query = z.object({ maxItems: wholeText({ min: 0, max: 2 ** 31 - 1 }).optional() });

/** Source: wire contract §9.5 [C]. */
export const listHubTitles = route({
  id: 'titlehub.decorated',
  host: 'titlehub',
  method: 'GET',
  path: '/users/:user/titles/:moniker/decoration/:decorations',
  summary: 'The titles a player has played, or one title, with what is asked for besides',
  description: 'Accept-Language must be sent.',
  params: z.object({ user: UserSegment, moniker: Moniker, decorations: Decorations }),
  query,
  answers: { 200: HubTitles },
  refusals: { 400: noLanguage, 403: hidden, 404: 'there is no such player or title' },
});

/** Source: wire contract §9.5 [C]. */
export const listPlainHubTitles = route({
  id: 'titlehub.plain',
  host: 'titlehub',
  method: 'GET',
  path: '/users/:user/titles/:moniker',
  summary: 'The titles a player has played, or one title',
  params: z.object({ user: UserSegment, moniker: Moniker }),
  query,
  answers: { 200: HubTitles },
  refusals: { 400: noLanguage, 403: hidden, 404: 'there is no such player or title' },
});

const names = z
  .array(z.string({ error: 'must be text' }), { error: 'must be an array' })
  .max(titlesPerRequestMax, `must hold at most ${titlesPerRequestMax} names`)
  .nullish();

/** Titles by any of their names; package names and phone products are known of none. */
const TitlesAsked = z.object({
  pfns: names,
  windowsPhoneProductIds: names,
  titleIds: z
    .array(z.union([z.string(), z.int()], { error: 'must be a title id' }).transform(Number), {
      error: 'must be an array',
    })
    .max(titlesPerRequestMax, `must hold at most ${titlesPerRequestMax} title ids`)
    .nullish(),
});

/** Source: wire contract §9.5 [C]. */
export const batchHubTitles = route({
  id: 'titlehub.batch',
  host: 'titlehub',
  method: 'POST',
  path: '/titles/batch/decoration/:decorations',
  summary: 'Several titles, with the caller’s part in them; unknown ones are left out',
  audience: 'token',
  params: z.object({ decorations: Decorations }),
  body: TitlesAsked,
  answers: { 200: HubTitles },
  refusals: { 400: noLanguage },
});
