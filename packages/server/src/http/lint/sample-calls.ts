import type { LoggedCall, RecordedCall } from '../calls/logged-call.ts';

/** For tests: the moment from which seconds are counted; a rate limit's windows begin there. */
export const startMs = Date.UTC(2026, 2, 1, 12);

/** For tests: what a call is when nothing else is said. */
export type CallPart = Partial<Omit<RecordedCall, 'headers'>> & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly digest?: string;
};

let lastId = 0;

/** For tests: a list that is read well, some seconds after the start. */
export function call(seconds: number, part: CallPart = {}): LoggedCall {
  const { digest, ...shown } = part;
  lastId += 1;
  const atMs = startMs + seconds * 1000;
  return {
    atMs,
    answerDigest: digest ?? String(lastId),
    shown: {
      id: lastId,
      at: new Date(atMs).toISOString(),
      method: 'GET',
      host: 'achievements',
      service: 'Progress',
      prefix: '/achievements',
      path: '/users/me/achievements?titleId=1700100001',
      operation: 'achievements.list',
      player: '2533274800000001',
      gamertag: 'Player1',
      titleId: 1700100001,
      status: 200,
      durationMs: 1,
      retryAfterSeconds: null,
      headers: { 'x-xbl-contract-version': '2', 'accept-language': 'en-US' },
      sent: null,
      answered: '{}',
      fault: null,
      correlationId: '',
      ...shown,
    },
  };
}

/** For tests: an update that reports percents by achievement. */
export function update(
  seconds: number,
  percents: Readonly<Record<string, number>>,
  part: CallPart & { readonly more?: object } = {},
): LoggedCall {
  const { more = {}, ...rest } = part;
  return call(seconds, {
    method: 'POST',
    path: '/users/me/achievements/00000000-0000-0000-0000-000000000001/update',
    operation: 'achievements.update',
    sent: JSON.stringify({
      action: 'progressUpdate',
      serviceConfigId: '00000000-0000-0000-0000-000000000001',
      titleId: 1700100001,
      userId: '2533274800000001',
      achievements: Object.entries(percents).map(([id, percentComplete]) => ({
        id,
        percentComplete,
      })),
      ...more,
    }),
    ...rest,
  });
}

/** For tests: so many calls, each made of its number from 0. */
export function times(count: number, make: (index: number) => LoggedCall): readonly LoggedCall[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
