import { checkConfigCase } from './config-case.ts';
import { type HttpTheatre, runHttpCase } from './http-case.ts';
import type { Addressing } from './http-request.ts';
import { createInstance } from './instance.ts';
import type { JsonObject } from './json.ts';
import { createStage } from './stage.ts';
import { createSupply } from './supply.ts';
import { type CaseKind, caseKinds, type VectorCase, type VectorFile } from './vectors.ts';
import type { Wire } from './wire.ts';
import { worldOf } from './world.ts';
import { runWsCase } from './ws/ws-case.ts';

/** How one case came out. */
export type Outcome = {
  readonly vector: VectorCase;
  readonly result: 'passed' | 'failed' | 'skipped';
  /** What was expected and seen, or why it was skipped; empty for a case that passed. */
  readonly reasons: readonly string[];
};

/** What is to be run, and on what. */
export type Run = {
  readonly files: readonly VectorFile[];
  /** Files whose cases others may refer to by id. */
  readonly library: readonly VectorFile[];
  readonly documents: Readonly<Record<string, JsonObject>>;
  readonly wire: Wire;
  /** The instance's address, for what is no request. */
  readonly url: URL;
  readonly managementKey: string;
  readonly addressing: Addressing;
  /** `null` for all. */
  readonly kinds: ReadonlySet<CaseKind> | null;
  /** `null` for all. */
  readonly only: ReadonlySet<string> | null;
  /** Told of each case as it is done. */
  readonly onOutcome: (outcome: Outcome) => void;
};

/**
 * Switches as every case starts with: the wire contract's defaults, limits on. Source: §15b, §13.
 */
const baseSwitches: JsonObject = {
  achievedRequirements: 'withHundred',
  detailEnvelope: 'both',
  unlockedOnlyIncludesInProgress: false,
  notModifiedAs200: false,
  requireTitleClaimForUpdate: false,
  validateSignature: false,
  redactSecretsForOthers: false,
  acceptEmptyUserHash: false,
  rarityScaleInToast: 100,
  defaultPageSize: 32,
  maxPageSize: 10_000,
  contract5: 'legacy',
  rtaRequireSubprotocol: false,
  rateLimits: {
    isOn: true,
    burstSeconds: 15,
    sustainSeconds: 300,
    byService: {
      Progress: { burstMax: 100, sustainMax: 300 },
      UserStats: { burstMax: 100, sustainMax: 300 },
      Profile: { burstMax: 10, sustainMax: 30 },
      Privacy: { burstMax: 10, sustainMax: 30 },
      PeopleFd: { burstMax: 10, sustainMax: 30 },
      UserPosts: { burstMax: 100, sustainMax: 300 },
    },
  },
};

/** Why cases of a kind are not run; `null` where they are. */
function whySkipped(kind: string): string | null {
  if (kind === 'sdk') return 'its steps are prose; each is a test of the client';
  return caseKinds.some((known) => known === kind) ? null : 'a kind that is not supported';
}

/**
 * Runs cases one after the other, each from a fresh copy of its file's world.
 *
 * @returns how each came out, in the order of the files
 */
export async function runVectors(run: Run): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const file of run.files) {
    const wanted = file.cases.filter((vector) => isWanted(vector, run));
    const needsStage = wanted.some(({ kind }) => kind === 'http' || kind === 'ws');
    const theatre = needsStage ? await openTheatre(file, run) : null;
    for (const vector of wanted) {
      const outcome = await runCase(vector, theatre, run.url);
      run.onOutcome(outcome);
      outcomes.push(outcome);
    }
  }
  return outcomes;
}

function isWanted({ id, kind }: VectorCase, { kinds, only }: Run): boolean {
  const isOfKind = kinds === null || [...kinds].some((one) => one === kind);
  return isOfKind && (only === null || only.has(id));
}

async function openTheatre(file: VectorFile, run: Run): Promise<HttpTheatre> {
  const { wire, addressing, documents } = run;
  const instance = createInstance(wire, run.managementKey);
  const world = worldOf(file.world, documents);
  const stage = await createStage({ instance, world, base: baseSwitches });
  return {
    wire,
    instance,
    stage,
    world,
    addressing,
    supplyFor: createSupply({ instance, wire }),
    caseOf: caseFinder([file, ...run.library]),
  };
}

function caseFinder(files: readonly VectorFile[]): (id: string) => VectorCase {
  return (id) => {
    for (const { cases } of files) {
      const found = cases.find((vector) => vector.id === id);
      if (found !== undefined) return found;
    }
    throw new Error(`case ${id} is referred to, but no file has it`);
  };
}

async function runCase(
  vector: VectorCase,
  theatre: HttpTheatre | null,
  url: URL,
): Promise<Outcome> {
  const why = whySkipped(vector.kind);
  if (why !== null) return { vector, result: 'skipped', reasons: [why] };
  const reasons = await reasonsOf(vector, theatre, url);
  return { vector, result: reasons.length === 0 ? 'passed' : 'failed', reasons };
}

async function reasonsOf(
  vector: VectorCase,
  theatre: HttpTheatre | null,
  url: URL,
): Promise<readonly string[]> {
  if (theatre === null) return runConfigCase(vector);
  if (vector.kind === 'ws') return runWsCase(vector, theatre, url);
  return vector.kind === 'http' ? runHttpCase(vector, theatre) : runConfigCase(vector);
}

function runConfigCase({ request, expect }: VectorCase): readonly string[] {
  if (typeof expect.valid !== 'boolean') return ['expect has no "valid", not understood'];
  const { valid, messages } = checkConfigCase(request.config);
  if (valid === expect.valid) return [];
  return [`valid: expected ${expect.valid}, got ${valid} (${messages.join('; ') || 'no message'})`];
}
