import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type RunningCli, startCli } from '../cli-process.ts';
import { createFakeShell } from '../fake-shell.ts';
import { run } from '../program.ts';

/*
 * Recorded answers of the real service, imported by the command and asked for again over HTTP.
 * They belong to those who recorded them and are no part of this repository: they are read
 * from the folder that LAUREL_RECORDINGS names, or from where they lie beside it.
 */
const beside = new URL('../../../../../shared/reference/captures', import.meta.url);
const folder = process.env.LAUREL_RECORDINGS ?? fileURLToPath(beside);
const absent =
  !existsSync(folder) && 'there are no recordings; LAUREL_RECORDINGS may name a folder';

const player = '2533274800000001';
const halo5 = { titleId: 219630713, scid: '1370999b-fca2-4c53-8ec5-73493bcb67e5' };
const hexic = { titleId: 1297290392 };

/** Every member that our answers have and the recorded ones do not. */
const addedToAchievement = ['platform', 'progression.achievementState'];
const addedToPaging = ['pagingInfo.totalItems'];

function recordedIn(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** What an answer has beyond another, by path; fails where they differ in anything else. */
function additions(ours: unknown, recorded: unknown, path = ''): string[] {
  if (typeof recorded !== 'object' || recorded === null) {
    deepEqual(ours, recorded, path);
    return [];
  }
  ok(typeof ours === 'object' && ours !== null, `${path} is no object`);
  if (Array.isArray(recorded)) {
    ok(Array.isArray(ours), `${path} is no array`);
    equal(ours.length, recorded.length, `${path} has another length`);
    return recorded.flatMap((one, index) => additions(ours[index], one, path));
  }
  for (const key of Object.keys(recorded)) ok(key in ours, `${path}.${key} is missing`);
  return Object.entries(ours).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return key in recorded ? additions(value, Reflect.get(recorded, key), at) : [at];
  });
}

function sortedAdditions(ours: unknown, recorded: unknown): readonly string[] {
  const paths = additions(ours, recorded).map((path) => path.replace(/^achievements\./, ''));
  return [...new Set(paths)].sort();
}

describe('recorded answers of the real service, imported and asked for again', {
  skip: absent,
}, () => {
  let directory = '';
  let service: RunningCli;
  let authorization = '';

  async function json(...words: readonly string[]) {
    const shell = createFakeShell(directory);
    const code = await run(shell, [...words, '--json']);
    const { out, err } = shell.told();
    equal(code, 0, err);
    return JSON.parse(out);
  }

  function imported(language: string, ...names: readonly string[]) {
    const files = names.map((name) => join(folder, name));
    const asPlayer = ['--publish', 'RETAIL', '--player', player];
    return json('import', 'capture', ...files, '--language', language, ...asPlayer);
  }

  /** Asks as the recorded request did. */
  async function asked(path: string, version: string, language = 'en-US'): Promise<unknown> {
    const headers = {
      authorization,
      'x-xbl-contract-version': version,
      'accept-language': language,
    };
    const base = `${service.started.url}/achievements/users/xuid(${player})`;
    const answered = await fetch(`${base}${path}`, { headers });
    equal(answered.status, 200);
    return answered.json();
  }

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'laurel-recordings-'));
    service = await startCli(['dev', '--port', '0'], { directory });
    await imported('en-US', 'achievements_one_gameprogress.json');
    await imported('de-DE', 'achievements_360_all.json', 'achievements_360_earned.json');
    ({ authorization } = await json('token', '--player', `Recorded ${player.slice(-6)}`));
  });
  after(async () => {
    await service.stop();
    rmSync(directory, { recursive: true });
  });

  test('the page of Halo 5 comes back member by member, but for what we add', async () => {
    const recorded = recordedIn('achievements_one_gameprogress.json');
    const ours = await asked(`/achievements?titleId=${halo5.titleId}&maxItems=32`, '2');
    deepEqual(sortedAdditions(ours, recorded), [...addedToPaging, ...addedToAchievement].sort());
  });

  test('so it does for a client that names no number of items', async () => {
    const recorded = recordedIn('achievements_one_gameprogress.json');
    const ours = await asked(`/achievements?titleId=${halo5.titleId}`, '2');
    deepEqual(sortedAdditions(ours, recorded), [...addedToPaging, ...addedToAchievement].sort());
  });

  test('the detail of Halo 5 comes back, in both envelopes', async () => {
    const recorded = recordedIn('achievements_one_details.json');
    const ours = await asked(`/achievements/${halo5.scid}/39`, '2');
    deepEqual(
      sortedAdditions(ours, recorded),
      ['achievement', ...addedToPaging, ...addedToAchievement].sort(),
    );
    const [first] = Reflect.get(Object(ours), 'achievements');
    deepEqual(Reflect.get(Object(ours), 'achievement'), first);
  });

  test('the earned list of the Xbox 360 title comes back', async () => {
    const recorded = recordedIn('achievements_360_earned.json');
    const ours = await asked(`/achievements?titleId=${hexic.titleId}`, '1', 'de-DE');
    deepEqual(sortedAdditions(ours, recorded), addedToPaging);
  });

  test('the list of all of its achievements comes back, each shown locked', async () => {
    const recorded = recordedIn('achievements_360_all.json');
    const ours = await asked(`/titleachievements?titleId=${hexic.titleId}`, '1', 'de-DE');
    deepEqual(sortedAdditions(ours, recorded), addedToPaging);
  });
});
