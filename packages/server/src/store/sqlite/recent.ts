import type { RecordInLedger } from '../sql/records.ts';

/** Records that are remembered at most, at about 1 KB each. */
const recordsMax = 12_000;

/**
 * The records that were written last, so that the next report about one needs no read: after each
 * commit SQLite reads its pages anew. Only this process writes, so what was written is what is
 * stored.
 */
export class Recent {
  readonly #records = new Map<string, RecordInLedger>();

  get(name: string): RecordInLedger | undefined {
    return this.#records.get(name);
  }

  /** @param record was committed; it counts unless a later version is here already */
  add(name: string, record: RecordInLedger): void {
    const known = this.#records.get(name);
    if (known !== undefined && known.version > record.version) return;
    if (known === undefined && this.#records.size >= recordsMax) this.#dropOldest();
    this.#records.set(name, record);
  }

  /** What is stored is another now. */
  forget(): void {
    this.#records.clear();
  }

  #dropOldest(): void {
    for (const name of this.#records.keys()) {
      this.#records.delete(name);
      return;
    }
  }
}
