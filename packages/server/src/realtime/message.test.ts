import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  eventText,
  notSubscribed,
  readMessage,
  resyncText,
  subscribed,
  unsubscribed,
} from './message.ts';

describe('a message', () => {
  test('subscribes, with any whole number', () => {
    assert.deepEqual(readMessage('[1,0,"https://x"]'), {
      kind: 'Subscribe',
      seq: 0,
      uri: 'https://x',
    });
    assert.deepEqual(readMessage('[1,7,"u",9]'), { kind: 'Subscribe', seq: 7, uri: 'u' });
  });

  test('unsubscribes an id, zero too', () => {
    assert.deepEqual(readMessage('[2,1,0]'), { kind: 'Unsubscribe', seq: 1, id: 0 });
  });

  const none = [
    '',
    'x',
    '{}',
    'null',
    '[]',
    '[1]',
    '[1,1]',
    '[1,1,2]',
    '[1,"1","u"]',
    '[1,-1,"u"]',
    '[1,1.5,"u"]',
    '[1,1e300,"u"]',
    '[2,1,"1"]',
    '[2,1,1.5]',
    '[3,1,{}]',
    '[4]',
    '["1",1,"u"]',
    '[[1],1,"u"]',
    `[1,1,"${'u'.repeat(1025)}"]`,
  ];
  for (const text of none) {
    test(`${text.slice(0, 20) || 'nothing'} is none`, () => {
      assert.equal(readMessage(text).kind, 'Malformed');
    });
  }

  test('of any JSON or any text never throws', () => {
    fc.assert(fc.property(fc.json(), (text) => void readMessage(text)));
    fc.assert(fc.property(fc.string(), (text) => void readMessage(text)));
  });
});

describe('a reply', () => {
  test('to a subscribe always has five elements', () => {
    assert.equal(subscribed(3, { id: 1, json: 'null' }), '[1,3,0,1,null]');
    assert.equal(notSubscribed(3, 1002), '[1,3,1002,0,null]');
  });

  test('to an unsubscribe has three', () => assert.equal(unsubscribed(3, 0), '[2,3,0]'));

  test('is followed by events and resyncs', () => {
    assert.equal(eventText(2, '{"a":1}'), '[3,2,{"a":1}]');
    assert.equal(resyncText, '[4]');
  });
});
