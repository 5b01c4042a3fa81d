import { z } from 'zod';
import { isXuidText, SandboxText } from '../codec/segment.ts';
import { type HostName, hosts } from '../host.ts';

const FreeDate = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/, 'must be a UTC date ending in Z');

/** The farthest a clock is moved at once: about 68 years. */
const advanceMsMax = 2 ** 31 * 1000;

/** Where the clock is to stand: at a moment, with the machine (`null`), or further on. */
export const ClockChange = z
  .strictObject({
    now: FreeDate.nullable().optional(),
    advanceMs: z.int().min(0).max(advanceMsMax).optional(),
  })
  .refine(({ now, advanceMs }) => (now === undefined) !== (advanceMs === undefined), {
    error: 'must hold either now or advanceMs',
  })
  .meta({ id: 'ClockChange' });

/** What the clock says. */
export const ClockReading = z
  .object({ now: z.string(), isFrozen: z.boolean() })
  .meta({ id: 'ClockReading' });

/** What is made to fail on purpose. What a change leaves out stays as it is. */
export const FaultChange = z
  .strictObject({ draining: z.boolean().optional(), storageDown: z.boolean().optional() })
  .meta({ id: 'FaultChange' });

/** The faults in force. */
export const FaultsInForce = z
  .object({ draining: z.boolean(), storageDown: z.boolean() })
  .meta({ id: 'FaultsInForce' });

const countMax = 1_000_000;
const Count = z.int().min(1).max(countMax);
const Seconds = z.int().min(1).max(86_400);

const serviceNames = [...new Set(Object.values(hosts).map(({ service }) => service))];
const hostNames = Object.keys(hosts).filter(isProtocolHost);

function isProtocolHost(name: string): name is Exclude<HostName, 'management'> {
  return name in hosts && name !== 'management';
}

const RateLimit = z.strictObject({ burstMax: Count, sustainMax: Count });

/** Limits by the name that a service signs its errors with; `null` lifts one. */
const LimitsByService = z.partialRecord(z.enum(serviceNames), RateLimit.nullable());

const MovedHost = z.strictObject({
  location: z
    .string()
    .max(2048)
    .regex(
      /^https?:\/\/[^\s/]+(\/[^\s]*[^\s/])?$/,
      'must be an address without a slash at its end',
    ),
  isPermanent: z.boolean(),
});

/** Switches to turn; what is left out stays as it is. */
export const SwitchChange = z
  .strictObject({
    achievedRequirements: z.enum(['withHundred', 'empty']).optional(),
    detailEnvelope: z.enum(['both', 'list', 'object']).optional(),
    unlockedOnlyIncludesInProgress: z.boolean().optional(),
    notModifiedAs200: z.boolean().optional(),
    requireTitleClaimForUpdate: z.boolean().optional(),
    validateSignature: z.boolean().optional(),
    redactSecretsForOthers: z.boolean().optional(),
    acceptEmptyUserHash: z.boolean().optional(),
    rarityScaleInToast: z.union([z.literal(100), z.literal(1)]).optional(),
    defaultPageSize: Count.optional(),
    maxPageSize: Count.optional(),
    contract5: z.enum(['legacy', 'empty', '406']).optional(),
    rateLimits: z
      .strictObject({
        isOn: z.boolean().optional(),
        burstSeconds: Seconds.optional(),
        sustainSeconds: Seconds.optional(),
        byService: LimitsByService.optional(),
      })
      .optional(),
    rtaRequireSubprotocol: z.boolean().optional(),
    /** By the host's short name, such as `achievements`; `null` moves it back. */
    movedHosts: z.partialRecord(z.enum(hostNames), MovedHost.nullable()).optional(),
  })
  .meta({ id: 'SwitchChange' });

/** The switches in force. */
export const SwitchesInForce = z.looseObject({}).meta({ id: 'SwitchesInForce' });

/** A token to make, as if its holder had signed in. */
export const TokenOrder = z
  .strictObject({
    kind: z.enum(['user', 'device', 'title', 'xsts']),
    /** Without a player the token has no user claim. */
    xuid: z.string().refine(isXuidText, 'must be an xuid').nullable().optional(),
    titleId: z.int().min(1).max(0xffffffff).nullable().optional(),
    sandbox: SandboxText.optional(),
    locale: z.string().max(35).nullable().optional(),
    isThirdParty: z.boolean().optional(),
    isDeveloper: z.boolean().optional(),
    /** The service it is for, where it is not this instance's hosts. */
    relyingParty: z.string().max(256).optional(),
    /** How long it is good for from now on, at most ten years; below zero it has expired. */
    lifetimeSeconds: z.int().min(-86_400).max(315_360_000).optional(),
  })
  .meta({ id: 'TokenOrder' });

/** A token that was made. `userHash` is empty for one without a user claim. */
export const TokenMade = z
  .object({ token: z.string(), userHash: z.string() })
  .meta({ id: 'TokenMade' });

/** Everything an instance remembers, as its own file format. */
export const SnapshotFile = z.string().meta({ id: 'SnapshotFile', format: 'binary' });
