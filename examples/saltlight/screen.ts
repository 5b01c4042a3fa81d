import type { Achievement } from '@laurel/client';
import type { Entry } from '@laurel/client/outbox';
import type { Session } from './session.ts';

const list = document.querySelector('#list') as HTMLElement;
const opener = document.querySelector('#open-list') as HTMLButtonElement;
const pending = document.querySelector('#pending') as HTMLButtonElement;
let shown: Session | undefined;

opener.addEventListener('click', toggle);
document.addEventListener('keydown', ({ key, target }) => {
  if (key.toLowerCase() === 'a' && !(target instanceof HTMLInputElement)) toggle();
});
pending.addEventListener('click', () => shown?.outbox.syncNow());

function toggle(): void {
  list.hidden = !list.hidden;
  opener.setAttribute('aria-expanded', String(!list.hidden));
  if (shown !== undefined) showList(shown);
}

/** Says what waits on this device, and lets the player try now. */
export function showPending(session: Session): void {
  shown = session;
  const count = waitingOf(session).length;
  pending.hidden = count === 0 && navigator.onLine;
  const kept = count === 1 ? '1 update kept here' : `${count} updates kept here`;
  pending.textContent = navigator.onLine ? `${kept} – send now` : `Offline, ${kept}`;
  if (!list.hidden) showList(session);
}

/** Reports that were not delivered at once. */
function waitingOf({ outbox }: Session): readonly Entry[] {
  const isWaiting = ({ state, reason }: Entry) =>
    state === 'Queued' && (reason !== null || !navigator.onLine);
  return outbox.entries().filter(isWaiting);
}

/** The achievements screen. */
export function showList(session: Session): void {
  shown = session;
  if (list.hidden) return;
  const { manager, player } = session;
  const waiting = waitingOf(session);
  try {
    const all = manager.getAchievements(player.xuid);
    list.replaceChildren(summary(all), ...groups(all, waiting), friends());
    void fillFriends(session);
  } catch {
    list.replaceChildren(element('p', 'note', 'The list is read as soon as you are online.'));
  }
}

function summary(all: readonly Achievement[]): HTMLElement {
  const unlocked = all.filter(isUnlocked);
  const points = `${sumOf(unlocked)} of ${sumOf(all)} G`;
  return element('h2', '', `${unlocked.length} of ${all.length} unlocked, ${points}`);
}

function groups(all: readonly Achievement[], waiting: readonly Entry[]): HTMLElement[] {
  const percent = (one: Achievement) => shownPercent(one, waiting);
  const started = all.filter((one) => !isUnlocked(one) && percent(one) > 0);
  const locked = all.filter((one) => !isUnlocked(one) && percent(one) === 0);
  const unlocked = all.filter(isUnlocked);
  started.sort((a, b) => percent(b) - percent(a));
  unlocked.sort((a, b) => (a.progression.timeUnlocked < b.progression.timeUnlocked ? 1 : -1));
  return [group('In progress', started), group('Locked', locked), group('Unlocked', unlocked)];

  function group(title: string, members: readonly Achievement[]): HTMLElement {
    const section = element('section', 'group');
    section.hidden = members.length === 0;
    const rows = element('ul', '');
    rows.append(...members.map((one) => row(one, percent(one), waiting)));
    section.append(element('h3', '', title), rows);
    return section;
  }
}

function row(one: Achievement, percent: number, waiting: readonly Entry[]): HTMLElement {
  const isHidden = one.isSecret && !isUnlocked(one);
  const item = element('li', isUnlocked(one) ? 'row unlocked' : 'row');
  const icon = document.createElement('img');
  icon.alt = '';
  icon.loading = 'lazy';
  icon.src = isHidden ? '/icons/secret.png' : pathOf(one.mediaAssets[0]?.url ?? '');
  const words = element('div', 'words');
  const text = isUnlocked(one) ? one.description : one.lockedDescription;
  words.append(
    element('h4', '', isHidden ? 'Secret achievement' : one.name),
    element('p', '', isHidden ? 'Keep playing to find out.' : text),
  );
  if (!isUnlocked(one) && !isHidden) words.append(progress(percent));
  const facts = element('div', 'facts');
  facts.append(element('strong', '', `${sumOf([one])} G`), element('span', '', rarityOf(one)));
  if (waiting.some(({ achievementId }) => achievementId === one.id)) {
    facts.append(element('span', 'waits', 'kept here'));
  }
  item.append(icon, words, facts);
  return item;
}

function progress(percent: number): HTMLElement {
  const line = element('div', 'progress');
  const bar = document.createElement('progress');
  bar.max = 100;
  bar.value = percent;
  bar.setAttribute('aria-label', 'Progress');
  line.append(bar, element('span', '', `${percent} %`));
  return line;
}

/** What the service knows, or what this device has reported since. */
function shownPercent({ id, progression }: Achievement, waiting: readonly Entry[]): number {
  const reported = waiting.filter((entry) => entry.achievementId === id);
  const known = Number(progression.requirements[0]?.current ?? 0);
  return Math.max(known, ...reported.map((entry) => entry.percent));
}

function friends(): HTMLElement {
  const section = element('section', 'group friends');
  section.append(element('h3', '', 'Friends'), element('ul', ''));
  section.hidden = true;
  return section;
}

/** What friends unlocked lately; the feed is a plain request, as any host of the service is. */
async function fillFriends({ player, manager }: Session): Promise<void> {
  const path = `/avty/users/xuid(${player.xuid})/activity/People/People/Feed`;
  const headers = { authorization: player.authorization, 'x-xbl-contract-version': '12' };
  const query = '?activityTypes=Achievement&numItems=8';
  const response = await fetch(`${path}${query}`, { headers }).catch(() => undefined);
  const section = list.querySelector<HTMLElement>('.friends');
  if (section === null || !response?.ok) return;
  const { activityItems } = (await response.json()) as { activityItems: FeedItem[] };
  section.hidden = activityItems.length === 0;
  const mine = manager.getAchievementsByState(player.xuid, 'Achieved').map(({ id }) => id);
  const rows = activityItems.map((item) => friendRow(item, mine));
  section.querySelector('ul')?.replaceChildren(...rows);
}

type FeedItem = {
  gamertag: string;
  date: string;
  achievementId: string;
  isSecret: boolean;
  achievementName: string;
  achievementIcon: string;
  gamerscore: number;
};

/** A secret stays one until the player has it as well. */
function friendRow(item: FeedItem, mine: readonly string[]): HTMLElement {
  const isHidden = item.isSecret && !mine.includes(item.achievementId);
  const line = element('li', 'row');
  const icon = document.createElement('img');
  icon.alt = '';
  icon.src = isHidden ? '/icons/secret.png' : pathOf(item.achievementIcon);
  const words = element('div', 'words');
  const name = isHidden ? 'a secret achievement' : item.achievementName;
  const when = new Date(item.date).toLocaleDateString(undefined, { dateStyle: 'medium' });
  words.append(
    element('h4', '', `${item.gamertag} unlocked ${name}`),
    element('p', '', `${when}, ${item.gamerscore} G`),
  );
  line.append(icon, words);
  return line;
}

function rarityOf({ rarity }: Achievement): string {
  if (rarity === undefined || rarity.currentCategory === 'Unset') return '';
  const percent = `${Math.round(rarity.currentPercentage * 10) / 10} %`;
  return rarity.currentCategory === 'Rare' ? `${percent}, rare` : percent;
}

function isUnlocked({ progressState }: Achievement): boolean {
  return progressState === 'Achieved';
}

function sumOf(all: readonly Achievement[]): number {
  const rewards = all.flatMap((one) => one.rewards).filter(({ type }) => type === 'Gamerscore');
  return rewards.reduce((sum, { value }) => sum + Number(value), 0);
}

/** Pictures of this instance, whatever name it was reached by. */
function pathOf(url: string): string {
  const { pathname } = new URL(url, location.href);
  return pathname.startsWith('/media/') ? pathname : url;
}

function element(tag: string, kind: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = text;
  return made;
}
