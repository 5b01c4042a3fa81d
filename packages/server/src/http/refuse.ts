import { type HostName, hosts, type ServiceName } from '@laurel/contract';
import type { Refusal, RefusalCode } from '@laurel/domain';
import type { WireAnswer } from './exchange.ts';
import { answer } from './operation.ts';

/**
 * How a refusal looks on the protocol's hosts. `text` replaces the refusal's own message where a
 * client may have seen a certain wording.
 */
type ServiceAnswer = { readonly status: number; readonly code: number; readonly text?: string };

/** Source: wire contract §5.8; the status of each is §3.2, §5.3 and §9.1. */
const answers = {
  InvalidRequest: { status: 400, code: 4000 }, // [I]
  InvalidBody: { status: 400, code: 4000 }, // [D]
  NoUserClaim: { status: 403, code: 23, text: 'No valid claims were found on the request.' }, // [C]
  NotYourProgress: {
    status: 403,
    code: 8377,
    text: 'XUID specified in the claim does not match URI XUID.',
  }, // the documented sample [D]
  NotYourData: { status: 403, code: 4500 }, // [D]
  TitleClaimRequired: { status: 403, code: 1029 }, // "not allowed for this title" [C on PeopleFd]
  TitleNotAllowed: { status: 403, code: 1029 },
  NotForDevelopers: { status: 403, code: 4500 },
  HiddenByPrivacy: {
    status: 403,
    code: 4500,
    text: 'Privacy settings of the target user do not allow this request.',
  }, // [D], the wording [I]
  RestrictedSetting: { status: 403, code: 60 }, // [W]
  UnknownPlayer: { status: 404, code: 4100 }, // "user does not exist" [D]
  UnknownTitle: { status: 404, code: 28 }, // "no data for the requested entity" [C on Profile]
  UnknownServiceConfig: { status: 404, code: 28 },
  UnknownAchievement: { status: 404, code: 28 },
  UnknownEntity: { status: 404, code: 28 },
  EventBasedTitle: { status: 403, code: 1029 }, // [C on PeopleFd]
  LegacyTitle: { status: 403, code: 1029 },
  WindowClosed: { status: 403, code: 1029 },
  Retired: { status: 410, code: 28 }, // [D for the status]
  Conflict: { status: 409, code: 4000 },
  NotPublishable: { status: 422, code: 4000 },
  LimitReached: { status: 409, code: 4000 },
} satisfies Record<RefusalCode, ServiceAnswer>; // a new code without an answer does not compile

/** Where a service is known to answer in its own way. Source: wire contract §5.8 [C]. */
const ownAnswers: Partial<Record<ServiceName, Partial<Record<RefusalCode, ServiceAnswer>>>> = {
  Profile: {
    InvalidBody: { status: 400, code: 8, text: 'The body of the request was invalid.' },
    UnknownPlayer: {
      status: 404,
      code: 28,
      text: 'The server found no data for the requested entity.',
    },
  },
};

/** Turns a refusal into the answer of the host that was asked. */
export function refuse(host: HostName, refusal: Refusal): WireAnswer {
  const { service } = hosts[host];
  const own = ownAnswers[service]?.[refusal.code];
  const { status, code, text }: ServiceAnswer = own ?? answers[refusal.code];
  if (service === 'Laurel') return problem(status, refusal);
  return serviceError(host, { status, code, message: text ?? refusal.message });
}

/** The protocol's error body: all three shapes in one. Source: wire contract §5.8. */
export function serviceError(
  host: HostName,
  { status, code, message }: { status: number; code: number; message: string },
): WireAnswer {
  return answer(status, {
    code,
    source: hosts[host].service,
    description: message,
    traceInformation: null,
    errorCode: code,
    errorMessage: message,
  });
}

const problemTitles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** An RFC 9457 body, for our own API. */
export function problem(
  status: number,
  { code, message, details }: Pick<Refusal, 'message' | 'details'> & { code: string },
): WireAnswer {
  const body = {
    type: 'about:blank',
    title: problemTitles[status] ?? 'Error',
    status,
    detail: message,
    code,
    ...(details.length > 0 && { errors: details }),
  };
  const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(body) };
}

/** An answer for what is wrong before any operation is reached, in the shape of the host. */
export function fault(
  host: HostName | null,
  { status, code, message }: { status: number; code: number; message: string },
): WireAnswer {
  if (host === null || hosts[host].service === 'Laurel') {
    return problem(status, { code: `Status${status}`, message, details: [] });
  }
  return serviceError(host, { status, code, message });
}
