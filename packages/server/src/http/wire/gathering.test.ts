import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createGathering, type Gathered, type Gathering } from './gathering.ts';

let gathering: Gathering;
let steps: string[];
beforeEach(() => {
  gathering = createGathering();
  steps = [];
});

/** Notes its steps, and has an answer as soon as it has read. */
function connection(name: string, lentBytes = 0): Gathered {
  const self: Gathered = {
    proceed() {
      steps.push(`${name} reads`);
      gathering.answered(self, lentBytes);
    },
    send() {
      steps.push(`${name} sends`);
    },
  };
  return self;
}

test('all that have arrived are read before any answer is sent', async () => {
  gathering.arrived(connection('one'));
  gathering.arrived(connection('two'));
  assert.deepEqual(steps, []);
  await turn();
  assert.deepEqual(steps, ['one reads', 'two reads', 'one sends', 'two sends']);
});

test('an answer that is made later is sent in the turn in which it is made', async () => {
  gathering.answered(connection('one'), 0);
  assert.deepEqual(steps, []);
  await turn();
  assert.deepEqual(steps, ['one sends']);
});

test('what arrives while answers are sent takes the next turn', async () => {
  const again = connection('again');
  let requests = 2;
  gathering.arrived({
    proceed() {
      again.proceed();
      gathering.answered(this, 0);
    },
    send() {
      requests -= 1;
      if (requests > 0) gathering.arrived(this);
    },
  });
  await turn();
  assert.deepEqual(steps, ['again reads', 'again sends']);
  await turn();
  assert.deepEqual(steps, ['again reads', 'again sends', 'again reads', 'again sends']);
});

test('many answers do not wait for each other', async () => {
  for (let index = 0; index < 70; index += 1) gathering.arrived(connection(String(index)));
  await turn();
  assert.equal(steps.indexOf('0 sends'), 64);
  assert.equal(steps.length, 140);
});

test('few answers wait that keep much of what is lent', async () => {
  for (const name of ['one', 'two', 'three']) gathering.arrived(connection(name, 128 * 1024));
  await turn();
  assert.deepEqual(steps, [
    'one reads',
    'two reads',
    'one sends',
    'two sends',
    'three reads',
    'three sends',
  ]);
});

/** Notes that it is done. */
function task(name: string): () => void {
  return () => steps.push(`${name} is done`);
}

test('what nobody waits for is done when a turn brings nothing else', async () => {
  gathering.later(task('one'));
  gathering.answered(connection('first'), 0);
  await turn();
  gathering.arrived(connection('second'));
  await turn();
  assert.deepEqual(steps, ['first sends', 'second reads', 'second sends']);
  await turn();
  assert.deepEqual(steps.slice(3), ['one is done']);
  await turn();
  assert.equal(steps.length, 4);
});

test('a turn in which many answers were sent at once is no turn that brings nothing', async () => {
  gathering.later(task('one'));
  for (let index = 0; index < 64; index += 1) gathering.answered(connection(String(index)), 0);
  assert.equal(steps.length, 64);
  await turn();
  assert.equal(steps.length, 64);
  await turn();
  assert.equal(steps.at(-1), 'one is done');
});

test('much that nobody waits for is done in any case', () => {
  for (let count = 1; count < 256; count += 1) gathering.later(task(String(count)));
  assert.deepEqual(steps, []);
  gathering.later(task('256'));
  assert.equal(steps.length, 256);
  assert.equal(steps.at(-1), '256 is done');
});

test('at the end everything is done, once', async () => {
  gathering.later(task('one'));
  gathering.settle();
  assert.deepEqual(steps, ['one is done']);
  await turn();
  assert.deepEqual(steps, ['one is done']);
});
