import type { Json } from '../json.ts';
import {
  clause,
  duration,
  type Groups,
  instantOf,
  type Meaning,
  millisecondsOf,
  type Phrase,
} from './phrase.ts';

const be = '(?:is |are |was |were |has |have |been |currently |being |now )*';
const store = '(?:storage|store|the store|backend|database|db|persistence|data ?base|disk)';
const broken =
  '(?:down|unavailable|offline|fail(?:s|ing|ed)?|unreachable|broken|not (?:available|reachable)|gone|errors?|locked)';

/** Prose about the server: what fails, how it is switched, what its clock says. */
export const serverPhrases: readonly Phrase[] = [
  {
    form: clause(`(?:the )?${store}(?: writes?| reads?)? ${be}${broken}`),
    read: () => faults({ storageDown: true }),
  },
  {
    form: clause(`(?:the )?(?:server|service|instance)? ?${be}(?:draining|shutting down|stopping)`),
    read: () => faults({ draining: true }),
  },
  {
    form: clause(
      `(?:the )?(?:server|service|instance) ${be}(?:overloaded|busy|(?:under|in) maintenance(?: mode)?|unavailable|overload)`,
    ),
    read: () => faults({ draining: true }),
  },
  {
    form: clause(
      '(?:with )?(?:the )?(?:fidelity |compat(?:ibility)? |leniency )?(?:switch(?: to|:)? |flag:? |option:? |setting:? |mode:? )?(?<name>[a-z][\\w.]*)(?: switch| flag)?' +
        '(?: ?(?:=|:|is|are|set to|turned|switched|in) ?| )(?<value>[\\w]+)(?: mode)?',
    ),
    read: readSwitch,
  },
  {
    form: clause('rate ?limit(?:s|ing)?(?: is| are| turned| switched)* (?:off|disabled)'),
    read: () => switches({ rateLimits: { isOn: false } }),
  },
  {
    form: clause('(?:the )?fidelity (?:mode|switch)(?: on| for .*)?'),
    read: () => switches({ achievedRequirements: 'empty' }),
  },
  {
    form: clause('(?:the )?superset (?:mode|switch)(?: on)?'),
    read: () => switches({ achievedRequirements: 'withHundred', detailEnvelope: 'both' }),
  },
  {
    form: clause(
      '(?:the )?(?:host )?(?<host>[a-z][\\w.]*)(?: host| service)? (?:has |is |was |have |been )*moved' +
        '(?<how>[ ,]+(?:permanently|temporarily))?(?: (?:away|elsewhere))?(?: to (?<place>\\S+))?' +
        '(?<late>[ ,(]+(?:permanently|temporarily)\\)?)?',
    ),
    read: readMoved,
  },
  {
    form: clause(
      '(?:(?:the )?(?:server )?(?:clock|time)(?: is| stands| set| moved)*(?: at| to)?|it is|now(?: is)?) ?(?<date>\\d{4}-\\S+)',
    ),
    read: ({ date }) => {
      const now = instantOf(date);
      return now === undefined ? null : { happenings: [{ kind: 'Clock', now }] };
    },
  },
  {
    form: clause(`(?:now )?(?:at )?t ?= ?${duration}`),
    read: (groups) => ({ happenings: [{ kind: 'ClockAt', afterMs: millisecondsOf(groups) }] }),
  },
  {
    form: clause(
      `(?:(?:after|wait|waited|advance|the clock (?:is )?advanced|clock advanced|then)(?: by)? )?(?:another )?${duration}(?: (?:later|pass|passed|have passed|elapse|elapsed|go by|ago|on))?`,
    ),
    read: (groups) => ({ happenings: [{ kind: 'Advance', byMs: millisecondsOf(groups) }] }),
  },
  {
    form: clause(
      '(?:a )?(?:fresh|unchanged|default) (?:world|state|server)|(?:the )?world as (?:is|given)|no (?:title )?claim|rate limits? (?:are )?on|default switches|none|n/?a|-|\\w+ (?:is )?signed in',
    ),
    read: () => ({}),
  },
  // What a template supplies by itself: an endpoint is registered and a job submitted for it.
  {
    form: clause(
      '(?:an? |the )?(?:notification )?(?:endpoint|(?:reset )?job)(?: is| was| has been| already)* (?:registered|submitted|created)',
    ),
    read: () => ({}),
  },
  {
    form: clause('(?<all>.*\\b(?:moved|redirect(?:s|ed|ion)?)\\b.*)'),
    read: ({ all = '' }) => {
      const [place] = /https?:\/\/\S+/i.exec(all) ?? [];
      const how = /tempor|307/i.test(all) ? 'temporarily' : 'permanently';
      return readMoved({ host: 'the', how, ...(place !== undefined && { place }) });
    },
  },
];

function faults(change: { readonly [name: string]: boolean }): Meaning {
  return { happenings: [{ kind: 'Faults', change }] };
}

function switches(change: { readonly [name: string]: Json }): Meaning {
  return { happenings: [{ kind: 'Switches', change }] };
}

/** Switches by their name in lower case, with the values of those that are not on or off. */
const knownSwitches: Readonly<Record<string, readonly [string, ...Json[]]>> = {
  achievedrequirements: ['achievedRequirements', 'withHundred', 'empty'],
  detailenvelope: ['detailEnvelope', 'both', 'list', 'object'],
  unlockedonlyincludesinprogress: ['unlockedOnlyIncludesInProgress', true, false],
  notmodifiedas200: ['notModifiedAs200', true, false],
  nonotmodified: ['notModifiedAs200', true, false],
  requiretitleclaimforupdate: ['requireTitleClaimForUpdate', true, false],
  validatesignature: ['validateSignature', true, false],
  redactsecretsforothers: ['redactSecretsForOthers', true, false],
  redactforothers: ['redactSecretsForOthers', true, false],
  'secrets.redactforothers': ['redactSecretsForOthers', true, false],
  acceptemptyuserhash: ['acceptEmptyUserHash', true, false],
  leniency: ['acceptEmptyUserHash', true, false],
  rarityscaleintoast: ['rarityScaleInToast', 100, 1],
  defaultpagesize: ['defaultPageSize'],
  maxpagesize: ['maxPageSize'],
  contract5: ['contract5', 'legacy', 'empty', '406'],
  ratelimits: ['rateLimits', true, false],
  rtarequiresubprotocol: ['rtaRequireSubprotocol', true, false],
};

const truths = new Set(['on', 'true', 'enabled', 'set', 'yes', 'active']);
const falsehoods = new Set(['off', 'false', 'disabled', 'unset', 'no', 'inactive']);

function readSwitch({ name = '', value = '' }: Groups): Meaning | null {
  const key = name.toLowerCase();
  const known = Object.hasOwn(knownSwitches, key) ? knownSwitches[key] : undefined;
  if (known === undefined) return null;
  const [member, ...values] = known;
  const word = value.toLowerCase();
  if (member === 'rateLimits') {
    const isOn = truths.has(word);
    return isOn || falsehoods.has(word) ? switches({ rateLimits: { isOn } }) : null;
  }
  if (values.length === 0) {
    return /^\d+$/.test(word) ? switches({ [member]: Number(word) }) : null;
  }
  const said: Json = truths.has(word) ? true : falsehoods.has(word) ? false : word;
  const chosen = values.find((one) => String(one).toLowerCase() === String(said).toLowerCase());
  return chosen === undefined ? null : switches({ [member]: chosen });
}

function readMoved({ host = '', how, late, place }: Groups): Meaning | null {
  const name = host.toLowerCase().replace(/\.xboxlive\.com$/, '');
  if (name === '') return null;
  const isPermanent = !/temporarily/i.test(`${how ?? ''}${late ?? ''}`);
  const location = (place ?? 'https://moved.example').replace(/[/),.;]+$/, '');
  const address = /^https?:\/\//i.test(location) ? location : `https://${location}`;
  const short = /^(host|the|service|server|instance|resource|uri)$/.test(name)
    ? 'achievements'
    : name;
  return switches({ movedHosts: { [short]: { location: address, isPermanent } } });
}
