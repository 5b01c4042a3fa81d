import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseResource, type Resource, resourceKey } from './resource.ts';

const xuid = '2533274800000001';
const scid = '00000000-0000-0000-0000-00006e756f71';

describe('the address of', () => {
  const known: readonly [string, string, unknown][] = [
    [
      'progress',
      `https://achievements.xboxlive.com/users/xuid(${xuid})/achievements/${scid}`,
      { kind: 'Achievements', owner: xuid, scid },
    ],
    [
      'progress in capitals',
      `HTTPS://ACHIEVEMENTS.XBOXLIVE.COM/USERS/XUID(${xuid})/ACHIEVEMENTS/${scid.toUpperCase()}`,
      { kind: 'Achievements', owner: xuid, scid },
    ],
    [
      'progress, encoded and with a slash at the end',
      `http://achievements.xboxlive.com/users/xuid%28${xuid}%29/achievements/${scid}/`,
      { kind: 'Achievements', owner: xuid, scid },
    ],
    [
      'announcements',
      `https://notify.xboxlive.com/users/xuid(${xuid})/deviceId/current/titleId/1853190001`,
      { kind: 'Notification', owner: xuid, titleId: 1853190001 },
    ],
    [
      'a stat, whose name keeps its case',
      `https://userstats.xboxlive.com/users/xuid(${xuid})/scids/${scid}/stats/EnemiesDefeated`,
      { kind: 'Stat', owner: xuid, scid, name: 'EnemiesDefeated' },
    ],
    [
      'people',
      `http://social.xboxlive.com/users/xuid(${xuid})/friends`,
      { kind: 'People', owner: xuid },
    ],
  ];
  for (const [what, uri, expected] of known) {
    test(`${what} is read`, () => assert.deepEqual(parseResource(uri), expected));
  }

  const unknown = [
    '',
    'x',
    'https://example.com/users',
    'https://sessiondirectory.xboxlive.com/connections/',
    `https://achievements.xboxlive.com/users/xuid(0)/achievements/${scid}`,
    `https://achievements.xboxlive.com/users/me/achievements/${scid}`,
    `https://achievements.xboxlive.com/users/xuid(${xuid})/achievements/nothing`,
    `https://achievements.xboxlive.com.example/users/xuid(${xuid})/achievements/${scid}`,
    `https://notify.xboxlive.com/users/xuid(${xuid})/deviceId/other/titleId/1`,
    `https://notify.xboxlive.com/users/xuid(${xuid})/deviceId/current/titleId/99999999999`,
    'https://achievements.xboxlive.com/%zz',
    'https://constructor/',
  ];
  for (const uri of unknown) {
    test(`${uri.slice(0, 60) || 'nothing'} is unknown`, () => {
      assert.equal(parseResource(uri), undefined);
    });
  }

  test('anything never throws, and what is read has a key', () => {
    const hosts = fc.constantFrom('achievements', 'notify', 'userstats', 'social');
    const uris = fc.tuple(hosts, fc.string()).map(([host, path]) => {
      return `https://${host}.xboxlive.com/users/xuid(${xuid})/${path}`;
    });
    fc.assert(
      fc.property(uris, (uri) => {
        const resource = parseResource(uri);
        if (resource !== undefined) assert.ok(resourceKey(resource).includes(xuid));
      }),
    );
  });
});

test('resources that differ have keys that differ', () => {
  const uris = [
    `https://achievements.xboxlive.com/users/xuid(${xuid})/achievements/${scid}`,
    `https://notify.xboxlive.com/users/xuid(${xuid})/deviceId/current/titleId/1`,
    `https://userstats.xboxlive.com/users/xuid(${xuid})/scids/${scid}/stats/A`,
    `https://userstats.xboxlive.com/users/xuid(${xuid})/scids/${scid}/stats/a`,
    `https://social.xboxlive.com/users/xuid(${xuid})/friends`,
  ];
  const keys = uris.map((uri) => resourceKey(parseResource(uri) as Resource));
  assert.equal(new Set(keys).size, uris.length);
});
