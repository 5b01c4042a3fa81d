import type { Happening } from '../preparation.ts';
import { clause, type Groups, type Meaning, type Names, type Phrase, playerOf } from './phrase.ts';

/** The worked example of the documentation. Source: wire contract §13 [D]. */
const workedExample = { calls: [35, 28, 21, 36, 24], throttled: [5, 0, 0, 20, 24] };

const services =
  'achievements?|progress|profile|privacy|social|people|titlehub|userstats|stats|userposts|activity|feed|update|list|detail';
const call = '(?:calls?|requests?|reads?|updates?|messages?)';
const caseIds = '(?<cases>[A-Z]{2,}-\\d+(?:(?:,| and| then|, then| &)? [A-Z]{2,}-\\d+)*)';

/** Prose about requests that came before. */
export const callPhrases: readonly Phrase[] = [
  {
    form: clause(
      `(?:after |once )?(?:case )?${caseIds}(?: was| were| has| have| been| is)*(?: already| just)?` +
        '(?: (?:executed|run|ran|done|performed|applied|sent|posted|made))?' +
        '(?: with id (?<id>\\w+))?(?: (?<often>once|twice|thrice|(?<times>\\d+) times))?(?: already| before| first)?',
    ),
    read: readExecuted,
  },
  {
    form: clause(
      `(?:after )?(?<count>\\d+)(?: (?<service>${services}))? ${call}(?: (?:by|from|of) (?<player>\\w+))?` +
        `(?: (?:to|on|at) (?:the )?(?<late>${services})(?: (?:host|service))?)?(?: (?:already|were|was|made|done|sent|before))*` +
        `(?: (?:with)?in (?:the )?(?:current |same |this |last |one )?(?<window>(?:\\d+ ?s|burst|sustain(?:ed)?) ?)?(?:window)?)?` +
        '(?: (?:by|from) (?<by>\\w+))?',
    ),
    read: readCalls,
  },
  {
    form: clause(
      `(?<count>\\d+)(?: (?<service>${services}))? ${call}(?: (?:by|from) (?<player>\\w+))?(?: evenly)? spread (?:evenly )?over (?<seconds>\\d+) ?s(?:econds)?`,
    ),
    read: readCalls,
  },
  {
    form: clause(
      `(?:(?<player>\\w+) )?(?:is |was |has been |got |already )*throttled(?: (?:on|at|by|for|in|under) (?:the )?(?<what>${services}|burst|sustain)(?: limit| window| service)?)*(?: at t ?= ?(?<at>[\\d.]+) ?s)?`,
    ),
    read: readThrottled,
  },
  {
    form: clause(
      '(?:two |several |racing |simultaneous )*(?:concurrent )?(?:updates?|reports?)(?: of)?(?: to)? (?<percents>\\d+(?:(?: ?%|,| and|, and| percent)* \\d+)+)(?: ?%| percent)? (?:on|of|for|to) (?:id |A/|achievement |achievement A/)?(?<id>\\d+)(?: (?:are |were )?(?:sent |made )?(?:concurrently|at once|at the same time|in parallel|simultaneously))?',
    ),
    read: readRace,
  },
  {
    form: clause(
      '(?<all>.*\\b(?:concurrent(?:ly)?|parallel|simultaneous(?:ly)?|at once|same time|rac(?:e|ing))\\b.*)',
    ),
    read: readLooseRace,
  },
  {
    form: clause(
      '(?:the )?same (?:request|call|update|body)(?: is| was| has been| already| before)*(?: (?:sent|made|executed|repeated|done))?(?: (?<often>once|twice|(?<times>\\d+) times))?(?: already| before| first)?',
    ),
    read: (groups) => ({ happenings: [{ kind: 'Repeat', times: timesOf(groups) }] }),
  },
  {
    form: clause(
      '(?:rate )?limits? (?:are |is )?(?:configured |set )?(?:to |as |at )?(?<burst>\\d+) ?(?:/|per) ?(?<burstSeconds>\\d+) ?s(?:,| and| &)* (?<sustain>\\d+) ?(?:/|per) ?(?<sustainSeconds>\\d+) ?s',
    ),
    read: readLimits,
  },
  {
    form: clause(
      '(?:replay|repeat|run) (?:the |this )?(?:worked )?(?:sequence|example)(?: of)? ?(?<calls>\\d+(?:, ?\\d+)+)?[^\\d]*',
    ),
    read: readReplay,
  },
  {
    form: clause(
      '(?:burst|sustain)(?: limit| window)? (?:is |was )?(?:not|never) (?:violated|exceeded|reached)',
    ),
    read: () => ({}),
  },
  { form: clause('compare throttled counts per window'), read: () => ({}) },
];

function readExecuted({ cases = '', id, often, times }: Groups): Meaning {
  const count = timesOf({ often, times });
  const ids = cases.toUpperCase().match(/[A-Z]{2,}-\d+/g) ?? [];
  return {
    happenings: ids.map((caseId) => ({
      kind: 'Execute',
      caseId,
      times: count,
      changes: id === undefined ? {} : { id },
    })),
  };
}

function timesOf({ often, times }: Groups): number {
  return times !== undefined ? Number(times) : ({ twice: 2, thrice: 3 }[often ?? ''] ?? 1);
}

/** Any other words for a race: percents that are sent at once, of one achievement. */
function readLooseRace({ all = '' }: Groups): Meaning | null {
  const [named, id = null] = /(?:\bid |\bachievement |\bA\/)(\d+)/i.exec(all) ?? [''];
  const percents = (all.replace(named, '').match(/\b\d+\b/g) ?? []).map(Number);
  const isRace = percents.length > 1 && percents.every((percent) => percent <= 100);
  return isRace ? { happenings: [{ kind: 'Race', achievement: id, percents }] } : null;
}

function readRace({ percents = '', id = '' }: Groups): Meaning {
  const numbers = (percents.match(/\d+/g) ?? []).map(Number);
  return { happenings: [{ kind: 'Race', achievement: id, percents: numbers }] };
}

function readCalls(groups: Groups, names: Names): Meaning | null {
  const said = groups.player ?? groups.by;
  const player = playerOf(said, names);
  if (said !== undefined && player === undefined) return null;
  const isLong = /300|sustain/i.test(groups.window ?? '');
  const overMs =
    groups.seconds !== undefined ? Number(groups.seconds) * 1000 : isLong ? 280_000 : 0;
  const service = serviceOf(groups.service ?? groups.late);
  const count = Number(groups.count);
  return { happenings: [{ kind: 'Calls', count, player: player ?? null, service, overMs }] };
}

function readThrottled({ player: said, what, at }: Groups, names: Names): Meaning | null {
  const player = playerOf(said, names);
  if (said !== undefined && player === undefined) return null;
  const isWindow = /^(burst|sustain)$/i.test(what ?? '');
  const throttle: Happening = {
    kind: 'Throttle',
    player: player ?? null,
    service: isWindow ? null : serviceOf(what),
    window: what?.toLowerCase() === 'sustain' ? 'sustain' : 'burst',
    atMs: at === undefined ? 0 : Math.round(Number(at) * 1000),
  };
  return { happenings: [throttle] };
}

function readLimits({ burst, burstSeconds, sustain, sustainSeconds }: Groups): Meaning {
  const limits: Happening = {
    kind: 'Limits',
    burst: { max: Number(burst), seconds: Number(burstSeconds) },
    sustain: { max: Number(sustain), seconds: Number(sustainSeconds) },
  };
  return { happenings: [limits] };
}

function readReplay({ calls }: Groups): Meaning | null {
  const said = calls?.split(',').map(Number) ?? workedExample.calls;
  // Only the documented sequence has documented counts.
  const isWorked = said.join() === workedExample.calls.join();
  return isWorked ? { happenings: [{ kind: 'Replay', ...workedExample }] } : null;
}

function serviceOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const word = text.toLowerCase();
  if (/^(achievement|progress|update|list|detail)/.test(word)) return 'achievements';
  return { people: 'social', stats: 'userstats', activity: 'avty', feed: 'avty' }[word] ?? word;
}
