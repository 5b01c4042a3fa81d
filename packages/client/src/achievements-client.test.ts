import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { schema } from '@laurel/contract';
import { AchievementsClient, type ClientOptions } from './achievements-client.ts';
import { ClientError } from './client-error.ts';
import { createFakeService, type FakeAnswer } from './fake-service.ts';

const xuid = '2533274800000001';
const scid = '00000000-0000-0000-0000-00006E756F71';
const token = 'XBL3.0 x=1;a';

function achievement(id: string, progressState = 'NotStarted') {
  const progression = {
    requirements: [],
    timeUnlocked: '0001-01-01T00:00:00.0000000Z',
    achievementState: progressState,
  };
  return { id, serviceConfigId: scid.toLowerCase(), name: `n${id}`, progressState, progression };
}

function page(ids: readonly string[], continuationToken: string | null = null) {
  const achievements = ids.map((id) => achievement(id));
  return { achievements, pagingInfo: { continuationToken, totalRecords: 9 } };
}

function setUp(script: readonly FakeAnswer[], options: Partial<ClientOptions> = {}) {
  const service = createFakeService(script);
  const client = new AchievementsClient({
    xuid,
    authorization: token,
    baseUrl: 'http://127.0.0.1:1/',
    fetch: service.fetch,
    clock: service.clock,
    random: () => 0,
    ...options,
  });
  return { client, service };
}

function withCode(code: string) {
  return (thrown: unknown) => thrown instanceof ClientError && thrown.code === code;
}

describe('requests', () => {
  test('a list is asked for with the parameters in the order shipped clients use', async () => {
    const { client, service } = setUp([{ status: 200, body: page(['1']) }]);
    await client.list({
      titleIds: [1853190001, 2],
      types: 'Persistent',
      unlockedOnly: true,
      orderBy: 'UnlockTime',
      maxItems: 100,
      skipItems: 5,
    });
    equal(
      service.seen[0]?.url,
      `http://127.0.0.1:1/achievements/users/xuid(${xuid})/achievements?titleId=1853190001,2&types=Persistent&unlockedOnly=true&orderBy=unlocktime&maxItems=100&skipItems=5`,
    );
  });

  test('a request carries the authorization, the contract version and the languages', async () => {
    const { client, service } = setUp([{ status: 200, body: page([]) }], {
      languages: ['fr-FR', 'en'],
    });
    await client.list();
    deepEqual(service.seen[0]?.headers, {
      authorization: token,
      'x-xbl-contract-version': '4',
      'accept-language': 'fr-FR,en',
    });
  });

  test('without a base address the real hosts are asked', async () => {
    const { client, service } = setUp([{ status: 200, body: { isAllowed: true } }], {
      baseUrl: undefined,
    });
    await client.checkPermission('ViewTargetGameHistory', '2533274800000002');
    equal(
      service.seen[0]?.url,
      `https://privacy.xboxlive.com/users/xuid(${xuid})/permission/validate?setting=ViewTargetGameHistory&target=xuid(2533274800000002)`,
    );
  });

  test('an update sends the body of the contract, the scid in lower case', async () => {
    const { client, service } = setUp([{ status: 200, body: { achievements: [] } }]);
    await client.update({ scid, titleId: 1853190001 }, { id: '2', percentComplete: 40 });
    const [{ method, url, body } = { method: '', url: '', body: null }] = service.seen;
    equal(method, 'POST');
    match(url, /\/achievements\/00000000-0000-0000-0000-00006e756f71\/update$/);
    deepEqual(body, {
      action: 'progressUpdate',
      serviceConfigId: scid.toLowerCase(),
      titleId: 1853190001,
      userId: xuid,
      achievements: [{ id: '2', percentComplete: 40 }],
    });
  });
});

test('an update may say when it was earned', async () => {
  const { client, service } = setUp([{ status: 304 }]);
  const report = { id: '2', percentComplete: 40, earnedAt: '2026-03-01T12:00:00.000Z' };
  await client.update({ scid }, report);
  deepEqual(Reflect.get(Object(service.seen[0]?.body), 'achievements'), [report]);
});

describe('refused before anything is sent', () => {
  const { client, service } = setUp([{ status: 200, body: page([]) }]);
  const reports = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: String(index + 1), percentComplete: 1 }));
  const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a percent above 100', () => client.update({ scid }, { id: '3', percentComplete: 101 })],
    ['a fraction of a percent', () => client.update({ scid }, { id: '3', percentComplete: 1.5 })],
    [
      'a local time',
      () => client.update({ scid }, { id: '3', percentComplete: 1, earnedAt: '2026-03-01 12:00' }),
    ],
    ['an empty batch', () => client.update({ scid }, [])],
    ['a batch of 101', () => client.update({ scid }, reports(101))],
    ['a scid that is no GUID', () => client.detail({ scid: '../x', id: '1' })],
    ['an id that leaves the path', () => client.detail({ scid, id: '../1' })],
    ['an xuid that is no number', () => client.list({ xuid: '1)/x' })],
    ['a titleId beyond 32 bits', () => client.list({ titleIds: [2 ** 32] })],
    ['a negative page size', () => client.list({ maxItems: -1 })],
  ];
  for (const [what, call] of refused) {
    test(what, async () => {
      await rejects(call, withCode('invalid_argument'));
      equal(service.seen.length, 0);
    });
  }

  test('a client for no player', () => {
    throws(() => new AchievementsClient({ xuid: 'me', authorization: token }), ClientError);
  });
});

describe('answers', () => {
  test('an update that advances says how far', async () => {
    const standing = { id: '2', percentComplete: 40, progressState: 'InProgress' };
    const { client } = setUp([{ status: 200, body: { achievements: [standing] } }]);
    const result = await client.update({ scid }, [{ id: '2', percentComplete: 40 }]);
    deepEqual(result, { result: 'advanced', achievements: [standing] });
  });

  test('an update answered with nothing to read was taken all the same', async () => {
    const { client } = setUp([{ status: 204 }]);
    deepEqual(await client.update({ scid }, { id: '2', percentComplete: 40 }), {
      result: 'advanced',
      achievements: [],
    });
  });

  test('a page of the network that answers 200 took nothing', async () => {
    const { client } = setUp([{ status: 200, body: '<html>Sign in to the network</html>' }]);
    const update = client.update({ scid }, { id: '2', percentComplete: 40 });
    await rejects(update, withCode('invalid_json'));
  });

  test('304 is the result "unchanged", not an error, and is not tried again (CL-016)', async () => {
    const { client, service } = setUp([{ status: 304 }]);
    const result = await client.update({ scid }, { id: '1', percentComplete: 100 });
    deepEqual(result, { result: 'unchanged' });
    equal(service.seen.length, 1);
  });

  test('a list answered 200 with no body is invalid_json, and does not hang (CL-023)', async () => {
    const { client } = setUp([{ status: 200 }]);
    await rejects(client.list(), withCode('invalid_json'));
  });

  test('an answer that does not end is invalid_json, and is read no further', async () => {
    const mebibyte = new TextEncoder().encode(' '.repeat(1024 * 1024));
    let pulls = 0;
    let isCancelled = false;
    const endless = new ReadableStream({
      pull(controller) {
        pulls += 1;
        controller.enqueue(mebibyte);
      },
      cancel() {
        isCancelled = true;
      },
    });
    const { client } = setUp([], { fetch: async () => new Response(endless) });
    await rejects(client.list(), withCode('invalid_json'));
    deepEqual([isCancelled, pulls < 20], [true, true]);
  });

  test('a runtime whose answers are no streams reads them itself', async () => {
    const { body: _, ...answer } = { ok: true, status: 200, headers: new Headers(), body: null };
    const text = async () => JSON.stringify(page(['1']));
    const fetchText = async () => ({ ...answer, text }) as unknown as Response;
    const { items } = await setUp([], { fetch: fetchText }).client.list();
    equal(items[0]?.id, '1');
  });

  for (const body of ['no', '[]', '{"achievements":null}', '{"achievements":[{"id":"1"}]}']) {
    test(`a list answered 200 with ${JSON.stringify(body)} is invalid_json`, async () => {
      const { client, service } = setUp([{ status: 200, body }]);
      await rejects(client.list(), withCode('invalid_json'));
      equal(service.seen.length, 1);
    });
  }

  test('states are read in any case, and a word nobody knows is Unknown (CL-030)', async () => {
    const body = {
      ...page([]),
      achievements: [achievement('1', 'achieved'), achievement('2', 'Frozen')],
    };
    const { client } = setUp([{ status: 200, body }]);
    const { items } = await client.list();
    deepEqual(
      items.map(({ progressState }) => progressState),
      ['Achieved', 'Unknown'],
    );
  });

  for (const body of [page(['7']), { achievement: achievement('7') }]) {
    test(`a detail is read from ${Object.keys(body)[0]}`, async () => {
      const { client } = setUp([{ status: 200, body }]);
      equal((await client.detail({ scid, id: '7' })).id, '7');
    });
  }

  test('the documented detail, which shipped clients can not read, is read here (CL-029)', async () => {
    const bare = { ...achievement('7'), platform: 'D', progression: { requirements: null } };
    const reward = { name: null, description: null, value: '10', type: 'Gamerscore' };
    const strict = schema.Achievement.safeParse({ ...bare, rewards: [reward] });
    const missing = strict.error?.issues.map(({ path }) => path.join('.')) ?? [];
    for (const path of ['progression.requirements', 'platforms', 'rewards.0.mediaAsset']) {
      ok(missing.includes(path), path);
    }
    const { client } = setUp([{ status: 200, body: { achievement: bare } }]);
    deepEqual((await client.detail({ scid, id: '7' })).progression.requirements, []);
  });

  test('profiles come as settings by name', async () => {
    const settings = [{ id: 'Gamerscore', value: '75' }];
    const { client } = setUp([{ status: 200, body: { profileUsers: [{ id: xuid, settings }] } }]);
    deepEqual(await client.profiles(), [{ xuid, settings: { Gamerscore: '75' } }]);
  });

  test('a refused permission says why', async () => {
    const body = { isAllowed: false, reasons: [{ reason: 'BlockListRestrictsTarget' }] };
    const { client } = setUp([{ status: 200, body }]);
    deepEqual(await client.checkPermission('ViewTargetProfile', '2'), body);
  });

  test('an error carries the status and the service’s own code', async () => {
    const body = { code: 8377, description: 'XUID specified…' };
    const { client } = setUp([{ status: 403, body }]);
    const thrown = await client.list().catch((error: unknown) => error);
    equal(thrown instanceof ClientError && thrown.code, 'http_403');
    equal(thrown instanceof ClientError && thrown.serviceCode, 8377);
  });

  test('a host that has moved is not followed, and its new place is told', async () => {
    const headers = { location: 'https://new.example/achievements' };
    const { client } = setUp([{ status: 301, headers }]);
    await rejects(client.list(), /new\.example/);
    await rejects(client.list(), withCode('redirected'));
  });
});

describe('pages', () => {
  test('all pages are read, each asking with the token of the one before', async () => {
    const { client, service } = setUp([
      { status: 200, body: page(['1', '2'], '2') },
      { status: 200, body: page(['3'], '') },
    ]);
    const ids: string[] = [];
    for await (const { items } of client.listPages({ maxItems: 2, skipItems: 0 })) {
      ids.push(...items.map(({ id }) => id));
    }
    deepEqual(ids, ['1', '2', '3']);
    match(service.seen[1]?.url ?? '', /\?maxItems=2&continuationToken=2$/);
  });

  test('a token that repeats ends the reading', async () => {
    const { client, service } = setUp([{ status: 200, body: page(['1'], '1') }]);
    const read = async () => {
      for await (const _ of client.listPages());
    };
    await rejects(read, withCode('invalid_json'));
    equal(service.seen.length, 2);
  });
});
