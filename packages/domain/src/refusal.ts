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

/** An expected "no". `message` may be shown to whoever asked; it never holds a token. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** Cuts and quotes a received value for a refusal's message: at most 80 characters. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
}
