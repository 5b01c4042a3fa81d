import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Refusal } from '@laurel/domain';
import { IdentityUnavailable } from '../services/token-refusal.ts';
import { StoreFailure } from '../store/store.ts';
import { BodyCutOff, BodyTooLarge } from './exchange.ts';
import { answerTo } from './standing-answers.ts';

function bodyOf({ body }: { body?: Buffer | string }): Readonly<Record<string, unknown>> {
  return JSON.parse(String(body));
}

describe('what was thrown becomes an answer', () => {
  test('500: a bug is told of without a word about its cause', () => {
    const answer = answerTo('achievements', new TypeError('secrets of the house'));
    assert.equal(answer.status, 500);
    assert.deepEqual(bodyOf(answer), {
      code: 5000,
      source: 'Progress',
      description: 'the service failed; try again later',
      traceInformation: null,
      errorCode: 5000,
      errorMessage: 'the service failed; try again later',
    });
  });

  test('500: a refusal where no host was reached is a bug', () => {
    const answer = answerTo(null, new Refusal('UnknownPlayer', 'nobody'));
    assert.deepEqual([answer.status, bodyOf(answer).status], [500, 500]);
  });

  const unavailable = [new StoreFailure('disk'), new IdentityUnavailable('issuer')];
  for (const thrown of unavailable) {
    test(`503: a ${thrown.name} is "not now", with Retry-After`, () => {
      const answer = answerTo('achievements', thrown);
      assert.equal(answer.status, 503);
      assert.match(answer.headers['retry-after'] ?? '', /^[1-9][0-9]*$/);
      assert.equal(bodyOf(answer).code, 5300);
    });
  }

  test('408: a body that did not arrive ends the connection', () => {
    const answer = answerTo('profile', new BodyCutOff());
    assert.deepEqual([answer.status, answer.headers.connection], [408, 'close']);
    assert.equal(bodyOf(answer).source, 'Profile');
  });

  test('413: a body above the limit names the limit', () => {
    const answer = answerTo('achievements', new BodyTooLarge(65_536));
    assert.equal(answer.status, 413);
    assert.match(String(bodyOf(answer).description), /65536 bytes/);
  });
});
