import type { JWK } from 'jose';
import type { Clock } from '../clock.ts';
import { isSigned } from '../services/request-signature.ts';
import type { WireRequest } from './exchange.ts';

/** Whether a request was signed just now with a key. Source: wire contract §3.4. */
export async function isRequestSigned(
  request: WireRequest,
  { proofKey, clock, bodyBytesMax }: { proofKey: JWK; clock: Clock; bodyBytesMax: number },
): Promise<boolean> {
  const { method, target, headers } = request;
  const authorization = headers.authorization ?? '';
  const body = await request.body(bodyBytesMax);
  const nowMs = clock.milliseconds();
  return isSigned(headers.signature, { method, target, authorization, body }, { proofKey, nowMs });
}
