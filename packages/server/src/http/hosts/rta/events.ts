import { streamEvents } from '@laurel/contract';
import { scid } from '@laurel/domain';
import { type Operation, operation } from '../../operation.ts';
import { listenerOf, tooMany } from './listener.ts';
import type { RtaRooms } from './live.ts';

/**
 * Opens a stream of server-sent events. It has no length: it ends with its connection, and the
 * browser opens it again behind the last event it knows.
 */
export function eventsOperation({ live }: Pick<RtaRooms, 'live'>): Operation {
  return operation(streamEvents, (input) => {
    const { query, request } = input;
    const listener = listenerOf(input);
    const from = {
      behind: idIn(request.headers['last-event-id']) ?? query.lastEventId ?? null,
      scid: query.scid === undefined ? null : scid(query.scid),
    };
    return (
      tooMany(live, listener) ?? {
        status: 200,
        headers: {
          'content-type': 'text/event-stream',
          connection: 'close',
          // A widget is on somebody else's page; nothing here depends on cookies.
          'access-control-allow-origin': '*',
          'x-accel-buffering': 'no',
        },
        takeOver: live.eventStream(listener, from),
      }
    );
  });
}

/** One that is no number of ours is as none. */
function idIn(header: string | undefined): number | null {
  return header !== undefined && /^[0-9]{1,15}$/.test(header) ? Number(header) : null;
}
