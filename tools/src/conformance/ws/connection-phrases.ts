import type { Performance } from './performance.ts';
import { eachConnection, form, type Phrase } from './phrase.ts';

const ofConnection =
  '(?:(?:the |that |this )?(?:connection|socket|server|frame|message|it) )?(?:is |are |gets |may be |must be |can be |either )?';
const codes = '(?:,? ?(?:with |by |code )*(?<codes>\\d{4}(?:[^0-9]+\\d{4})*))?';

/** Prose about connections themselves: malformed frames, ends, nonces, registrations. */
export const connectionPhrases: readonly Phrase[] = [
  {
    form: form(
      'sends?(?:ing)? (?:an? |some )?(?:malformed|invalid|broken|garbage|non-json)(?: json)?(?: frames?| messages?| text)?',
    ),
    act: (_, performance) =>
      eachConnection(performance, async (name) => performance.socket(name).sendText('not json')),
  },
  {
    form: form(
      `${ofConnection}(?:ignored?s?|stays? open|kept open|still open|alive)(?:,? or (?:is )?closed?s?${codes})?`,
    ),
    act: ({ codes: allowed }, performance) =>
      eachConnection(performance, (name) => performance.expectOpenOrClose(name, codesIn(allowed))),
  },
  {
    form: form(`${ofConnection}closed?s?${codes}`),
    act: ({ codes: allowed }, performance) =>
      eachConnection(performance, (name) => performance.expectClose(name, codesIn(allowed))),
  },
  {
    form: form(
      '(?:never crash(?:es)?|no crash|does not crash|(?:the )?server (?:stays|remains|keeps|is) (?:up|alive|running)|others? (?:are |is )?unaffected)',
    ),
    act: (_, performance) => performance.open('another', {}),
  },
  {
    form: form('(?:get |fetch |obtain )?(?:an? )?nonce (?:via|from|by|with) (?:GET )?/nonce'),
    act: () => {},
  },
  {
    form: form(
      '(?:connect|open)(?:s|ed)? with (?:the )?(?:\\?nonce=?|nonce)(?:,? (?:and |but )?(?:no|without)(?: an?)? authorization(?: header)?)?',
    ),
    act: (_, performance) => performance.open('1', { path: pathWithNonce }, ''),
  },
  {
    form: form(
      '(?:second|another|repeated|re-?)[ -]?(?:use|connect|try)(?: is| of it is)? (?:refused|rejected|fails|401)(?: with)?(?: 401)?|single[ -]use',
    ),
    act: async (_, performance) => {
      await performance.open('1', { path: pathWithNonce, status: 401 }, '');
    },
  },
  {
    form: form(
      '(?:endpoint )?(?:is |was )?register(?:s|ed)?(?: with)?(?: the)? locale "?(?<locale>[a-z][\\w,-]*)"?',
    ),
    act: ({ locale = '' }, performance) => performance.http('NT-001', { locale }),
  },
  {
    form: form(
      '(?:NT-001 )?(?:executed |sent )?(?:with )?(?:the )?locale "?(?<locale>[a-z][\\w,-]*)"?',
    ),
    act: ({ locale = '' }, performance) => performance.http('NT-001', { locale }),
  },
  {
    form: form('unlock(?:s|ed)? (?:of )?(?:id |achievement )?"?\'?(?<id>\\d+)"?\'?'),
    act: async ({ id = '' }, performance) => {
      await eachConnection(performance, (name) => performance.subscribeOnce(name));
      await performance.http('UP-003', { id });
    },
  },
  {
    form: form('(?<member>[a-z]\\w+)(?: is|:| =|=)? ?["\'](?<value>[^"\']+)["\']'),
    act: checkMember,
  },
];

const pathWithNonce = '/connect?nonce={{nonce}}';

function codesIn(text: string | undefined): readonly number[] | null {
  return text?.match(/\d{4}/g)?.map(Number) ?? null;
}

async function checkMember(
  { member = '', value = '' }: Readonly<Partial<Record<string, string>>>,
  performance: Performance,
): Promise<void> {
  const [name = '1'] = performance.names;
  await performance.expectEvent(name, null, [{ path: `$.${member}`, op: 'eq', value }]);
}
