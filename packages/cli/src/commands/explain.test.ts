import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type RunningCli, startCli } from '../cli-process.ts';
import { createFakeShell, type Told } from '../fake-shell.ts';
import { keyPath } from '../instance-files.ts';
import { run } from '../program.ts';
import {
  daysFromNow,
  retiredId,
  retiredTrials,
  scid,
  titleId,
  trials,
  trialsLater,
} from './sample-trials.ts';

/** A player of one situation. */
type Player = {
  readonly xuid: string;
  report(...reports: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
  fight(fields?: Readonly<Record<string, unknown>>, part?: object): Promise<void>;
  support(what: 'grant' | 'revoke', id: number): Promise<void>;
};

type Situation = readonly [
  name: string,
  id: number,
  play: (player: Player) => Promise<unknown>,
  codes: readonly string[],
  says: RegExp,
];

const nothing = async () => {};

/** Each is played by a player of its own before the second document is published. */
const situations: readonly Situation[] = [
  [
    'it was reported',
    1,
    (p) => p.report({ id: '1', percentComplete: 100 }),
    ['Unlocked'],
    /unlocked at 20/,
  ],
  [
    'events unlocked it',
    3,
    (p) => p.fight({ Kills: 10 }),
    ['Unlocked'],
    /achievement 3 is unlocked/,
  ],
  ['support granted it', 3, (p) => p.support('grant', 3), ['Unlocked'], /unlocked/],
  [
    'it was revoked',
    3,
    async (p) => {
      await p.support('grant', 3);
      await p.support('revoke', 3);
    },
    ['Revoked'],
    /taken away by enforcement/,
  ],
  ['nobody played, and it is reported', 1, nothing, ['NeverPlayed'], /nothing arrived/],
  ['nobody played, and it is counted', 2, nothing, ['NeverPlayed'], /nothing arrived/],
  ['nobody played, and events move it', 3, nothing, ['NeverPlayed'], /nothing arrived/],
  ['something else was reported', 1, (p) => p.fight(), ['NothingReported'], /no progress/],
  [
    '40 % was reported',
    1,
    (p) => p.report({ id: '1', percentComplete: 40 }),
    ['NotYetReported'],
    /40 %/,
  ],
  [
    '5 of 20 were counted',
    2,
    (p) => p.report({ id: '2', count: 5 }),
    ['NotYetCounted'],
    /so far 5/,
  ],
  [
    '60 % was reported of a count',
    2,
    (p) => p.report({ id: '2', percentComplete: 60 }),
    ['NotYetCounted'],
    /60 %/,
  ],
  ['it is archived', 13, (p) => p.fight(), ['Archived'], /for nobody/],
  [
    'no event came',
    3,
    (p) => p.report({ id: '1', percentComplete: 1 }),
    ['NoEventCounted'],
    /no event "Fought"/,
  ],
  ['no event passed a filter', 4, (p) => p.fight({ Won: false }), ['NoEventCounted'], /filters/],
  [
    'a stat is below its target',
    3,
    (p) => p.fight({ Kills: 7 }),
    ['BelowTarget'],
    /7 of 10: 3 are missing/,
  ],
  [
    'a least value is above its target',
    7,
    (p) => p.fight({ Seconds: 45 }),
    ['AboveTarget'],
    /45, and must be 30 or less/,
  ],
  [
    'one of two stats is below',
    8,
    (p) => p.fight({ Kills: 2 }),
    ['BelowTarget'],
    /Fights is 1 of 9/,
  ],
  [
    'both stats are below',
    8,
    (p) => p.fight({ Kills: 1 }),
    ['BelowTarget', 'BelowTarget'],
    /1 of 2[\s\S]*1 of 9/,
  ],
  ['no event changes the stat', 9, (p) => p.fight(), ['StatWithoutRule'], /give it a rule/],
  [
    'another weapon was used',
    5,
    (p) => p.fight({ Weapon: 'Axe' }),
    ['OtherValue'],
    /KillsWith\.Axe/,
  ],
  [
    'the weapon was used too little',
    5,
    (p) => p.fight({ Weapon: 'Bow' }),
    ['BelowTarget'],
    /1 of 3/,
  ],
  ['it has not opened', 11, (p) => p.fight(), ['NotYetOpen', 'NotInWindow'], /opens at/],
  ['it has closed', 12, (p) => p.fight(), ['Closed', 'NotInWindow'], /closed at/],
  [
    'all of it happened before it opened',
    10,
    (p) => p.fight({ Kills: 20 }, { time: daysFromNow(-15) }),
    ['NotInWindow'],
    /20 in all, but only nothing/,
  ],
  [
    'part of it happened before it opened',
    10,
    async (p) => {
      await p.fight({ Kills: 20 }, { time: daysFromNow(-15) });
      await p.fight({ Kills: 4 });
    },
    ['BelowTarget', 'NotInWindow'],
    /4 of 10/,
  ],
  [
    'the event has another name',
    3,
    (p) => p.fight({}, { name: 'Fights' }),
    ['NoEventCounted', 'EventsRefused'],
    /"Fights"\) with UnknownEvent/,
  ],
  [
    'the field has another type',
    3,
    (p) => p.fight({ Kills: 'ten' }),
    ['NoEventCounted', 'EventsRefused'],
    /WrongType/,
  ],
  [
    'the field is missing',
    7,
    (p) => p.fight(),
    ['NoEventCounted', 'EventsRefused'],
    /MissingField +Best/,
  ],
  [
    'the event is too old',
    3,
    (p) => p.fight({}, { time: daysFromNow(-40) }),
    ['NoEventCounted', 'EventsRefused'],
    /TooOld/,
  ],
  [
    'the clock of the device is days ahead',
    3,
    (p) => p.fight({}, { time: daysFromNow(3) }),
    ['NoEventCounted', 'EventsRefused'],
    /InFuture/,
  ],
  [
    'a guard refused too large a change',
    6,
    (p) => p.fight({ Kills: 9 }),
    ['NoEventCounted', 'EventsRefused'],
    /LargeChange +Guarded/,
  ],
  [
    'it was added behind what was done',
    15,
    (p) => p.fight({ Kills: 6 }),
    ['HoldsButNotUnlocked'],
    /backfill/,
  ],
  [
    'what was carried over is too little',
    14,
    (p) => p.report({ id: '14', percentComplete: 60 }),
    ['BelowTarget'],
    /12 of 20/,
  ],
];

describe('laurel explain', () => {
  let directory = '';
  let service: RunningCli;
  const xuids: string[] = [];

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'laurel-explain-'));
    service = await startCli(['dev', '--port', '0'], { directory });
    await publish('first.json', trials);
    for (const [index, [, , play]] of situations.entries()) {
      const player = await newPlayer(`Player${index + 1}`);
      xuids.push(player.xuid);
      await play(player);
    }
    await publish('second.json', trialsLater);
    await publish('retired.json', retiredTrials);
  });
  after(async () => {
    await service.stop();
    rmSync(directory, { recursive: true });
  });

  async function told(...line: readonly string[]): Promise<Told> {
    const shell = createFakeShell(directory);
    const code = await run(shell, line);
    return { code, ...shell.told() };
  }

  async function json(...line: readonly string[]) {
    const { code, out, err } = await told(...line, '--json');
    equal(code, 0, err);
    return JSON.parse(out);
  }

  async function publish(name: string, content: unknown): Promise<void> {
    writeFileSync(join(directory, name), JSON.stringify(content));
    await json('publish', join(directory, name), '--sandbox', 'RETAIL', '--accept-incomplete');
  }

  async function newPlayer(gamertag: string): Promise<Player> {
    const { authorization, xuid } = await json('token', '--player', gamertag);
    const { url } = service.started;
    let events = 0;

    async function post(path: string, body: unknown): Promise<void> {
      const headers = { authorization, 'x-xbl-contract-version': '2' };
      const asked = { method: 'POST', headers, body: JSON.stringify(body) };
      const answered = await fetch(`${url}${path}`, asked);
      equal(answered.status, 200, await answered.text());
    }

    return {
      xuid,
      report: (...reports) =>
        post(`/achievements/users/me/achievements/${scid}/update`, {
          action: 'progressUpdate',
          serviceConfigId: scid,
          titleId,
          userId: xuid,
          achievements: reports,
        }),
      async fight(fields = {}, part = {}) {
        events += 1;
        const id = `${gamertag}-${events}`;
        const properties = { Kills: 1, Weapon: 'Axe', ...fields };
        const event = { id, name: 'Fought', titleId, properties, ...part };
        await post('/events/game-events', { events: [event] });
      },
      async support(what, id) {
        const key = readFileSync(keyPath(join(directory, 'data')), 'utf8').trim();
        const answered = await fetch(`${url}/management/players/${xuid}/${what}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}` },
          body: JSON.stringify({ titleId, achievementId: String(id), reason: 'for a test' }),
        });
        equal(answered.status, 200, await answered.text());
      },
    };
  }

  for (const [index, [name, id, , codes, says]] of situations.entries()) {
    test(`where ${name}, says ${codes.join(' and ')}`, async () => {
      const player = `Player${index + 1}`;
      const line = [
        'explain',
        '--player',
        player,
        '--title',
        `${titleId}`,
        '--achievement',
        `${id}`,
      ];
      const explained = await json(...line);
      deepEqual(
        explained.reasons.map(({ code }: { readonly code: string }) => code),
        codes,
      );
      const { out } = await told(...line);
      match(out, says);
      for (const code of codes) match(out, new RegExp(`\\[${code}\\]`));
    });
  }

  test('where the title is retired, says TitleRetired', async () => {
    const of = ['--title', String(retiredId), '--achievement', '1'];
    const { out } = await told('explain', '--player', 'Player1', ...of);
    match(out, /\[TitleRetired\]/);
  });

  test('the title need not be named by who played one only', async () => {
    const { out } = await told('explain', '--player', 'Player1', '--achievement', '1');
    match(out, /achievement 1 is unlocked for Player1/);
  });

  test('where several titles may be meant, names them', async () => {
    await json('token', '--player', 'Idler');
    const { code, err } = await told('explain', '--player', 'Idler', '--achievement', '1');
    equal(code, 1);
    match(err, /--title[\s\S]*1700000005 Trials[\s\S]*1700000006 Gone/);
  });
});
