import assert from 'node:assert/strict';
import { Refusal, type RefusalCode } from '@laurel/domain';

/** For tests: accepts an error that is a refusal of that code, and nothing else. */
export function refused(code: RefusalCode, message?: RegExp): (thrown: unknown) => true {
  return (thrown) => {
    assert.ok(thrown instanceof Refusal, String(thrown));
    assert.equal(thrown.code, code);
    if (message !== undefined) assert.match(thrown.message, message);
    return true;
  };
}
