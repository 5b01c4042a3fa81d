import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type RunningCli, runCli, startCli } from '../cli-process.ts';

type Shown = {
  readonly titleId: number;
  readonly achievements: readonly { readonly name: string; readonly picture: string }[];
};

describe('laurel dev --samples', () => {
  let directory = '';
  let service: RunningCli;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'laurel-dev-'));
    service = await startCli(['dev', '--samples', '--port', '0'], { directory });
  });
  after(async () => {
    await service.stop();
    rmSync(directory, { recursive: true });
  });

  function at(path: string): Promise<Response> {
    return fetch(`${service.started.url}${path}`);
  }

  async function shownTitles(): Promise<readonly Shown[]> {
    const { titles } = await (await at('/instance.json')).json();
    return titles;
  }

  test('the start page and the reference are there', async () => {
    for (const path of ['/', '/reference']) {
      const page = await at(path);
      equal(page.status, 200);
      match(page.headers.get('content-type') ?? '', /^text\/html/);
    }
  });

  test('the start page is told of both titles and of every picture', async () => {
    const titles = await shownTitles();
    equal(titles.length, 2);
    const pictures = titles.flatMap((title) => title.achievements.map(({ picture }) => picture));
    for (const path of new Set(pictures)) {
      const picture = await at(path);
      equal(picture.headers.get('content-type'), 'image/png', path);
    }
  });

  test('what stands for a secret achievement is a picture', async () => {
    const picture = await at('/icons/secret.png');
    equal(picture.status, 200);
    equal(picture.headers.get('content-type'), 'image/png');
    const bytes = Buffer.from(await picture.arrayBuffer());
    equal(bytes.toString('latin1', 1, 4), 'PNG');
    deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1920, 1080]);
  });

  test('the lines to try get a token, unlock and list', async () => {
    const lines = service.started.try as readonly string[];
    equal(lines.length, 3);
    const words = lines.map((line) => line.slice(line.indexOf(' --player')).trim().split(' '));
    const told = [];
    for (const [index, name] of ['token', 'unlock', 'list'].entries()) {
      match(lines[index] ?? '', new RegExp(` ${name} --player`));
      told.push(await runCli([name, ...(words[index] ?? [])], { directory }));
    }
    deepEqual(
      told.map(({ code }) => code),
      [0, 0, 0],
    );
    match(told[0]?.out ?? '', /^XBL3\.0 x=/);
    match(told[1]?.out ?? '', /unlocked "First Light"/);
    match(told[2]?.out ?? '', /1 of 15 unlocked/);
  });

  test('the second title is unlocked by what its game tells', async () => {
    const { out: token } = await runCli(['token', '--player', 'Player1'], { directory });
    const told = [
      { id: '1', name: 'LetterDelivered', measurements: { doorsKnown: 40 } },
      { id: '2', name: 'RouteFinished', properties: { route: 'SaltGate', seconds: 200 } },
      { id: '3', name: 'WagonRepaired' },
    ];
    const events = told.map((event) => ({ ...event, titleId: 1700100002 }));
    const sent = await fetch(`${service.started.url}/events/game-events`, {
      method: 'POST',
      headers: { authorization: token.trim(), 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    equal((await sent.json()).counted, 3);
    const words = ['list', '--player', 'Player1', '--title', '1700100002'];
    const { out } = await runCli(words, { directory });
    match(out, /^1 +100 % +20 .*First Post$/m);
    match(out, /^2 +40 of 100 +80 +A Hundred Doors$/m);
    match(out, /^5 +200, not yet 180 +120 +Against the Clock$/m);
    match(out, /^7 +started +110 +Grease and Patience$/m);
  });

  test('a second start keeps what is there', async () => {
    const before = await shownTitles();
    await service.stop();
    service = await startCli(['dev', '--samples', '--port', '0'], { directory });
    deepEqual(
      (await shownTitles()).map(({ titleId }) => titleId),
      before.map(({ titleId }) => titleId),
    );
    const words = ['list', '--player', 'Player1', '--title', '1700100001'];
    const { out } = await runCli(words, { directory });
    match(out, /1 of 15 unlocked/);
    const versions = await runCli(['rollback', '1700100001', '--sandbox', 'RETAIL'], { directory });
    ok(!/^2 /m.test(versions.out), versions.out);
  });
});
