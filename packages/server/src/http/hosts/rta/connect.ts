import { hash } from 'node:crypto';
import { connectRealtime } from '@laurel/contract';
import type { WireAnswer, WireRequest } from '../../exchange.ts';
import { type Operation, operation } from '../../operation.ts';
import { fault } from '../../refuse.ts';
import { listenerOf, tooMany } from './listener.ts';
import type { RtaRooms } from './live.ts';

/** Source: wire contract §6.1 [X]. */
const subprotocol = 'rta.xboxlive.com.V2';

/** What every server adds to a client's key. Source: RFC 6455, section 1.3. */
const keyGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Makes a connection a WebSocket. Source: wire contract §6.1; RFC 6455, section 4.2. */
export function connectOperation({ live, switches }: RtaRooms): Operation {
  return operation(connectRealtime, (input) => {
    const { request } = input;
    const listener = listenerOf(input);
    const problem = problemOf(request);
    if (problem !== null) return problem;
    const isOffered = protocolsOf(request).includes(subprotocol.toLowerCase());
    if (!isOffered && switches.current.rtaRequireSubprotocol) {
      return refused(400, `offer the sub-protocol ${subprotocol}`);
    }
    return (
      tooMany(live, listener) ?? {
        status: 101,
        headers: {
          upgrade: 'websocket',
          connection: 'Upgrade',
          'sec-websocket-accept': acceptOf(request),
          ...(isOffered && { 'sec-websocket-protocol': subprotocol }),
        },
        takeOver: live.webSocket(listener),
      }
    );
  });
}

function problemOf(request: WireRequest): WireAnswer | null {
  const { headers, method } = request;
  const isUpgrade =
    hasToken(headers.upgrade, 'websocket') && hasToken(headers.connection, 'upgrade');
  if (!isUpgrade || method !== 'GET') {
    const needed = refused(426, 'this address takes WebSocket upgrades only');
    return { ...needed, headers: { ...needed.headers, upgrade: 'websocket' } };
  }
  if (headers['sec-websocket-version'] !== '13') {
    const version = refused(426, 'only version 13 of the WebSocket protocol is spoken here');
    return { ...version, headers: { ...version.headers, 'sec-websocket-version': '13' } };
  }
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers['sec-websocket-key'] ?? '')) {
    return refused(400, 'Sec-WebSocket-Key must be 16 bytes in base64');
  }
  const hasBody = headers['transfer-encoding'] !== undefined || !isZero(headers['content-length']);
  return hasBody ? refused(400, 'an upgrade has no body') : null;
}

function isZero(length: string | undefined): boolean {
  return length === undefined || Number(length) === 0;
}

function hasToken(header: string | undefined, token: string): boolean {
  return (header ?? '').split(',').some((part) => part.trim().toLowerCase() === token);
}

function protocolsOf({ headers }: WireRequest): readonly string[] {
  const offered = headers['sec-websocket-protocol'] ?? '';
  return offered.split(',').map((part) => part.trim().toLowerCase());
}

function acceptOf({ headers }: WireRequest): string {
  return hash('sha1', `${headers['sec-websocket-key']}${keyGuid}`, 'base64');
}

function refused(status: number, message: string): WireAnswer {
  return fault('rta', { status, code: 4000, message });
}
