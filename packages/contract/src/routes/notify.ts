import { z } from 'zod';
import { textOf } from '../codec/text.ts';
import { route } from '../route.ts';
import { EndpointRegistered, EndpointRegistration } from '../schema/notification.ts';

const EndpointId = textOf(
  (text) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined,
  { rule: 'must be an id that a registration gave' },
);

/** Source: wire contract §7 [X]. */
export const registerEndpoint = route({
  id: 'notify.register',
  host: 'notify',
  method: 'POST',
  path: '/system/notifications/endpoints',
  summary: 'Say in which language, and of what, a device wants to be told',
  description:
    'What is told comes over the real-time connection. A device that registers again for a title replaces its registration.',
  body: EndpointRegistration,
  answers: { 201: EndpointRegistered },
  refusals: { 403: 'endpointUri names another player than the caller' },
});

/** Source: wire contract §7 [X]. */
export const removeEndpoint = route({
  id: 'notify.remove',
  host: 'notify',
  method: 'DELETE',
  path: '/system/notifications/endpoints/:endpointId',
  summary: 'Undo a registration; one that is gone already is no error',
  params: z.object({ endpointId: EndpointId }),
  answers: { 204: null },
});
