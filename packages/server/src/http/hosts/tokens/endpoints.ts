import { getCurrentEndpoints, getDefaultEndpoints } from '@laurel/contract';
import { signedBodyBytesMax } from '../../../services/request-signature.ts';
import { serviceRelyingParty } from '../../../services/tokens.ts';
import type { WireRequest } from '../../exchange.ts';
import { answer, type Operation, operation } from '../../operation.ts';

/** Whom tokens for uploaded events are for. Source: wire contract §1. */
const eventsRelyingParty = 'http://events.xboxlive.com';

const signaturePolicies = [
  { Version: 1, SupportedAlgorithms: ['ES256'], MaxBodyBytes: signedBodyBytesMax },
];

/** Which token each host takes: what a system's sign-in asks first. */
export function endpointsOperations(): readonly Operation[] {
  return [
    operation(getDefaultEndpoints, ({ request }) => answer(200, endpointsFor(request))),
    operation(getCurrentEndpoints, ({ request }) => answer(200, endpointsFor(request))),
  ];
}

/** With the host that was asked, so that its clients send their tokens to it. */
function endpointsFor({ host }: WireRequest) {
  const isOther = /^[a-z0-9.-]{1,253}$/.test(host) && !host.endsWith('xboxlive.com');
  return {
    EndPoints: [
      endpoint('*.xboxlive.com', serviceRelyingParty),
      endpoint('xboxlive.com', serviceRelyingParty),
      endpoint('vortex-events.xboxlive.com', eventsRelyingParty),
      endpoint('*.events.data.microsoft.com', eventsRelyingParty),
      ...(isOther ? [endpoint(host, serviceRelyingParty)] : []),
    ],
    SignaturePolicies: signaturePolicies,
    Certs: [],
    RootCerts: [],
  };
}

function endpoint(host: string, relyingParty: string) {
  return {
    Protocol: 'https',
    Host: host,
    HostType: host.startsWith('*') ? 'wildcard' : 'fqdn',
    RelyingParty: relyingParty,
    TokenType: 'JWT',
    SignaturePolicyIndex: 0,
  };
}
