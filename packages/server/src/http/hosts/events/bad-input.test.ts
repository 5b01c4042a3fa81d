import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openSampleInstance, type SampleInstance } from '../../../compose-sample.ts';
import { at } from '../sample-app.ts';
import { arenaPublish, arenaScid, arenaTitleId } from './sample-arena.ts';

const alice = '2533274800000001';

let instance: SampleInstance;
let players = 0;

/** Each test has a player of its own, who stands where rows say `alice`. */
let player: string;
let authorization: string;

before(async () => {
  instance = await openSampleInstance();
  await instance.manage(`POST /titles/${arenaTitleId}/publish`, arenaPublish());
});

beforeEach(async () => {
  players += 1;
  player = String(2533274800001000 + players);
  authorization = await instance.authorize(player);
});

after(() => instance[Symbol.asyncDispose]());

async function ask(line: string, { body, host }: { body: string; host?: string }) {
  const headers = { authorization, authxtoken: authorization };
  const own = body.replaceAll(alice, player);
  return instance.ask(line, { headers, body: own, ...(host !== undefined && { host }) });
}

async function titles(): Promise<unknown> {
  return at(await instance.manage(`GET /players/${player}/titles`), 'titles');
}

/** An event as JSON text, with members that JavaScript itself could not write. */
function text(members: Readonly<Record<string, string>> = {}): string {
  const all = {
    id: '"bad"',
    name: '"Fought"',
    titleId: String(arenaTitleId),
    properties: '{"Weapon":"Bow"}',
    measurements: '{"Kills":7}',
    ...members,
  };
  return `{${Object.entries(all).map(([name, json]) => `${JSON.stringify(name)}:${json}`)}}`;
}

const good = text({ id: '"good"', measurements: '{"Kills":1}' });

/** `String()` of it throws: what it is read as text by is no function. */
const noText = '{"toString":null,"valueOf":null}';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const kills = (json: string) => text({ measurements: `{"Kills":${json}}` });

const manyFields = (count: number) =>
  `{${Array.from({ length: count }, (_, index) => `"F${index}":1`)}}`;

/** What it is, the event, and what it is refused with. */
const refused: readonly (readonly [name: string, json: string, code: string, says: RegExp])[] = [
  ['a text', '"event"', 'Malformed', /must be an object; got "event"/],
  ['null', 'null', 'Malformed', /must be an object/],
  ['a list', '[1]', 'Malformed', /must be an object; got a list/],
  ['a list of lists of lists', nested(1_900_000), 'Malformed', /got a list/],
  ['without an id', text({ id: 'null' }), 'Malformed', /^id must be/],
  ['with a number for its id', text({ id: '5' }), 'Malformed', /^id must be/],
  ['with an id of 65 letters', text({ id: `"${'x'.repeat(65)}"` }), 'Malformed', /^id must be/],
  ['with a blank in its id', text({ id: '"a b"' }), 'Malformed', /^id must be/],
  ['with a NUL in its id', text({ id: '"a\\u0000"' }), 'Malformed', /^id must be/],
  ['with an unknown name', text({ name: '"Danced"' }), 'UnknownEvent', /no event "Danced"/],
  ['named as what objects have', text({ name: '"constructor"' }), 'UnknownEvent', /no event/],
  ['with a name of 1 MB', text({ name: `"${'x'.repeat(1e6)}"` }), 'Malformed', /^name must be/],
  ['with a number for its name', text({ name: '5' }), 'Malformed', /^name must be/],
  ['of a text for a player', text({ userId: '"me"' }), 'Malformed', /^userId must be/],
  ['of a player above 2^64-1', text({ userId: '"18446744073709551616"' }), 'Malformed', /userId/],
  ['of a list for a player', text({ userId: `["${alice}"]` }), 'Malformed', /got a list/],
  ['of an object for a player', text({ userId: noText }), 'Malformed', /got an object/],
  ['of nested lists for a player', text({ userId: nested(5e5) }), 'Malformed', /got a list/],
  ['of another player', text({ userId: '"2533274800000002"' }), 'NotYours', /may not tell/],
  ['of no title', text({ titleId: 'null' }), 'Malformed', /must name its title/],
  ['of an unknown title', text({ titleId: '77' }), 'UnknownTitle', /title 77/],
  ['of the title 0', text({ titleId: '0' }), 'Malformed', /^titleId must be/],
  ['of the title -1', text({ titleId: '-1' }), 'Malformed', /^titleId must be/],
  ['of the title 2^32', text({ titleId: '4294967296' }), 'Malformed', /^titleId must be/],
  ['of the title 1.5', text({ titleId: '1.5' }), 'Malformed', /^titleId must be/],
  ['of a list for a title', text({ titleId: `[${arenaTitleId}]` }), 'Malformed', /got a list/],
  ['of an object for a title', text({ titleId: noText }), 'Malformed', /got an object/],
  ['of a text for a configuration', text({ serviceConfigId: '"x"' }), 'Malformed', /a GUID/],
  ['of a number for a configuration', text({ serviceConfigId: '5' }), 'Malformed', /a GUID/],
  ['of an object for a configuration', text({ serviceConfigId: noText }), 'Malformed', /a GUID/],
  ['of true for a configuration', text({ serviceConfigId: 'true' }), 'Malformed', /a GUID/],
  [
    'of a configuration and the title of another',
    text({ serviceConfigId: `"${arenaScid}"`, titleId: '77' }),
    'UnknownTitle',
    /is not published/,
  ],
  ['of yesterday, in words', text({ time: '"yesterday"' }), 'Malformed', /^time must be/],
  ['of a time with an offset', text({ time: '"2026-01-01T00:00:00+01:00"' }), 'Malformed', /time/],
  ['of a time in milliseconds', text({ time: '1767225600000' }), 'Malformed', /^time must be/],
  ['of an object for a time', text({ time: noText }), 'Malformed', /got an object/],
  ['of a 30th of February', text({ time: '"2026-02-30T00:00:00Z"' }), 'Malformed', /calendar/],
  ['of the year 0', text({ time: '"0000-01-01T00:00:00Z"' }), 'TooOld', /30 days/],
  ['of the year 1', text({ time: '"0001-01-01T00:00:00Z"' }), 'TooOld', /30 days/],
  ['of 1970', text({ time: '"1970-01-01T00:00:00Z"' }), 'TooOld', /30 days/],
  ['of the year 9999', text({ time: '"9999-12-31T23:59:59.9999999Z"' }), 'InFuture', /24 hours/],
  ['with a list of properties', text({ properties: '[1]' }), 'Malformed', /must be objects/],
  ['with a text for properties', text({ properties: '"x"' }), 'Malformed', /must be objects/],
  ['with nested properties', text({ properties: nested(5e5) }), 'Malformed', /must be objects/],
  ['with an object in a field', text({ properties: '{"A":{}}' }), 'Malformed', /field "A"/],
  ['with a list in a field', text({ properties: `{"A":${nested(9)}}` }), 'Malformed', /field "A"/],
  ['with 33 fields', text({ properties: manyFields(32) }), 'Malformed', /32 fields/],
  ['with one field twice', text({ properties: '{"Kills":1}' }), 'Malformed', /there twice/],
  [
    'with a name of a field of 65 letters',
    text({ properties: `{"${'x'.repeat(65)}":1}` }),
    'Malformed',
    /may have 64 characters/,
  ],
  ['with true for a number', kills('true'), 'WrongType', /of type Integer; got "true"/],
  ['with a word for a number', kills('"many"'), 'WrongType', /got "many"/],
  ['with empty text for a number', kills('""'), 'WrongType', /of type Integer/],
  ['with NaN as text', kills('"NaN"'), 'WrongType', /got "NaN"/],
  ['with Infinity as text', kills('"Infinity"'), 'WrongType', /got "Infinity"/],
  ['with hexadecimal text', kills('"0x10"'), 'WrongType', /of type Integer/],
  ['with 1e400', kills('1e400'), 'WrongType', /got "Infinity"/],
  ['with -1e400', kills('-1e400'), 'WrongType', /got "-Infinity"/],
  ['with 1e300', kills('1e300'), 'WrongType', /of type Integer/],
  ['with 2^64', kills('18446744073709551616'), 'WrongType', /of type Integer/],
  ['with 2^64 as text', kills('"18446744073709551616"'), 'WrongType', /of type Integer/],
  ['with 2^53', kills('9007199254740992'), 'WrongType', /of type Integer/],
  ['with a fraction', kills('1.5'), 'WrongType', /of type Integer; got "1.5"/],
  ['with a million digits', kills(`"${'9'.repeat(1e6)}"`), 'WrongType', /got "9{80}…"/],
  [
    'with a text of 1 MB',
    text({ properties: `{"Weapon":"${'x'.repeat(1e6)}"}` }),
    'WrongType',
    /field Weapon/,
  ],
  ['with more than one event may change', kills('51'), 'LargeChange', /by 50 at most/],
];

describe('an event that is refused', () => {
  for (const [name, json, code, says] of refused) {
    test(`${name} says ${code}, and the one beside it is counted`, async () => {
      const sent = `{"events":[${json},${good}]}`;
      const { status, body } = await ask('POST /events/game-events', { body: sent });
      assert.equal(status, 200);
      const refusal = at(body, 'results', 0, 'refusals', 0);
      assert.deepEqual([at(refusal, 'code'), at(body, 'results', 1, 'outcome')], [code, 'Counted']);
      assert.match(String(at(refusal, 'message')), says);
      assert.ok(String(at(refusal, 'message')).length < 300);
      // A guard holds up only the stat that it guards; whatever else is wrong changes nothing.
      const fights = code === 'LargeChange' ? '2' : '1';
      const stats = at(await titles(), 0, 'stats');
      assert.deepEqual([at(stats, 'Kills'), at(stats, 'Fights')], ['1', fights]);
    });
  }
});

describe('an event that is odd, and counted', () => {
  const rows = [
    ['with -0', kills('-0'), '0'],
    ['with 1e1', kills('1e1'), '10'],
    ['with a number as text', kills('"12"'), '12'],
    ['with members that nobody knows', text({ colour: '"blue"', __proto__: '{"id":5}' }), '7'],
    ['with fields named as what objects have', text({ properties: '{"__proto__":1}' }), '7'],
    ['with a number for its player', text({ userId: alice }), '7'],
    ['with its title as text', text({ titleId: `"${arenaTitleId}"` }), '7'],
    ['of its configuration in upper case', text({ serviceConfigId: `"${arenaScid}"` }), '7'],
  ] as const;
  for (const [name, json, expected] of rows) {
    test(`${name} leaves the stat at ${expected}`, async () => {
      const { body } = await ask('POST /events/game-events', { body: `{"events":[${json}]}` });
      assert.equal(at(body, 'results', 0, 'outcome'), 'Counted');
      assert.equal(at(body, 'results', 0, 'stats', 'Kills'), expected);
    });
  }
});

describe('a line of a collector', () => {
  const host = 'v20.events.data.microsoft.com';
  const baseData = `{"name":"Fought","userId":"${alice}","titleId":"${arenaTitleId}"}`;
  const line = (members: string, base = baseData) => `{${members},"data":{"baseData":${base}}}`;
  const rows = [
    ['that is a number', '5'],
    ['whose name is an object', line(`"name":${noText}`)],
    ['whose name is nested lists', line(`"name":${nested(5e5)}`)],
    ['whose count is an object', line(`"ext":{"utc":{"epoch":"1","seq":${noText}}}`)],
    ['whose device is nested lists', line(`"ext":{"device":{"localId":${nested(5e5)}}}`)],
    ['whose player is an object', line('"ver":"4"', `{"name":"Fought","userId":${noText}}`)],
    ['whose title is nested lists', line('"ver":"4"', `{"name":"Fought","titleId":${nested(9)}}`)],
    ['whose data is a list', '{"data":[]}'],
    ['of a title of a hundred digits', `{"name":"Microsoft.XboxLive.T${'9'.repeat(100)}.Fought"}`],
  ] as const;
  for (const [name, json] of rows) {
    test(`${name} holds up no other`, async () => {
      const three = baseData.replace('}', ',"measurements":{"Kills":3}}');
      const body = `${json}\n${line('"ver":"4.0"', three)}`;
      const answered = await ask('POST /OneCollector/1.0/', { host, body });
      assert.deepEqual(answered, { status: 200, body: { acc: 2 } });
      assert.equal(at(await titles(), 0, 'stats', 'Kills'), '3');
    });
  }

  for (const percent of ['1e400', '12.5', '-1', '"NaN"', 'true', '"1e2"', noText]) {
    test(`with an update of ${percent} percent changes nothing`, async () => {
      const fields = `{"AchievementId":"1","PercentComplete":${percent}}`;
      const base = `{"name":"AchievementUpdate","userId":"${alice}","titleId":${arenaTitleId},"properties":${fields}}`;
      const body = line('"ver":"4"', base);
      const answered = await ask('POST /OneCollector/1.0/', { host, body });
      assert.deepEqual(answered, { status: 200, body: { acc: 1 } });
      assert.doesNotMatch(JSON.stringify(await titles()), /InProgress|Achieved/);
    });
  }
});
