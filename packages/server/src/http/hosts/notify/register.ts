import { registerEndpoint, type schema } from '@laurel/contract';
import { parseXuid, titleId, type Xuid } from '@laurel/domain';
import type { z } from 'zod';
import type { Notifications } from '../../../services/notifications.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';

/** Takes a device's registration. Source: wire contract §7 [X]. */
export function registerOperation({
  notifications,
}: {
  notifications: Pick<Notifications, 'register'>;
}): Operation {
  return operation(registerEndpoint, async (input) => {
    const { body } = input;
    const { endpointUri, systemId, platform, transport } = body;
    const endpointId = await notifications.register(requireAsker(input), {
      owner: ownerIn(endpointUri),
      endpointUri,
      titleId: titleId(body.titleId),
      systemId,
      locale: body.locale ?? '',
      platform,
      transport,
      wantsUnlocks: wantsUnlocks(body.filters ?? []),
    });
    return answer(201, { endpointId });
  });
}

function ownerIn(endpointUri: string): Xuid | null {
  const [, xuid = ''] =
    /^[a-z]+:\/\/notify\.xboxlive\.com\/users\/xuid(?:\(|%28)(\d+)(?:\)|%29)\//i.exec(
      endpointUri,
    ) ?? [];
  return parseXuid(xuid) ?? null;
}

/** Achievements, and that one was unlocked. Source: wire contract §7 [X]. */
const unlocks = { source: 8, type: 1 };

type Filters = NonNullable<z.output<typeof schema.EndpointRegistration>['filters']>;

/** Without filters everything is wanted; with some, what they include and do not exclude. */
function wantsUnlocks(filters: Filters): boolean {
  const about = filters.filter(
    ({ source, type }) => source === unlocks.source && type === unlocks.type,
  );
  const isAction = (action: string) => (filter: Filters[number]) =>
    filter.action.toLowerCase() === action;
  if (about.some(isAction('exclude'))) return false;
  return about.some(isAction('include')) || !filters.some(isAction('include'));
}
