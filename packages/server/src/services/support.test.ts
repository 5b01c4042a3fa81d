import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  achievementId,
  instant,
  type Progress,
  progressOn,
  type RecordedState,
  retail,
  sandbox,
  scid,
  titleId,
} from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createPlayerReset } from './player-reset.ts';
import { refused } from './refused.ts';
import {
  alice,
  callerOf,
  nobody,
  noon,
  samplePlayer,
  sampleTitle,
  sampleTitles,
} from './sample-world.ts';
import { createSupport, isDevelopmentSandbox, type Support } from './support.ts';

const title = sampleTitle();
const { scid: id } = title;
const one = achievementId('1');
const acme = sandbox('ACME.7');
const ticket = { achievementId: one, reason: 'ticket 7' };
const inRetail = { xuid: alice, of: { sandbox: retail, scid: id } };
const inAcme = { xuid: alice, of: { sandbox: acme, scid: id } };

let store: FakeStore;

beforeEach(() => {
  store = createFakeStore([samplePlayer(alice)]);
});

function supportOf({ isDevelopment }: { isDevelopment: boolean }): Support {
  const clock = createTestClock(noon);
  return createSupport({ store, titles: sampleTitles(title), clock, isDevelopment });
}

describe('grant and revoke', () => {
  test('a grant unlocks, counts, and says why in the ledger', async () => {
    const { version, facts } = await supportOf({ isDevelopment: false }).grant(inRetail, ticket);
    assert.equal(version, 1);
    assert.deepEqual(
      facts.map(({ kind, reason, source }) => [kind, reason, source]),
      [['Granted', 'ticket 7', 'Support']],
    );
    assert.equal(await store.records.gamerscoreOf({ sandbox: retail, xuid: alice }), 25);
  });

  test('a revocation takes the Gamerscore away, a second grant gives it back', async () => {
    const support = supportOf({ isDevelopment: false });
    await support.grant(inRetail, ticket);
    await support.revoke(inRetail, ticket);
    assert.equal(await store.records.gamerscoreOf({ sandbox: retail, xuid: alice }), 0);
    await support.grant(inRetail, ticket);
    assert.equal(await store.records.gamerscoreOf({ sandbox: retail, xuid: alice }), 25);
  });

  test('a title is named by either of its ids', async () => {
    const byTitleId = { xuid: alice, of: { sandbox: retail, titleId: title.titleId } };
    const { version } = await supportOf({ isDevelopment: false }).grant(byTitleId, ticket);
    assert.equal(version, 1);
  });

  const wrong: readonly [string, typeof inRetail, Parameters<typeof refused>[0]][] = [
    ['a player nobody knows', { ...inRetail, xuid: nobody }, 'UnknownPlayer'],
    [
      'a configuration nobody published',
      { xuid: alice, of: { sandbox: retail, scid: scid('11111111-1111-1111-1111-111111111111') } },
      'UnknownServiceConfig',
    ],
  ];
  for (const [what, subject, code] of wrong) {
    test(`${what} is refused`, async () => {
      const granted = supportOf({ isDevelopment: false }).grant(subject, ticket);
      await assert.rejects(granted, refused(code));
    });
  }

  test('ids that name different titles are refused', () => {
    const { titleOf } = supportOf({ isDevelopment: false });
    const of = { sandbox: retail, scid: id, titleId: titleId(7) };
    assert.throws(() => titleOf(of), refused('UnknownServiceConfig', /titleId 7/));
    assert.throws(() => titleOf({ sandbox: retail, titleId: titleId(7) }), refused('UnknownTitle'));
  });
});

describe('reset', () => {
  test('a player of a development sandbox forgets everything', async () => {
    const support = supportOf({ isDevelopment: false });
    await support.grant(inAcme, ticket);
    const { record } = await support.reset(inAcme, null);
    assert.equal(record.progress.size, 0);
  });

  test('a player of RETAIL is not reset outside development mode', async () => {
    const asked = supportOf({ isDevelopment: false }).reset(inRetail, null);
    await assert.rejects(asked, refused('NotForDevelopers'));
  });

  test('a player of RETAIL is reset in development mode', async () => {
    const support = supportOf({ isDevelopment: true });
    await support.grant(inRetail, ticket);
    assert.equal((await support.reset(inRetail, null)).facts[0]?.kind, 'Reset');
  });

  for (const [name, isOne] of [
    ['RETAIL', false],
    ['CERT', false],
    ['ACME.7', true],
  ] as const) {
    test(`${name} is ${isOne ? '' : 'not '}for development`, () => {
      assert.equal(isDevelopmentSandbox(sandbox(name)), isOne);
    });
  }
});

describe('importState', () => {
  test('recorded unlocks keep their time and count', async () => {
    const unlockedAt = instant('2026-01-05T10:00:00.1234567Z');
    const unlocked: Progress = { state: 'Achieved', percent: 100, unlockedAt };
    const state: RecordedState = {
      progress: new Map([[one, unlocked]]),
      stats: new Map([['EnemiesDefeated', '7']]),
      revoked: new Set(),
      lastPlayedAt: unlockedAt,
    };
    const support = supportOf({ isDevelopment: false });
    const { record } = await support.importState(inRetail, state);
    assert.deepEqual(progressOn(record, one), unlocked);
    assert.equal(await store.records.gamerscoreOf({ sandbox: retail, xuid: alice }), 25);
  });
});

describe('player reset jobs', () => {
  const drawn = ['job-1', 'job-2'];
  function resetOf({ isDevelopment }: { isDevelopment: boolean }) {
    const ids = [...drawn];
    const drawId = () => ids.shift() ?? 'job';
    return createPlayerReset({ support: supportOf({ isDevelopment }), drawId, isDevelopment });
  }
  const developer = callerOf(null, { isDeveloper: true, sandbox: acme });
  const of = { xuid: alice, scid: id };

  test('a developer resets a player of their sandbox, and the job is known after', async () => {
    await supportOf({ isDevelopment: false }).grant(inAcme, ticket);
    const reset = resetOf({ isDevelopment: false });
    const job = await reset.submit(developer, of);
    assert.deepEqual(reset.job(developer, job.id), job);
    const stored = await store.records.read({ sandbox: acme, xuid: alice, scid: id });
    assert.equal(stored?.record.progress.size, 0);
  });

  const others = [
    ['a player', callerOf(alice, { sandbox: acme })],
    ['a developer in RETAIL', callerOf(null, { isDeveloper: true })],
  ] as const;
  for (const [who, asker] of others) {
    test(`${who} may not reset`, async () => {
      const submitted = resetOf({ isDevelopment: false }).submit(asker, of);
      await assert.rejects(submitted, refused('NotForDevelopers'));
    });
    test(`${who} may in development mode`, async () => {
      const { id: job } = await resetOf({ isDevelopment: true }).submit(asker, of);
      assert.equal(job, 'job-1');
    });
  }

  test('a job nobody submitted is unknown', () => {
    const reset = resetOf({ isDevelopment: false });
    assert.throws(() => reset.job(developer, 'other'), refused('UnknownEntity'));
  });
});
