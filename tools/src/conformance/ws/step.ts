import { readGiven } from '../given.ts';
import { carryOut } from '../happening.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { actOut } from './note.ts';
import { type Performance, StepFailed } from './performance.ts';

/** The connection of a step that names none. */
export const usualConnection = '1';

type Setting = { readonly performance: Performance; readonly world: World };

/** One kind of step: `name` is the connection that it is about. */
type Step = (value: Json, name: string, setting: Setting, step: JsonObject) => Promise<void> | void;

/** By the member that says what is to be done. Source: the vector file's cases. */
const steps: Readonly<Record<string, Step>> = {
  open: (value, name, setting) => open(value, name, setting),
  send: async (value, name, { performance }) =>
    performance.socket(name).sendText(await performance.textOf(value)),
  sendBinary: async (value, name, { performance }) =>
    performance.socket(name).sendBinary(await performance.textOf(value)),
  sendRaw: (value, name, { performance }) => performance.socket(name).sendText(asText(value)),
  sendText: (value, name, { performance }) => performance.socket(name).sendText(asText(value)),
  expect: (value, name, { performance }) => performance.expect(name, value),
  expectMatch: (value, name, { performance }) => performance.expect(name, value),
  expectRaw: (value, name, { performance }) => performance.expectRaw(name, String(value)),
  expectEvent: async (value, name, { performance }) => {
    const { sub = null, facts = [], data } = isObject(value) ? value : {};
    const told = await performance.expectEvent(name, sub, isArray(facts) ? (facts as never) : []);
    if (data !== undefined) performance.requireMatch(data, told);
  },
  expectEvents: async (value, name, { performance }) => {
    const seen = await performance.countEvents(name);
    if (seen !== Number(value)) throw new StepFailed(`expected ${value} events, got ${seen}`);
  },
  expectOneOf: expectOneOf,
  expectNothingMs: (value, name, { performance }) => performance.expectNothing(name, Number(value)),
  expectNothing: (value, name, { performance }) =>
    performance.expectNothing(name, typeof value === 'number' ? value : 1000),
  ping: (_, name, { performance }) => performance.socket(name).ping(),
  expectPong: (_, name, { performance }) => performance.expectPong(name),
  expectOpen: (_, name, { performance }) => performance.expectOpen(name),
  expectClose: (value, name, { performance }) => performance.expectClose(name, closeCodesIn(value)),
  close: (value, name, { performance }) =>
    performance.socket(name).close(typeof value === 'number' ? value : 1000),
  http: (value, _, { performance }) => sendHttp(value, performance),
  server: (value, _, setting) => letServer(String(value), setting),
  note: (value, _, { performance }) => actOut(String(value), performance),
  advanceMs: (value, _, setting) => advance(Number(value), setting),
  advanceSeconds: (value, _, setting) => advance(Number(value) * 1000, setting),
  advanceMinutes: (value, _, setting) => advance(Number(value) * 60_000, setting),
  advanceHours: (value, _, setting) => advance(Number(value) * 3_600_000, setting),
  expectCloseOrNothing: (value, name, { performance }) =>
    performance.expectOpenOrClose(name, closeCodesIn(value)),
  expectOpenOrClose: (value, name, { performance }) =>
    performance.expectOpenOrClose(name, closeCodesIn(value)),
  given: (value, _, setting) => happen(String(value), setting),
  waitMs: (value) => new Promise((resolve) => setTimeout(resolve, Number(value))),
};

/** Members that say which connection a step is about. */
const connectionMembers = ['on', 'connection', 'conn', 'socket', 'client'] as const;

/**
 * Carries out one step. A step does one thing; of several members that each say one, all are done
 * in their order.
 *
 * @throws {StepFailed} by the result
 */
export async function carryOutStep(step: Json, setting: Setting): Promise<void> {
  if (typeof step === 'string') return actOut(step, setting.performance);
  if (!isObject(step)) throw new StepFailed(`the step ${JSON.stringify(step)} is not understood`);
  const member = connectionMembers.find((name) => Object.hasOwn(step, name));
  const name = member === undefined ? usualConnection : String(step[member]);
  for (const [what, value] of Object.entries(step)) {
    if (what === member) continue;
    const act = Object.hasOwn(steps, what) ? steps[what] : undefined;
    if (act === undefined) throw new StepFailed(`the step "${what}" is not understood`);
    await act(value, name, setting, step);
  }
}

/** `as` names the player who connects; anything else changes the request or is expected. */
async function open(value: Json, name: string, { performance, world }: Setting): Promise<void> {
  const { as, ...expected } = isObject(value) ? value : {};
  const isPlayer = typeof as === 'string' && world.players[as] !== undefined;
  if (as !== undefined && !isPlayer) throw new StepFailed(`there is no player ${String(as)}`);
  await performance.open(name, expected, isPlayer ? `{{token:${as}}}` : null);
}

/** Steps of which one has to come out. */
async function expectOneOf(value: Json, name: string, setting: Setting): Promise<void> {
  const failures: string[] = [];
  for (const step of isArray(value) ? value : []) {
    try {
      await carryOutStep(isObject(step) ? { on: name, ...step } : step, setting);
      return;
    } catch (thrown) {
      if (!(thrown instanceof StepFailed)) throw thrown;
      failures.push(thrown.message);
    }
  }
  throw new StepFailed(failures.join('; or ') || 'there is nothing to choose from');
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function closeCodesIn(value: Json): readonly Json[] | null {
  if (typeof value === 'number') return [value];
  if (isArray(value)) return value;
  if (isObject(value) && value.code !== undefined) return closeCodesIn(value.code);
  return null;
}

async function sendHttp(value: Json, performance: Performance): Promise<void> {
  if (typeof value === 'string') return performance.http(value, {});
  if (!isObject(value)) throw new StepFailed('http: neither an id nor a request');
  const { use, with: changes = {}, times, expect, request, ...written } = value;
  const what = typeof use === 'string' ? use : isObject(request) ? request : written;
  return performance.http(what, isObject(changes) ? changes : {}, {
    ...(typeof times === 'number' && { times }),
    ...(isObject(expect) && { expect }),
  });
}

async function advance(byMs: number, { performance }: Setting): Promise<void> {
  await performance.theatre.stage.advanceClock(byMs);
}

/** What the server does of its own accord. */
async function letServer(prose: string, { performance, world }: Setting): Promise<void> {
  const { theatre } = performance;
  if (/resync/i.test(prose)) {
    await theatre.instance.call({ method: 'POST', path: '/development/resync', body: null });
    return;
  }
  if (/drain|shut|stop|restart|maintenance/i.test(prose)) {
    await theatre.stage.setFaults({ draining: true });
    return;
  }
  await happen(prose, { performance, world });
}

/** What the prose of a case may say of the time before it. */
async function happen(prose: string, { performance, world }: Setting): Promise<void> {
  const { theatre, supply } = performance;
  const { happenings } = readGiven(prose, world);
  const request = {};
  for (const happening of happenings) await carryOut(happening, { ...theatre, supply, request });
}
