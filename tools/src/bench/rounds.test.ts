import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { interleave, median, ratioOf, type Slice } from './rounds.ts';

const slice: Slice = {
  perSecond: 100,
  p50: 1,
  p99: 2,
  serverCost: 10,
  loadCost: 5,
  isDisturbed: false,
};

const effort = { rounds: 3, settlingRounds: 0, warmUpMs: 0, measureMs: 0 };

describe('rounds', () => {
  test('the arms take turns', async () => {
    const order: string[] = [];
    const arm = (name: string) => async () => {
      order.push(name);
      return slice;
    };
    await interleave(effort, { ours: arm('ours'), bare: arm('bare') });
    deepEqual(order, ['ours', 'bare', 'ours', 'bare', 'ours', 'bare']);
  });

  test('rounds in which engines settle are not counted', async () => {
    let times = 0;
    const { rounds } = await interleave(
      { ...effort, settlingRounds: 2 },
      {
        ours: async () => {
          times += 1;
          return { ...slice, perSecond: times };
        },
      },
    );
    deepEqual(
      rounds.map(({ ours }) => ours.perSecond),
      [3, 4, 5],
    );
  });

  test('a disturbed round is discarded and repeated', async () => {
    let times = 0;
    const { rounds, discarded, isDisturbed } = await interleave(effort, {
      ours: async () => {
        times += 1;
        return { ...slice, isDisturbed: times === 2 };
      },
    });
    deepEqual([rounds.length, discarded, isDisturbed], [3, 1, false]);
  });

  test('where no round is quiet all of them count and it is said', async () => {
    const { rounds, discarded, isDisturbed } = await interleave(effort, {
      ours: async () => ({ ...slice, isDisturbed: true }),
    });
    deepEqual([rounds.length, discarded, isDisturbed], [9, 0, true]);
  });

  test('a ratio is taken within each round, so a drift of the machine falls out', async () => {
    let speed = 1;
    const measured = await interleave(effort, {
      ours: async () => ({ ...slice, perSecond: 60 * speed }),
      bare: async () => {
        const bare = { ...slice, perSecond: 100 * speed };
        speed *= 2;
        return bare;
      },
    });
    equal(ratioOf(measured, ['ours', 'bare'], 'perSecond'), 0.6);
  });

  test('the median of an even number of values lies between the middle two', () => {
    equal(median([4, 1, 3, 2]), 2.5);
  });
});
