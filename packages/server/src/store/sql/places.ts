import { createHash } from 'node:crypto';
import type { RecordKey } from '../store.ts';

/** A service configuration in a sandbox: the half of a record's name that its players share. */
export type Place = Pick<RecordKey, 'sandbox' | 'scid'>;

/**
 * Puts a place's names down where they are not yet. It fails when another place has the number: one
 * chance in 2^48 for each pair. Parameters: id, sandbox, scid.
 */
export const insertPlace = `
  insert into places (id, sandbox, scid)
  select $1, $2, $3
   where not exists (select 1 from places where id = $1 and sandbox = $2 and scid = $3)`;

/** Bytes of the number: JavaScript holds it exactly. */
const idBytes = 6;

/** Numbers that are remembered at most; an instance has a few hundred places. */
const rememberedMax = 10_000;

/** By sandbox, then by service configuration: joining the names for each look takes longer. */
const remembered = new Map<string, Map<string, number>>();
let rememberedCount = 0;

/**
 * The short number of a place, made of its names alone: servers that share a database agree on it
 * without asking, and the table `places` is only where the names are read back.
 */
export function placeId({ sandbox, scid }: Place): number {
  const known = remembered.get(sandbox)?.get(scid);
  if (known !== undefined) return known;
  const id = createHash('sha256').update(`${sandbox} ${scid}`).digest().readUIntBE(0, idBytes);
  if (rememberedCount >= rememberedMax) {
    remembered.clear();
    rememberedCount = 0;
  }
  const ofSandbox = remembered.get(sandbox) ?? new Map<string, number>();
  remembered.set(sandbox, ofSandbox.set(scid, id));
  rememberedCount += 1;
  return id;
}
