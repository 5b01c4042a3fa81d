import {
  type ConnectionState,
  type Effect,
  type Input,
  realtimeLimits,
  type Step,
  type Subscription,
  type TimerName,
} from './connection-state.ts';
import type { Frame } from './frame.ts';
import { subscribeFrame, unsubscribeFrame } from './frame.ts';

/** Wants a resource. It is asked for as soon as there is a connection. */
export function subscribe(state: ConnectionState, uri: string): Step {
  if (state.subscriptions.some((one) => one.uri === uri)) return want(state, uri, true);
  const fresh: Subscription = {
    seq: state.nextSeq,
    uri,
    isWanted: true,
    status: 'Silent',
    subId: 0,
    pauses: 0,
  };
  const subscriptions = [...state.subscriptions, fresh];
  return settled({ state: { ...state, subscriptions, nextSeq: fresh.seq + 1 }, effects: [] });
}

/** Wants a resource that is known, or no longer wants it. */
export function want(state: ConnectionState, uri: string, isWanted: boolean): Step {
  const subscriptions = state.subscriptions.map((one) =>
    one.uri === uri ? { ...one, isWanted } : one,
  );
  return settled({ state: { ...state, subscriptions }, effects: [] });
}

/** Does for each subscription what its status and its being wanted ask for. */
export function settled({ state, effects }: Step): Step {
  const kept: Subscription[] = [];
  const done: Effect[] = [...effects];
  const isOpen = state.phase === 'Connected';
  for (const one of state.subscriptions) {
    const { seq, uri, subId, isWanted, status } = one;
    const mayGo = status === 'Silent' || status === 'Paused' || status === 'Refused';
    if (!isWanted && mayGo) {
      if (status === 'Paused') done.push({ do: 'cancel', timer: `pause ${seq}` });
      continue;
    }
    if (isWanted && status === 'Silent' && isOpen) {
      kept.push({ ...one, status: 'Asked' });
      done.push({ do: 'send', text: subscribeFrame(seq, uri) }, patience);
    } else if (!isWanted && status === 'Active' && isOpen) {
      kept.push({ ...one, status: 'Leaving' });
      done.push({ do: 'send', text: unsubscribeFrame(seq, subId) }, patience);
    } else kept.push(one);
  }
  return { state: { ...state, subscriptions: kept }, effects: done };
}

const patience: Effect = { do: 'set', timer: 'answer', delayMs: realtimeLimits.answerMsMax };

/** Takes in what the service says. What answers nothing is ignored. */
export function hear(
  state: ConnectionState,
  { frame, now }: Extract<Input, { kind: 'frame' }>,
): Step {
  const heard = hearFrame(state, frame, now);
  const isOwed = heard.state.subscriptions.some(({ status }) => /Asked|Leaving/.test(status));
  if (isOwed) return heard;
  return { ...heard, effects: [{ do: 'cancel', timer: 'answer' }, ...heard.effects] };
}

function hearFrame(state: ConnectionState, frame: Frame, now: number): Step {
  const { subscriptions, openedAt } = state;
  if (frame.kind === 'Resync') {
    const isNews = now - openedAt >= realtimeLimits.resyncIgnoredMs;
    return { state, effects: isNews ? [{ do: 'tell', notice: { kind: 'Resync' } }] : [] };
  }
  if (frame.kind === 'Event') {
    const { subId, value } = frame;
    const one = subscriptions.find((each) => each.status === 'Active' && each.subId === subId);
    if (one === undefined) return { state, effects: [] };
    return { state, effects: [{ do: 'tell', notice: { kind: 'Event', uri: one.uri, value } }] };
  }
  const awaited = frame.kind === 'Subscribed' ? 'Asked' : 'Leaving';
  const one = subscriptions.find(({ seq, status }) => seq === frame.seq && status === awaited);
  if (one === undefined) return { state, effects: [] };
  const { changed, effects } =
    frame.kind === 'Subscribed'
      ? answered(one, frame)
      : { changed: { ...one, status: 'Silent' as const }, effects: [] };
  const next = subscriptions.map((each) => (each === one ? changed : each));
  return settled({ state: { ...state, subscriptions: next }, effects });
}

function answered(
  one: Subscription,
  { code, subId, value }: Extract<Frame, { kind: 'Subscribed' }>,
): { changed: Subscription; effects: readonly Effect[] } {
  const { uri, seq, pauses } = one;
  if (code === 0) {
    const changed: Subscription = { ...one, status: 'Active', subId, pauses: 0 };
    return { changed, effects: [{ do: 'tell', notice: { kind: 'Active', uri, value } }] };
  }
  if (code === 1001 || code === 1002) {
    const delayMs = Math.min(pauses ** 2 * 1000, realtimeLimits.delayMsMax);
    return {
      changed: { ...one, status: 'Paused', pauses: pauses + 1 },
      effects: [{ do: 'set', timer: `pause ${seq}`, delayMs }],
    };
  }
  const refused: Effect = { do: 'tell', notice: { kind: 'Refused', uri, code } };
  return { changed: { ...one, status: 'Refused' }, effects: [refused] };
}

/** Asks again for what the service wanted patience for. */
export function resume(state: ConnectionState, timer: TimerName): Step {
  const subscriptions = state.subscriptions.map((one) =>
    one.status === 'Paused' && timer === `pause ${one.seq}`
      ? { ...one, status: 'Silent' as const }
      : one,
  );
  return settled({ state: { ...state, subscriptions }, effects: [] });
}
