import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandbox } from '@laurel/domain';
import { alice, callerOf } from '../../../services/sample-world.ts';
import { at, createSampleApp, kiln } from '../sample-app.ts';

const line = 'POST /eraser/submitJob';
const body = { userId: alice, Scid: kiln.scid };
const developer = callerOf(null, { isDeveloper: true, sandbox: sandbox('ACME.7') });

test('a developer gets the id of a job that is done', async () => {
  const app = await createSampleApp();
  const submitted = await app.ask(line, { as: developer, body });
  assert.equal(submitted.status, 200);
  assert.equal(typeof submitted.body, 'string');
  const job = await app.ask(`GET /eraser/jobs/${submitted.body}`, { as: developer });
  assert.equal(job.status, 200);
  assert.deepEqual(
    [at(job.body, 'jobId'), at(job.body, 'overallStatus')],
    [submitted.body, 'CompletedSuccess'],
  );
});

test('a player of RETAIL is not reset', async () => {
  const app = await createSampleApp();
  const asked = { as: callerOf(null, { isDeveloper: true }), body };
  const answered = await app.ask(line, asked);
  assert.deepEqual([answered.status, at(answered.body, 'source')], [403, 'Eraser']);
  const { body: profile } = await app.ask(
    'GET /profile/users/me/profile/settings?settings=Gamerscore',
    {
      as: callerOf(alice),
    },
  );
  assert.equal(at(profile, 'profileUsers', 0, 'settings', 0, 'value'), '50');
});

test('in development mode a player of RETAIL is reset', async () => {
  const app = await createSampleApp({ isDevelopment: true });
  assert.equal((await app.ask(line, { as: callerOf(alice), body })).status, 200);
  const { body: profile } = await app.ask(
    'GET /profile/users/me/profile/settings?settings=Gamerscore',
    {
      as: callerOf(alice),
    },
  );
  assert.equal(at(profile, 'profileUsers', 0, 'settings', 0, 'value'), '0');
});

for (const malformed of [
  {},
  { userId: 'x', Scid: kiln.scid },
  { userId: alice, Scid: 'x' },
  [],
  7,
]) {
  test(`a body of ${JSON.stringify(malformed)} answers 400`, async () => {
    const app = await createSampleApp();
    assert.equal((await app.ask(line, { as: developer, body: malformed })).status, 400);
  });
}

test('a job nobody submitted answers 404', async () => {
  const app = await createSampleApp();
  assert.equal((await app.ask('GET /eraser/jobs/none', { as: developer })).status, 404);
});
