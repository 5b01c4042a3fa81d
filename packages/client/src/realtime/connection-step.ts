import {
  type ConnectionState,
  type Effect,
  type Input,
  type Notice,
  type Phase,
  realtimeLimits,
  type Step,
} from './connection-state.ts';
import { hear, resume, settled, subscribe, want } from './subscription-step.ts';

/** Decides what one input does. Never throws; the same input gives the same step. */
export function step(state: ConnectionState, input: Input): Step {
  switch (input.kind) {
    case 'subscribe':
      return state.phase === 'Closed' ? stay(state) : subscribe(state, input.uri);
    case 'unsubscribe':
      return want(state, input.uri, false);
    case 'frame':
      return state.phase === 'Connected' ? hear(state, input) : stay(state);
    case 'due':
      return input.timer.startsWith('pause ')
        ? resume(state, input.timer)
        : transition(state, input.timer as 'attempt', input);
    default:
      return transition(state, input.kind, input);
  }
}

type PhaseInput = 'start' | 'stop' | 'wake' | 'opened' | 'lost' | 'attempt' | 'answer' | 'lifetime';
type Turn = (state: ConnectionState, input: Input) => Step;

function stay(state: ConnectionState): Step {
  return { state, effects: [] };
}

/** Every phase knows what every input does to it; the compiler demands all cells. */
const transitions: Record<Phase, Record<PhaseInput, Turn>> = {
  Idle: {
    start: connect,
    stop: close,
    wake: stay,
    opened: stay,
    lost: stay,
    attempt: stay,
    answer: stay,
    lifetime: stay,
  },
  Waiting: {
    start: stay,
    stop: close,
    wake: connect,
    opened: stay,
    lost: stay,
    attempt: connect,
    answer: stay,
    lifetime: stay,
  },
  Connecting: {
    start: stay,
    stop: close,
    wake: stay,
    opened,
    lost,
    attempt: stay,
    answer: giveUp,
    lifetime: stay,
  },
  Connected: {
    start: stay,
    stop: close,
    wake: stay,
    opened: stay,
    lost,
    attempt: stay,
    answer: giveUp,
    lifetime: replace,
  },
  Closed: {
    start: stay,
    stop: stay,
    wake: stay,
    opened: stay,
    lost: stay,
    attempt: stay,
    answer: stay,
    lifetime: stay,
  },
};

function transition(state: ConnectionState, kind: PhaseInput, input: Input): Step {
  return transitions[state.phase][kind](state, input);
}

function enter(state: ConnectionState, phase: Phase, effects: readonly Effect[] = []): Step {
  const isDisconnected = phase !== 'Connected' && state.failures > realtimeLimits.failuresShown;
  const notice: Notice = { kind: 'Phase', phase, isDisconnected };
  return { state: { ...state, phase }, effects: [...effects, { do: 'tell', notice }] };
}

function connect(state: ConnectionState): Step {
  const patience: Effect = { do: 'set', timer: 'answer', delayMs: realtimeLimits.answerMsMax };
  return enter(state, 'Connecting', [{ do: 'cancel', timer: 'attempt' }, { do: 'open' }, patience]);
}

function opened(state: ConnectionState, input: Input): Step {
  const openedAt = 'now' in input ? input.now : 0;
  const { lifetimeMs } = realtimeLimits;
  const begun = enter({ ...state, openedAt }, 'Connected', [
    { do: 'cancel', timer: 'answer' },
    { do: 'set', timer: 'lifetime', delayMs: lifetimeMs },
  ]);
  return settled(begun);
}

/** Nothing of a connection outlives it but what is wanted, and what was refused. */
function lost(state: ConnectionState, input: Input): Step {
  const { now = 0, random = 0 } = 'random' in input ? input : {};
  const wasSteady = state.phase === 'Connected' && now - state.openedAt >= realtimeLimits.steadyMs;
  const before = wasSteady ? 0 : state.failures;
  const squareMs = Math.min(before ** 2 * 1000, realtimeLimits.delayMsMax);
  const delayMs = squareMs + random * realtimeLimits.jitterMsMax;
  return enter({ ...silenced(state), failures: before + 1 }, 'Waiting', [
    ...timersCancelled(state),
    { do: 'set', timer: 'attempt', delayMs },
  ]);
}

/** What the other side does not end, this side does. */
function giveUp(state: ConnectionState, input: Input): Step {
  const { state: next, effects } = lost(state, input);
  return { state: next, effects: [{ do: 'close' }, ...effects] };
}

/** The connection is old, not bad: the next one comes at once. */
function replace(state: ConnectionState): Step {
  const { state: next, effects } = connect({ ...silenced(state), failures: 0 });
  return { state: next, effects: [{ do: 'close' }, ...timersCancelled(state), ...effects] };
}

function close(state: ConnectionState): Step {
  const ends: readonly Effect[] = [...timersCancelled(state), { do: 'cancel', timer: 'attempt' }];
  const wasOpen = state.phase === 'Connecting' || state.phase === 'Connected';
  return enter({ ...state, subscriptions: [] }, 'Closed', [
    ...(wasOpen ? [{ do: 'close' } as const] : []),
    ...ends,
  ]);
}

function silenced(state: ConnectionState): ConnectionState {
  const subscriptions = state.subscriptions
    .filter(({ isWanted }) => isWanted)
    .map((one) => (one.status === 'Refused' ? one : { ...one, status: 'Silent' as const }));
  return { ...state, subscriptions };
}

function timersCancelled({ subscriptions }: ConnectionState): readonly Effect[] {
  return [
    { do: 'cancel', timer: 'answer' },
    { do: 'cancel', timer: 'lifetime' },
    ...subscriptions
      .filter(({ status }) => status === 'Paused')
      .map(({ seq }): Effect => ({ do: 'cancel', timer: `pause ${seq}` })),
  ];
}
