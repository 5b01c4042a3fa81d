/**
 * Remembers what was used lately, in two generations: when the younger is full it becomes the
 * older, and what was in the older and not used since is forgotten. So forgetting costs nothing,
 * where taking the oldest entry out of one map means to search it past all that was taken before.
 */
export class RecentMap<K, V> {
  readonly #generationMax: number;
  readonly #weigh: (key: K, value: V) => number;
  #young = new Map<K, V>();
  #youngWeight = 0;
  #old = new Map<K, V>();
  #age = 0;

  /**
   * @param max how much is kept at most; at least the half of it used last is
   * @param weigh how much an entry is, in the unit of `max`; without it, one
   */
  constructor(max: number, weigh: (key: K, value: V) => number = () => 1) {
    this.#generationMax = max / 2;
    this.#weigh = weigh;
  }

  /** Rises when something may be forgotten: what was got or set since is still there. */
  get age(): number {
    return this.#age;
  }

  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.#add(key, old);
    return old;
  }

  set(key: K, value: V): void {
    const before = this.#young.get(key);
    if (before === undefined) {
      this.#add(key, value);
      return;
    }
    this.#youngWeight += this.#weigh(key, value) - this.#weigh(key, before);
    this.#young.set(key, value);
  }

  delete(key: K): void {
    const young = this.#young.get(key);
    if (young !== undefined) this.#youngWeight -= this.#weigh(key, young);
    this.#young.delete(key);
    this.#old.delete(key);
    this.#age += 1;
  }

  clear(): void {
    this.#young.clear();
    this.#youngWeight = 0;
    this.#old.clear();
    this.#age += 1;
  }

  /** @param key is not in the younger generation */
  #add(key: K, value: V): void {
    const weight = this.#weigh(key, value);
    if (this.#youngWeight > 0 && this.#youngWeight + weight > this.#generationMax) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngWeight = 0;
      this.#age += 1;
    }
    this.#young.set(key, value);
    this.#youngWeight += weight;
  }
}
