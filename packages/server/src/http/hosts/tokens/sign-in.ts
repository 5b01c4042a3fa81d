import type { schema } from '@laurel/contract';
import type { z } from 'zod';
import type { SignIn } from '../../../services/user-tokens.ts';
import type { WireRequest } from '../../exchange.ts';
import { isLocalRequest } from '../../local-request.ts';

type UserProperties = z.output<typeof schema.UserAuthentication>['Properties'];
type TitleProperties = z.output<typeof schema.TitleAuthentication>['Properties'];

/** How a request shows who signs in. */
export function signInOf(
  properties: UserProperties | TitleProperties,
  request: WireRequest,
): SignIn {
  if (properties.AuthMethod === 'RPS') return ticketSignIn(properties.RpsTicket, request);
  const ofPlayer = 'PlayerId' in properties ? properties : { PlayerId: '' };
  return {
    method: 'TitleServer',
    key: properties.TitleServerKey,
    playerId: ofPlayer.PlayerId,
    gamertag: ('Gamertag' in ofPlayer && ofPlayer.Gamertag) || null,
  };
}

/** The same for a ticket alone. */
export function ticketSignIn(ticket: string, request: WireRequest): SignIn {
  return { method: 'Ticket', ticket, isLocal: isLocalRequest(request) };
}
