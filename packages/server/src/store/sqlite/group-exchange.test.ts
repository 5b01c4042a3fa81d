import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { GroupExchange } from './group-exchange.ts';

const whole = { statements: 3, logPages: 70 };

/** Both sides, in one thread: what was rung for is there at once. */
function bothSides() {
  const sender = new GroupExchange();
  return { sender, writer: new GroupExchange(sender.memory) };
}

test('a group arrives as it was sent, and how it ended comes back', async () => {
  const { sender, writer } = bothSides();
  for (const length of [1, 300_000, 5]) {
    const group = Uint8Array.from({ length }, (_, place) => place % 251);
    const sent = sender.send(group);
    const next = writer.next();
    assert.equal(next.isCalled, false);
    assert.deepEqual(next.group, group);
    writer.end(whole);
    assert.deepEqual(await sent, whole);
  }
});

test('the writer hears of calls and of a group that came together', async () => {
  const { sender, writer } = bothSides();
  sender.ringForCall();
  const sent = sender.send(Uint8Array.of(7));
  sender.ringForCall();
  const { isCalled, group } = writer.next();
  assert.equal(isCalled, true);
  assert.deepEqual(group, Uint8Array.of(7));
  sender.ringForCall();
  assert.deepEqual(writer.next(), { isCalled: true, group: null });
  writer.end(null);
  assert.equal(await sent, null);
});

test('a group that ended before it is waited for is not waited for', async () => {
  const { sender, writer } = bothSides();
  const waitAsync = Atomics.waitAsync;
  const late = test.mock.method(Atomics, 'waitAsync', (...of: Parameters<typeof waitAsync>) => {
    writer.next();
    writer.end(whole);
    return waitAsync(...of);
  });
  assert.deepEqual(await sender.send(Uint8Array.of(7)), whole);
  late.mock.restore();
});

test('a group larger than may wait is refused, and the next is not', async () => {
  const { sender, writer } = bothSides();
  const tooLarge = new Uint8Array(sender.memory.bytes.maxByteLength + 1);
  await assert.rejects(sender.send(tooLarge), RangeError);
  const sent = sender.send(Uint8Array.of(7));
  assert.deepEqual(writer.next().group, Uint8Array.of(7));
  writer.end(whole);
  assert.deepEqual(await sent, whole);
});

test('nobody waits for a writer that is gone', async () => {
  const { sender } = bothSides();
  const sent = sender.send(Uint8Array.of(7));
  sender.abandon();
  assert.equal(await sent, null);
  assert.equal(await sender.send(Uint8Array.of(8)), null);
});

test('thousands of groups and calls pass between two threads, and none is missed', async () => {
  const sender = new GroupExchange();
  const worker = new Worker(
    `const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
     (async () => {
       const { GroupExchange } = await import(workerData.module);
       const writer = new GroupExchange(workerData.memory);
       for (;;) {
         const { isCalled, group } = writer.next();
         while (isCalled) {
           const posted = receiveMessageOnPort(parentPort);
           if (posted === undefined) break;
           parentPort.postMessage(posted.message);
         }
         if (group === null) continue;
         const sum = group.reduce((all, one) => all + one, 0);
         writer.end({ statements: sum, logPages: group.length });
       }
     })();`,
    {
      eval: true,
      workerData: {
        memory: sender.memory,
        module: new URL('./group-exchange.ts', import.meta.url).href,
      },
    },
  );
  let answered = 0;
  worker.on('message', () => {
    answered += 1;
  });
  for (let count = 1; count <= 3000; count += 1) {
    if (count % 3 === 0) {
      worker.postMessage(count);
      sender.ringForCall();
    }
    const group = new Uint8Array(1 + (count % 40)).fill(count % 200);
    const expected = { statements: group.length * (count % 200), logPages: group.length };
    assert.deepEqual(await sender.send(group), expected);
  }
  while (answered < 1000) await new Promise(setImmediate);
  await worker.terminate();
});
