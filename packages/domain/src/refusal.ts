/**
 * Why a request was refused: an expected "no". The edge holds one answer for each, checked by the
 * compiler. A failure (the world broke) or a bug is never a refusal.
 */
export const refusalCodes = [
  'InvalidRequest',
  'InvalidBody',
  'NoUserClaim',
  'NotYourProgress',
  'NotYourData',
  'TitleClaimRequired',
  'TitleNotAllowed',
  'NotForDevelopers',
  'HiddenByPrivacy',
  'RestrictedSetting',
  'UnknownPlayer',
  'UnknownTitle',
  'UnknownServiceConfig',
  'UnknownAchievement',
  'UnknownEntity',
  'EventBasedTitle',
  'LegacyTitle',
  'WindowClosed',
  'Retired',
  'Conflict',
  'NotPublishable',
  'LimitReached',
] as const;

/** The closed set of refusals. */
export type RefusalCode = (typeof refusalCodes)[number];

/** One of several places that are wrong. `path` names the place in what was sent. */
export type RefusalDetail = { readonly path: string; readonly message: string };

/** An expected "no". `message` may be shown to whoever asked; it never holds a token. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** Every place that is wrong, where there are several; empty otherwise. */
  readonly details: readonly RefusalDetail[];

  constructor(code: RefusalCode, message: string, details: readonly RefusalDetail[] = []) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

/** Cuts and quotes a received value for a refusal's message: at most 80 characters. */
export function quoted(value: unknown): string {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  const text = isPlain ? String(value) : (JSON.stringify(value) ?? String(value));
  return `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
}
