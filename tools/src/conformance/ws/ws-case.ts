import { readGiven } from '../given.ts';
import { carryOut } from '../happening.ts';
import type { HttpTheatre } from '../http-case.ts';
import type { VectorCase } from '../vectors.ts';
import { type After, readConnectionGiven } from './given.ts';
import { Performance, StepFailed } from './performance.ts';
import { carryOutStep, usualConnection } from './step.ts';

/**
 * Plays a case about a connection, from a fresh copy of the world.
 *
 * @param base the instance's address
 * @returns what did not come out as it must, empty when the case passes
 */
export async function runWsCase(
  vector: VectorCase,
  theatre: HttpTheatre,
  base: URL,
): Promise<readonly string[]> {
  try {
    await play(vector, theatre, base);
    return [];
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message : String(thrown)];
  }
}

async function play(vector: VectorCase, theatre: HttpTheatre, base: URL): Promise<void> {
  if (vector.steps.length === 0) throw new StepFailed('it has no steps');
  const { rest, after, isNonceUsed } = readConnectionGiven(vector.given);
  const preparation = readGiven(rest, theatre.world);
  const world = await theatre.stage.fresh(preparation.edits);
  const supply = theatre.supplyFor(world);
  const { request } = vector;
  for (const happening of preparation.happenings) {
    await carryOut(happening, { ...theatre, supply, request });
  }
  using performance = new Performance(vector, { theatre, supply, base, world });
  if (isNonceUsed) await performance.open(usualConnection, {});
  let waiting: readonly After[] = after;
  for (const [at, step] of vector.steps.entries()) {
    try {
      await carryOutStep(step, { performance, world });
      if (waiting.length > 0 && performance.names.length > 0) {
        for (const act of waiting) await act(usualConnection, performance);
        waiting = [];
      }
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      throw new StepFailed(`step ${at + 1}: ${thrown.message}`, { cause: thrown });
    }
  }
}
