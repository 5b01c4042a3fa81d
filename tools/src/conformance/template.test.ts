import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filled, filledText, playerIn } from './template.ts';

const supply = async (name: string) => name.toUpperCase();

test('templates are filled wherever they stand, each name once', async () => {
  const asked: string[] = [];
  const counting = async (name: string) => {
    asked.push(name);
    return supply(name);
  };
  const text = 'XBL3.0 x={{uhs:bob}};{{jwt:bob}} {{uhs:bob}}';
  assert.equal(await filledText(text, counting), 'XBL3.0 x=UHS:BOB;JWT:BOB UHS:BOB');
  assert.deepEqual(asked, ['uhs:bob', 'jwt:bob']);
  const value = { list: ['{{a}}', 5, null], '{{b}}': true };
  assert.deepEqual(await filled(value, supply), { list: ['A', 5, null], B: true });
});

test('the player whose token a header carries is known from its template', () => {
  assert.equal(playerIn('{{token:carol}}'), 'carol');
  assert.equal(playerIn('XBL3.0 x=-;{{jwt:bob:expired}}'), 'bob');
  assert.equal(playerIn('XBL3.0 x=-;garbage'), null);
});
