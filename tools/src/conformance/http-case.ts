import { type BodyFact, checkFact } from './assertion.ts';
import { readGiven } from './given.ts';
import { carryOut, type Rehearsal } from './happening.ts';
import { type Addressing, buildRequest, changedRequest } from './http-request.ts';
import type { Instance } from './instance.ts';
import { isArray, isObject, type Json, type JsonObject } from './json.ts';
import { checkClaim, readNote, standingOf } from './note.ts';
import type { Stage } from './stage.ts';
import type { Supply } from './template.ts';
import type { VectorCase } from './vectors.ts';
import type { Wire, WireAnswer } from './wire.ts';
import type { World } from './world.ts';

/** What http cases are run with. */
export type HttpTheatre = {
  readonly wire: Wire;
  readonly instance: Instance;
  readonly stage: Stage;
  readonly supplyFor: (world: World) => Supply;
  readonly addressing: Addressing;
  readonly world: World;
  /** @throws {Error} for an id that no file has */
  readonly caseOf: (id: string) => VectorCase;
};

const expectations = new Set(['status', 'headers', 'bodyFacts', 'body']);

/** @returns everything that is not as the case expects, empty when it passes */
export async function runHttpCase(
  vector: VectorCase,
  theatre: HttpTheatre,
): Promise<readonly string[]> {
  const strange = Object.keys(vector.expect).filter((name) => !expectations.has(name));
  if (strange.length > 0) return [`expect has "${strange.join(', ')}", not understood`];
  try {
    return await run(vector, theatre);
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message : String(thrown)];
  }
}

async function run(vector: VectorCase, theatre: HttpTheatre): Promise<readonly string[]> {
  const { stage, wire, instance, addressing } = theatre;
  const preparation = readGiven(vector.given, theatre.world);
  const world = await stage.fresh(preparation.edits);
  const supply = theatre.supplyFor(world);
  const note = readNote(vector.note, world);
  const request = changedRequest(vector.request, { headers: note.headers });
  const rehearsal: Rehearsal = { ...theatre, supply, request };
  for (const happening of preparation.happenings) await carryOut(happening, rehearsal);
  const reading = { instance, request, world };
  const before = await Promise.all(note.claims.map((claim) => standingOf(claim, reading)));
  const answer = await wire.send(await buildRequest(request, { supply, addressing }));
  const reasons = checkAnswer(vector.expect, answer);
  if (reasons.length > 0) return reasons;
  const after = await Promise.all(note.claims.map((claim) => standingOf(claim, reading)));
  return note.claims
    .map((claim, at) =>
      checkClaim(claim, { before: before[at] ?? null, after: after[at] ?? null, request }),
    )
    .filter((reason) => reason !== null);
}

/** @returns everything in which the answer is not as expected */
export function checkAnswer(expect: JsonObject, answer: WireAnswer): readonly string[] {
  return [
    ...checkStatus(expect.status, answer),
    ...checkHeaders(expect.headers, answer),
    ...checkBody(expect, answer),
  ];
}

function checkStatus(expected: Json | undefined, { status, body }: WireAnswer): readonly string[] {
  if (expected === undefined) return [];
  const choices = isArray(expected) ? expected : [expected];
  if (choices.includes(status)) return [];
  const said = body.length === 0 ? '' : ` (${body.toString().slice(0, 120)})`;
  return [`status: expected ${choices.join(' or ')}, got ${status}${said}`];
}

function checkHeaders(expected: Json | undefined, { headers }: WireAnswer): readonly string[] {
  if (!isObject(expected)) return [];
  return Object.entries(expected).flatMap(([name, pattern]) => {
    const value = headers[name.toLowerCase()];
    if (value === undefined)
      return [`header ${name}: expected like /${String(pattern)}/, got none`];
    if (new RegExp(String(pattern), 'u').test(value)) return [];
    return [`header ${name}: expected like /${String(pattern)}/, got "${value}"`];
  });
}

function checkBody(expect: JsonObject, { body }: WireAnswer): readonly string[] {
  const { bodyFacts = [], body: whole } = expect;
  const facts: Json[] = isArray(bodyFacts) ? [...bodyFacts] : [bodyFacts];
  if (whole !== undefined) facts.push({ path: '$', op: 'eq', value: whole });
  const bindings = new Map<string, Json>();
  const received = { text: body.toString(), byteLength: body.length };
  return facts.flatMap((fact) => {
    if (!isBodyFact(fact)) return [`the fact ${JSON.stringify(fact)} is not understood`];
    const reason = checkFact(fact, received, bindings);
    return reason === null ? [] : [`${fact.path} ${fact.op}: ${reason}`];
  });
}

function isBodyFact(fact: Json): fact is JsonObject & BodyFact {
  return isObject(fact) && typeof fact.path === 'string' && typeof fact.op === 'string';
}
