import type { Hands } from './change.ts';

/** Said by dead hands. */
export class Killed extends Error {}

/**
 * Hands that die before their nth effect, or in the middle of it: an effect that writes counts
 * twice. Dead hands have no effect any more.
 *
 * @param die ends the process, or does nothing
 */
export function mortalHands(hands: Hands, { last, die }: { last: number; die: () => void }): Hands {
  let left = last;

  /** Counts an effect. @param half what of it reaches the disk when it is the last */
  function count(half: () => void = () => undefined): void {
    left -= 1;
    if (left > 0) return;
    if (left === 0) {
      half();
      die();
    }
    throw new Killed();
  }

  const halfOf = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);
  return {
    ...hands,
    create(path, bytes) {
      count();
      count(() => hands.create(path, halfOf(bytes)));
      hands.create(path, bytes);
    },
    append(path, bytes) {
      count();
      count(() => hands.append(path, halfOf(bytes)));
      hands.append(path, bytes);
    },
    overwrite(path, bytes) {
      count();
      count(() => hands.overwrite(path, halfOf(bytes)));
      hands.overwrite(path, bytes);
    },
    truncate(path, bytes) {
      count();
      hands.truncate(path, bytes);
    },
    makeFolder(path) {
      count();
      hands.makeFolder(path);
    },
    remove(path) {
      count();
      hands.remove(path);
    },
    removeFolder(path) {
      count();
      hands.removeFolder(path);
    },
    put(path, found) {
      count();
      hands.put(path, found);
    },
    run(command) {
      // What a program does in several steps is counted where it is played.
      if (left <= 0) throw new Killed();
      return hands.run(command);
    },
  };
}
