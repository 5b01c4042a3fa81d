import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type RunningCli, startCli, startCommand } from '../cli-process.ts';
import { createFakeShell, type Told } from '../fake-shell.ts';
import { keyPath } from '../instance-files.ts';
import { run } from '../program.ts';

const titleId = 1700000003;
const icon = 'https://img.example/1.png';
const words = { description: 'Done', lockedDescription: 'Do it', icon };
const needs = (target: number) => ({ requirements: [{ stat: 'Kills', target }] });
const arena = {
  titleId,
  name: 'Arena',
  defaultLocale: 'en-US',
  system: 'event-based',
  events: [{ name: 'Fought', fields: { Kills: 'Integer' } }],
  stats: [
    { name: 'Kills', type: 'Integer', rule: { event: 'Fought', fold: 'Sum', field: 'Kills' } },
  ],
  achievements: [{ id: '1', name: 'Ten', ...words, ...needs(10) }],
};
const harder = { id: '2', name: 'Four', ...words, ...needs(4) };

describe('the commands about rules against a running service', () => {
  let directory = '';
  let service: RunningCli;
  let authorization = '';
  const inSandbox = ['--sandbox', 'RETAIL'];
  const ofPlayer = ['--player', 'Player1', '--title', String(titleId), '--achievement', '1'];

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'laurel-rules-'));
    service = await startCli(['dev', '--port', '0'], { directory });
    await json('publish', written('arena.json', arena), ...inSandbox, '--accept-incomplete');
    ({ authorization } = await json('token', '--player', 'Player1'));
    await send([event('a', 6), event('b', 'x')]);
  });
  after(async () => {
    await service.stop();
    rmSync(directory, { recursive: true });
  });

  function written(name: string, content: unknown): string {
    const path = join(directory, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  }

  function event(id: string, kills: unknown) {
    return { id, name: 'Fought', titleId, measurements: { Kills: kills } };
  }

  async function send(events: readonly unknown[], own = authorization): Promise<void> {
    const sent = await fetch(`${service.started.url}/events/game-events`, {
      method: 'POST',
      headers: { authorization: own, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    equal(sent.status, 200, await sent.text());
  }

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

  test('explain says what is missing, what moved the stat and what was refused', async () => {
    const { out } = await told('explain', ...ofPlayer);
    match(out, /in progress, 60 % for Player1/);
    match(out, /Kills is 6 of 10: 4 are missing/);
    match(out, /Kills +6 +≥ 10 +no +20.* a\n/);
    match(out, /Fought +b +WrongType +all/);
    const explained = await json('explain', ...ofPlayer);
    equal(explained.requirements[0].movedBy.eventId, 'a');
  });

  test('explain of a player who is not there fails', async () => {
    const line = [
      'explain',
      '--player',
      'Nobody',
      '--title',
      String(titleId),
      '--achievement',
      '1',
    ];
    const { code, err } = await told(...line);
    equal(code, 1);
    match(err, /there is no player "Nobody"/);
  });

  test('simulate shows who would unlock what by the stats there are', async () => {
    const changed = { ...arena, achievements: [...arena.achievements, harder] };
    const file = written('changed.json', changed);
    const { out } = await told('simulate', file, ...inSandbox);
    match(out, /1 player looked at\n {2}achievement 2 would unlock for 1 player: \d+\n/);
  });

  test('simulate plays events that are given, as a list or one a line', async () => {
    const changed = { ...arena, achievements: [...arena.achievements, harder] };
    const file = written('changed.json', changed);
    const events = [{ ...event('c', 5), userId: '7' }, event('d', 3)];
    const listed = written('events.json', events);
    const lines = join(directory, 'events.jsonl');
    writeFileSync(lines, events.map((one) => `${JSON.stringify(one)}\n`).join(''));
    for (const path of [listed, lines]) {
      const { unlocks, players } = await json('simulate', file, ...inSandbox, '--events', path);
      deepEqual([players, unlocks], [2, [{ achievementId: '2', players: 1, sample: ['7'] }]]);
    }
  });

  test('simulate plays more events than one call takes, and says what is refused', async () => {
    const changed = { ...arena, achievements: [...arena.achievements, harder] };
    const file = written('changed.json', changed);
    const events = ['7', '8', '9'].flatMap((userId) =>
      Array.from({ length: 8000 }, (_, index) => ({
        ...event(`${userId}-${index}`, index === 0 ? 'x' : 1),
        userId,
        time: '2020-01-01T00:00:00Z',
      })),
    );
    const { out } = await told(
      'simulate',
      file,
      ...inSandbox,
      '--events',
      written('m.json', events),
    );
    match(out, /^3 players looked at\n {2}achievement 2 would unlock for 3 players: 7, 8, 9\n/);
    match(out, /3 events refused as WrongType\n$/);
  });

  test('backfill shows first, then unlocks once', async () => {
    const changed = { ...arena, achievements: [...arena.achievements, harder] };
    await json('publish', written('new.json', changed), ...inSandbox, '--accept-incomplete');
    const line = ['backfill', '2', '--title', String(titleId), ...inSandbox];
    const shown = await told(...line);
    match(shown.out, /achievement 2 would unlock for 1 player: \d+\n\nunlock them with --apply/);
    const done = await json(...line, '--apply', '--per-second', '1000');
    deepEqual([done.applied, done.announced, done.unlocks[0].players], [true, false, 1]);
    deepEqual((await json(...line, '--apply')).unlocks, []);
    const { out } = await told('explain', ...ofPlayer.with(-1, '2'));
    match(out, /achievement 2 is unlocked for Player1/);
  });

  test('a backfill that is killed goes on where it was, and unlocks nothing twice', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 6 }, (_, index) => json('token', '--player', `Killed${index}`)),
    );
    for (const { authorization: own } of tokens) await send([event('k', 5)], own);
    const third = { id: '3', name: 'Five', ...words, ...needs(5) };
    const achievements = [...arena.achievements, harder, third];
    const file = written('third.json', { ...arena, achievements });
    await json('publish', file, ...inSandbox, '--accept-incomplete');
    const place = join(directory, 'place.json');
    const line = ['backfill', '3', '--title', String(titleId), ...inSandbox, '--apply'];
    const slow = startCommand([...line, '--per-second', '1', '--place-file', place], { directory });
    await appears(place);
    slow.kill('SIGKILL');
    await once(slow, 'exit');
    const { after: reached } = JSON.parse(readFileSync(place, 'utf8'));
    const xuids = tokens.map(({ xuid }) => xuid).sort();
    ok(reached < (xuids.at(-1) ?? ''), 'it was killed half-way');
    const rest = await json(...line, '--place-file', place);
    ok(rest.players < 7, 'it went on behind those who were done');
    equal(existsSync(place), false);
    deepEqual((await json(...line)).unlocks, []);
    const key = readFileSync(keyPath(join(directory, 'data')), 'utf8').trim();
    for (const xuid of xuids) {
      const answered = await fetch(`${service.started.url}/management/players/${xuid}/facts`, {
        headers: { authorization: `Bearer ${key}` },
      });
      const { facts } = Object(await answered.json());
      const own = facts.filter((fact: Record<string, unknown>) => fact.achievementId === '3');
      deepEqual(
        own.map((fact: Record<string, unknown>) => [fact.kind, fact.source, fact.reason]),
        [['Unlocked', 'Import', 'backfill']],
      );
    }
  });

  test('a place that was kept for other work is not gone on from', async () => {
    const place = written('other.json', { work: 'other', after: '7' });
    const line = ['backfill', '2', '--title', String(titleId), ...inSandbox, '--place-file', place];
    const { code, err } = await told(...line);
    equal(code, 1);
    match(err, /is of other work/);
  });
});

/** Waits for a file. */
async function appears(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
}
