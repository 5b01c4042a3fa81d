import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyQueue, shifted, type ToastQueue, withDelivery, withToast } from './toast-queue.ts';

function queued(arrivals: readonly (readonly [id: string, at: number])[]): ToastQueue {
  return arrivals.reduce((queue, [id, at]) => withToast(queue, { id, name: id }, at), emptyQueue);
}

function ids(queue: ToastQueue) {
  return {
    showing: queue.showing?.toasts.map(({ id }) => id) ?? [],
    waiting: queue.waiting.map(({ id }) => id),
  };
}

describe('the queue of toasts', () => {
  test('the first toast is shown at once', () => {
    deepEqual(ids(queued([['a', 0]])), { showing: ['a'], waiting: [] });
  });

  test('a second one waits for its turn', () => {
    const queue = queued([
      ['a', 0],
      ['b', 100],
    ]);
    deepEqual(ids(queue), { showing: ['a'], waiting: ['b'] });
    deepEqual(ids(shifted(queue, 7000)), { showing: ['b'], waiting: [] });
  });

  test('three within two seconds are shown as one', () => {
    const queue = queued([
      ['a', 0],
      ['b', 1000],
      ['c', 2000],
    ]);
    deepEqual(ids(queue), { showing: ['a', 'b', 'c'], waiting: [] });
  });

  test('what comes later than two seconds does not join what is shown', () => {
    const queue = queued([
      ['a', 0],
      ['b', 2001],
      ['c', 2002],
    ]);
    deepEqual(ids(queue), { showing: ['a'], waiting: ['b', 'c'] });
  });

  test('three that waited are shown as one', () => {
    const queue = queued([
      ['a', 0],
      ['b', 3000],
      ['c', 3001],
      ['d', 3002],
    ]);
    deepEqual(ids(shifted(queue, 7000)), { showing: ['b', 'c', 'd'], waiting: [] });
  });

  test('the same achievement is shown once, also after it was shown', () => {
    const queue = shifted(
      queued([
        ['a', 0],
        ['a', 1],
      ]),
      7000,
    );
    deepEqual(ids(queue), { showing: [], waiting: [] });
    equal(withToast(queue, { id: 'a', name: 'a' }, 9000), queue);
  });

  test('a delivery is told to the toast, wherever it is', () => {
    const queue = queued([
      ['a', 0],
      ['b', 1],
    ]);
    equal(withDelivery(queue, 'a', 'delivered').showing?.toasts[0]?.delivery, 'delivered');
    equal(withDelivery(queue, 'b', 'rejected').waiting[0]?.delivery, 'rejected');
    equal(withDelivery(queue, 'x', 'delivered'), queue);
  });
});
