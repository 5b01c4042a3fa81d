import type { TokenRefusal, TokenRefusalReason } from '../services/token-refusal.ts';
import type { WireAnswer } from './exchange.ts';
import { answer, answerEmpty } from './operation.ts';

/**
 * How clients know why there is no token; `null` where the body is empty.
 *
 * Source: wire contract §3.3 [X]; those of expired and invalid tokens are read in clients [W].
 */
const errors = {
  InvalidTicket: null,
  NoPlayer: 2148916233,
  TitleNotAllowed: 2148916242,
  RetailAccountNotAllowed: 2148916248,
  SandboxNotAllowed: 2148916249,
  ExpiredDeviceToken: 2148916256,
  ExpiredTitleToken: 2148916257,
  ExpiredUserToken: 2148916258,
  InvalidDeviceToken: 2148916259,
  InvalidTitleToken: 2148916260,
  InvalidUserToken: 2148916261,
} satisfies Record<TokenRefusalReason, number | null>;

/** Where someone without a profile is sent. Source: wire contract §3.3, step 5 [C]. */
const createAccountPage = 'https://start.ui.xboxlive.com/CreateAccount';

/** Turns a token service's refusal into its answer. Source: wire contract §3.3, step 5 [C]. */
export function refuseToken({ reason, message }: TokenRefusal): WireAnswer {
  const error = errors[reason];
  if (error === null) return refuseTicket(message);
  const isOfDevice = reason === 'ExpiredDeviceToken' || reason === 'InvalidDeviceToken';
  return answer(401, {
    Identity: isOfDevice ? 'xdi' : '0',
    XErr: error,
    Message: message,
    Redirect: reason === 'NoPlayer' ? createAccountPage : '',
  });
}

/** As for a token that is not valid: an empty body. Source: §3.2 [C]; the reason beside it [I]. */
function refuseTicket(message: string): WireAnswer {
  // A header holds no quotes and nothing beyond ASCII.
  const description = message.replace(/[^ !#-&(-~]/g, '?').slice(0, 200);
  const challenge = `Token realm='xboxlive.com', error='invalid_ticket', error_description='${description}'`;
  return answerEmpty(401, { 'www-authenticate': challenge });
}
