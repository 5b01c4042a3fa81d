/** The rules of one night, apart from everything else: no canvas, no clock, no network. */

/** How long a night lasts, in seconds, and what happens during it. */
export const night = {
  lasts: 60,
  fog: [20, 36],
  raiders: [42, 50],
  /** A boat that was lit this long has found its way. */
  litSeconds: 0.9,
  /** Half the width of the beam, in radians. */
  beamHalf: 0.17,
  /** The lamp, on a sea of 960 by 540. */
  lamp: { x: 480, y: 318 },
  rocks: 88,
} as const;

export type Boat = {
  readonly id: number;
  readonly kind: 'boat' | 'raider';
  x: number;
  y: number;
  /** Toward where it sails, in radians. */
  course: number;
  lit: number;
  state: 'lost' | 'found' | 'home' | 'sunk' | 'gone';
  /** Seconds in that state. */
  age: number;
};

export type Night = {
  time: number;
  isLit: boolean;
  /** Where the beam points, in radians. */
  beam: number;
  /** 0 to 1: the wick glows from 0.7 on, and smokes at 1. */
  wick: number;
  /** How far the sound of the bell has gone; 0 when it is silent. */
  ring: number;
  boats: Boat[];
  home: number;
  sunk: number;
  /** Whether the lamp was lit while raiders were near. */
  wereSeen: boolean;
  isOver: boolean;
};

/** What the player does in a moment. */
export type Hands = {
  /** -1 to the left, 1 to the right. */
  turn: number;
  /** Where a pointer asks the beam to be, `null` without one. */
  aim: number | null;
  pressed: ReadonlySet<'lamp' | 'trim' | 'bell'>;
};

/** What happened: the game's own words. What they are worth is decided in `main.ts`. */
export type Happening = 'lit' | 'home' | 'home-by-sound' | 'trimmed' | 'raiders-passed' | 'dawn';

export function newNight(): Night {
  return {
    time: 0,
    isLit: false,
    beam: -Math.PI / 2,
    wick: 0.2,
    ring: 0,
    boats: [],
    home: 0,
    sunk: 0,
    wereSeen: false,
    isOver: false,
  };
}

export function isFog({ time }: Night): boolean {
  return time >= night.fog[0] && time < night.fog[1];
}

/** Moves the night on. @param random a number from 0 to 1, as `Math.random` gives it */
export function step(now: Night, hands: Hands, seconds: number, random: () => number): Happening[] {
  if (now.isOver) return [];
  const happened: Happening[] = [];
  const before = now.time;
  now.time += seconds;
  tendLamp(now, hands, seconds, happened);
  if (happensEvery(now.time > 45 ? 1.3 : 1.7, before, now.time)) launch(now, 'boat', random);
  if (before < night.raiders[0] && now.time >= night.raiders[0]) {
    for (let count = 0; count < 3; count += 1) launch(now, 'raider', random);
  }
  for (const boat of now.boats) sail(now, boat, seconds, happened);
  now.boats = now.boats.filter(({ state, age }) => !/home|sunk|gone/.test(state) || age < 1.5);
  if (before < night.raiders[1] && now.time >= night.raiders[1] && !now.wereSeen) {
    happened.push('raiders-passed');
  }
  if (now.time >= night.lasts) {
    now.isOver = true;
    happened.push('dawn');
  }
  return happened;
}

function tendLamp(now: Night, hands: Hands, seconds: number, happened: Happening[]): void {
  const { pressed, aim, turn } = hands;
  if (pressed.has('lamp')) {
    now.isLit = !now.isLit;
    if (now.isLit) happened.push('lit');
  }
  if (pressed.has('trim') && now.wick >= 0.7) {
    now.wick = 0;
    happened.push('trimmed');
  }
  if (pressed.has('bell') && isFog(now) && now.ring === 0) now.ring = 1;
  if (now.ring > 0) now.ring = now.ring > 330 ? 0 : now.ring + 300 * seconds;
  if (now.isLit) now.wick = Math.min(now.wick + seconds / 7, 1);
  const wanted = aim === null ? now.beam + turn : now.beam + turned(aim - now.beam);
  const most = 2.6 * seconds;
  now.beam += Math.max(-most, Math.min(most, wanted - now.beam));
}

/** How far light reaches: less in fog, and with a smoking wick. */
export function reachOf(now: Night): number {
  if (!now.isLit) return 0;
  return (isFog(now) ? 190 : 560) * (now.wick >= 1 ? 0.6 : 1);
}

function launch(now: Night, kind: Boat['kind'], random: () => number): void {
  const fromLeft = random() < 0.5;
  const x = fromLeft ? -20 : 980;
  const y = 262 + random() * 230;
  const course = Math.atan2(night.lamp.y + 60 - y, night.lamp.x - x);
  const id = (now.boats.at(-1)?.id ?? 0) + 1;
  now.boats.push({ id, kind, x, y, course, lit: 0, state: 'lost', age: 0 });
}

function sail(now: Night, boat: Boat, seconds: number, happened: Happening[]): void {
  boat.age += seconds;
  if (/home|sunk|gone/.test(boat.state)) return;
  const { x, y } = night.lamp;
  const away = Math.hypot(boat.x - x, boat.y - y);
  const angle = Math.atan2(boat.y - y, boat.x - x);
  const isInBeam = Math.abs(turned(angle - now.beam)) < night.beamHalf && away < reachOf(now);
  const isHeard = now.ring > 0 && Math.abs(away - now.ring) < 12 && isFog(now);
  const speed = boat.state === 'found' ? 74 : 34;
  boat.x += Math.cos(boat.course) * speed * seconds;
  boat.y += Math.sin(boat.course) * speed * seconds;
  if (boat.kind === 'raider') {
    if (now.isLit && now.time < night.raiders[1]) now.wereSeen = true;
    if (now.time >= night.raiders[1]) to(boat, 'gone');
    return;
  }
  if (boat.state === 'found') {
    if (boat.y > 500) arrive(now, boat, happened);
    return;
  }
  boat.lit = isInBeam ? boat.lit + seconds : Math.max(boat.lit - seconds / 2, 0);
  if (isHeard) boat.lit = -1;
  if (isHeard || boat.lit >= night.litSeconds) {
    to(boat, 'found');
    const harbour = boat.x < x ? x - 150 : x + 150;
    boat.course = Math.atan2(520 - boat.y, harbour - boat.x);
  } else if (away < night.rocks) {
    to(boat, 'sunk');
    now.sunk += 1;
  }
}

function arrive(now: Night, boat: Boat, happened: Happening[]): void {
  to(boat, 'home');
  now.home += 1;
  happened.push(boat.lit < 0 ? 'home-by-sound' : 'home');
}

function to(boat: Boat, state: Boat['state']): void {
  boat.state = state;
  boat.age = 0;
}

function happensEvery(period: number, before: number, now: number): boolean {
  return Math.floor(before / period) !== Math.floor(now / period);
}

/** @returns the same angle from -π to π */
function turned(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
