import { ManagerError } from '@laurel/client';
import { type LaurelToast, toastOf } from '@laurel/client/toast';
import { type AchievementId, achievements } from './achievements.gen.ts';
import { draw } from './draw.ts';
import { listenToHands } from './hands.ts';
import { type Happening, newNight, step } from './night.ts';
import { showList, showPending } from './screen.ts';
import { openSession, type Session } from './session.ts';

const canvas = find('#sea', HTMLCanvasElement);
const start = find('#start', HTMLFormElement);
const name = find('#gamertag', HTMLInputElement);
const toast = document.querySelector('laurel-toast') as LaurelToast;
const hands = listenToHands(canvas);
let session: Session | undefined;
let now = newNight();

/** What the game's own words are worth. A wrong id here would not compile. */
const worth: Record<Happening, () => void> = {
  lit: () => report(achievements.FirstLight, 100),
  trimmed: () => advance(achievements.SteadyHands, 2),
  home: () => advance(achievements.SafeHarbour, 1),
  'home-by-sound': () => {
    advance(achievements.SafeHarbour, 1);
    advance(achievements.FogBell, 4);
  },
  'raiders-passed': () => report(achievements.NightWithoutStars, 100),
  dawn: () => {
    if (now.home >= 12) report(achievements.StormWarden, 100);
    ask(`${now.home} boats came home.`, 'Another night');
  },
};

/** How far this device has counted, which may be further than the service knows. */
const counted = new Map<AchievementId, number>();

/** Counts on from what is known: what other devices did counts too. */
function advance(id: AchievementId, percent: number): void {
  report(id, Math.max(knownPercent(id), counted.get(id) ?? 0) + percent);
}

function knownPercent(id: AchievementId): number {
  try {
    const { progression } = session?.manager.getAchievement(session.player.xuid, id) ?? {};
    return Number(progression?.requirements[0]?.current ?? 0);
  } catch {
    return 0; // Not known yet: offline, or still being read.
  }
}

/** Reports progress. The outbox takes it with or without a network; nothing is waited for. */
async function report(id: AchievementId, percent: number): Promise<void> {
  if (session === undefined || percent <= (counted.get(id) ?? 0)) return;
  counted.set(id, Math.min(percent, 100));
  const { manager, player } = session;
  try {
    const { result } = await manager.updateAchievement(player.xuid, id, percent);
    if (result === 'kept' && percent >= 100) showKept(id);
  } catch (thrown) {
    // Unlocked before, or counted further by another device: nothing to do.
    if (!(thrown instanceof ManagerError)) throw thrown;
  }
}

/** Offline, the player is told at once, and that it is not saved yet. */
function showKept(id: AchievementId): void {
  try {
    const achievement = session?.manager.getAchievement(session.player.xuid, id);
    if (achievement !== undefined) toast.show({ ...toastOf(achievement), delivery: 'pending' });
  } catch {
    // Its name was never read on this device; it is announced when the service knows.
  }
}

/** Tells what the service made of it. Called each frame; most of them there is nothing. */
function tell({ manager }: Session): void {
  const events = manager.doWork();
  for (const event of events) {
    if (event.kind !== 'AchievementUnlocked') continue;
    toast.settle(event.achievement.id, 'delivered');
    toast.show(toastOf(event.achievement));
  }
  if (events.length > 0 && session) showList(session);
}

let last = 0;
function frame(at: number): void {
  const seconds = Math.min((at - last) / 1000, 0.1);
  last = at;
  if (session !== undefined && start.hidden) {
    for (const happened of step(now, hands.take(seconds), seconds, Math.random)) worth[happened]();
  }
  if (session !== undefined) tell(session);
  draw(canvas, now, at / 1000);
  requestAnimationFrame(frame);
}

start.addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    session ??= await begin(name.value);
    now = newNight();
    start.hidden = true;
    canvas.focus();
  } catch (thrown) {
    find('#problem', HTMLElement).textContent =
      thrown instanceof Error ? thrown.message : String(thrown);
  }
});

async function begin(gamertag: string): Promise<Session> {
  const opened = await openSession(gamertag);
  localStorage.setItem('saltlight-player', gamertag);
  find('#player', HTMLElement).textContent = opened.player.gamertag;
  name.readOnly = true;
  opened.outbox.subscribe((changed) => {
    for (const { achievementId, state } of changed) {
      if (state === 'Delivered') toast.settle(achievementId, 'delivered');
      if (state === 'Rejected') toast.settle(achievementId, 'rejected');
    }
    showPending(opened);
  });
  for (const kind of ['online', 'offline']) addEventListener(kind, () => showPending(opened));
  showPending(opened);
  showList(opened);
  return opened;
}

function ask(headline: string, action: string): void {
  start.hidden = false;
  find('#start h2', HTMLElement).textContent = headline;
  find('#begin', HTMLElement).textContent = action;
}

function find<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${selector}`);
}

name.value = localStorage.getItem('saltlight-player') ?? 'Player1';
requestAnimationFrame(frame);
