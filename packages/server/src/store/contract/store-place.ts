import { after, before, beforeEach } from 'node:test';
import type { Store } from '../store.ts';

/** Where stores of one engine are opened; nothing is in it at first. Disposing of it removes it. */
export type StorePlace = AsyncDisposable & {
  /** Opens it, again too, while no other store has it open. */
  open(): Promise<Store>;
  /** A path on this machine where no file is yet. */
  freePath(): string;
};

/** Makes a place of its own. */
export type NewPlace = () => Promise<StorePlace>;

/**
 * Opens one store for all tests of a group and empties it before each.
 *
 * @returns gives the store, once the tests run
 */
export function sharedStore(newPlace: NewPlace): () => Store {
  let place: StorePlace | undefined;
  let store: Store | undefined;

  before(async () => {
    place = await newPlace();
    store = await place.open();
  });

  beforeEach(() => store?.clear());

  after(async () => {
    await store?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  return () => {
    if (store === undefined) throw new Error('the store is not open yet');
    return store;
  };
}
