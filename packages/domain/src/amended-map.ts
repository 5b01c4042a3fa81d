/**
 * A map with some entries replaced or added, without a copy of the rest: a report changes one
 * achievement of many. Entries keep their order; new ones come last.
 */
export class AmendedMap<K, V> implements ReadonlyMap<K, V> {
  /** What it was made from; never itself an amended one. */
  readonly base: ReadonlyMap<K, V>;
  readonly changes: ReadonlyMap<K, V>;
  #size: number | null = null;

  constructor(base: ReadonlyMap<K, V>, changes: ReadonlyMap<K, V>) {
    this.base = base instanceof AmendedMap ? base.base : base;
    this.changes = base instanceof AmendedMap ? new Map([...base.changes, ...changes]) : changes;
  }

  get size(): number {
    this.#size ??=
      this.base.size + [...this.changes.keys()].filter((key) => !this.base.has(key)).length;
    return this.#size;
  }

  get(key: K): V | undefined {
    return this.changes.get(key) ?? this.base.get(key);
  }

  has(key: K): boolean {
    return this.changes.has(key) || this.base.has(key);
  }

  *entries(): MapIterator<[K, V]> {
    for (const [key, value] of this.base) yield [key, this.changes.get(key) ?? value];
    for (const entry of this.changes) if (!this.base.has(entry[0])) yield entry;
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  forEach(call: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) call(value, key, this);
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}
