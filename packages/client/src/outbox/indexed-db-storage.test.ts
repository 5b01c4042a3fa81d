import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { IDBFactory } from 'fake-indexeddb';
import { ClientError } from '../client-error.ts';
import { deliverInBackground, deliverOnce } from '../worker/deliver-in-background.ts';
import { keptSignIns } from '../worker/kept-sign-ins.ts';
import type { ClientOf } from './courier.ts';
import { indexedDbStorage } from './indexed-db-storage.ts';
import { keepInSync } from './keep-in-sync.ts';
import { Outbox } from './outbox.ts';

const xuid = '2533274800000001';
const scid = '00000000-0000-0000-0000-00006e756f71';

function report(id: string, percentComplete = 100) {
  return { xuid, scid, id, percentComplete };
}

let browsers = 0;
const opened: Outbox[] = [];
after(() => Promise.all(opened.map((outbox) => outbox.close())));

/** A browser of its own: tabs of it share a database and locks. */
function newBrowser() {
  browsers += 1;
  const name = `browser-${browsers}`;
  const factory = new IDBFactory();
  const sent: string[][] = [];
  let isOnline = true;
  const clientOf: ClientOf = () => ({
    async update(_title, reports) {
      if (!isOnline) throw new ClientError('network', 'offline');
      sent.push('id' in reports ? [reports.id] : reports.map(({ id }) => id));
      return { result: 'advanced', achievements: [] };
    },
  });
  const storage = () => indexedDbStorage({ name, factory });
  return {
    name,
    factory,
    sent,
    clientOf,
    storage,
    setOnline(is: boolean) {
      isOnline = is;
    },
    async openTab() {
      const outbox = await Outbox.open({ storage: storage(), clientOf });
      opened.push(outbox);
      return outbox;
    },
  };
}

function statesOf(outbox: Outbox) {
  return outbox.entries().map(({ achievementId, state }) => [achievementId, state]);
}

describe('tabs', () => {
  test('what one tab accepts, the tab that leads delivers, and the first one learns of it', async () => {
    const browser = newBrowser();
    const [first, second] = [await browser.openTab(), await browser.openTab()];
    await first.submit(report('1'));
    const [entry] = await second.submit(report('2'));
    equal(entry?.state, 'Delivered');
    deepEqual(browser.sent, [['1'], ['2']]);
  });

  test('several tabs never send one report twice', async () => {
    const browser = newBrowser();
    const tabs = [await browser.openTab(), await browser.openTab(), await browser.openTab()];
    await Promise.all(
      tabs.flatMap((tab, index) => [
        tab.submit(report(`${index}a`)),
        tab.submit(report(`${index}b`)),
      ]),
    );
    const ids = browser.sent.flat().sort();
    deepEqual(ids, ['0a', '0b', '1a', '1b', '2a', '2b']);
  });

  test('when the tab that leads is closed, another goes on with what it left', async () => {
    const browser = newBrowser();
    const [first, second] = [await browser.openTab(), await browser.openTab()];
    browser.setOnline(false);
    await first.submit(report('1'));
    await first.close();
    browser.setOnline(true);
    const { delivered } = await second.syncNow();
    equal(delivered, 1);
  });

  test('a tab that follows can ask for a sync', async () => {
    const browser = newBrowser();
    const [first, second] = [await browser.openTab(), await browser.openTab()];
    browser.setOnline(false);
    await first.submit(report('1'));
    browser.setOnline(true);
    equal((await second.syncNow()).pending, 0);
    deepEqual(statesOf(second), [['1', 'Delivered']]);
  });

  test('without locks every tab sends what it finds', async () => {
    const { factory, clientOf, sent } = newBrowser();
    const storage = { ...indexedDbStorage({ name: 'bare', factory }), sharing: undefined };
    const outbox = await Outbox.open({ storage, clientOf });
    opened.push(outbox);
    await outbox.submit(report('1'));
    deepEqual(sent, [['1']]);
  });
});

describe('the database', () => {
  test('what is no entry of ours is counted as damaged, and harms nothing', async () => {
    const browser = newBrowser();
    const storage = browser.storage();
    await storage.write({ put: [{ id: 'odd', state: 'Lost' } as never], remove: [] });
    await storage.close();
    const outbox = await browser.openTab();
    deepEqual([outbox.summary().damaged, outbox.entries().length], [1, 0]);
  });

  test('a browser without space refuses what it can not keep', async () => {
    const { clientOf, storage } = newBrowser();
    const full = { ...storage(), sharing: undefined };
    const outbox = await Outbox.open({
      storage: { ...full, write: () => Promise.reject(new ClientError('storage_full', 'full')) },
      clientOf,
    });
    opened.push(outbox);
    await rejects(outbox.submit(report('1')), { code: 'storage_full' });
  });

  test('a browser that has no database says so', async () => {
    const broken = { open: () => failed(new Error('private')) } as unknown as IDBFactory;
    const storage = indexedDbStorage({ name: 'none', factory: broken });
    await rejects(storage.load(), { code: 'storage_failed' });
  });
});

/** Resolved when somebody waits for who leads to end. */
async function untilAsked(name: string): Promise<void> {
  const isAsked = async () =>
    (await navigator.locks.query()).pending?.some((one) => one.name === name);
  for (let left = 500; left > 0 && !(await isAsked()); left -= 1) await delay(10);
}

function failed(error: Error): never {
  throw error;
}

describe('in the background', () => {
  test('a service worker delivers what closed pages left', async () => {
    const browser = newBrowser();
    browser.setOnline(false);
    const page = await browser.openTab();
    await page.submit(report('1'));
    await page.close();
    await rejects(deliverOnce({ ...browser, patienceMs: 2_000 }), /1 reports still wait/);
    browser.setOnline(true);
    await deliverOnce(browser);
    deepEqual(browser.sent, [['1']]);
  });

  test('where a page is open, the page sends', async () => {
    const browser = newBrowser();
    browser.setOnline(false);
    const page = await browser.openTab();
    await page.submit(report('1'));
    browser.setOnline(true);
    const clientOf: ClientOf = () => failed(new Error('the worker may not send'));
    await deliverOnce({ storage: browser.storage, clientOf });
    deepEqual(browser.sent, [['1']]);
  });

  test('where the page is about to end as the worker begins, the worker sends', async () => {
    const browser = newBrowser();
    browser.setOnline(false);
    const page = await browser.openTab();
    await page.submit(report('1'));
    const delivered = deliverOnce({ ...browser, patienceMs: 5_000 });
    await untilAsked(browser.name);
    browser.setOnline(true);
    await Promise.all([page.close(), delivered]);
    deepEqual(browser.sent, [['1']]);
  });

  test('only the event of our tag is answered', async () => {
    const browser = newBrowser();
    const works: Promise<unknown>[] = [];
    const listeners: ((event: { tag: string; waitUntil(work: Promise<unknown>): void }) => void)[] =
      [];
    deliverInBackground({ addEventListener: (_type, heard) => listeners.push(heard) }, browser);
    for (const tag of ['other', 'laurel-outbox']) {
      for (const hear of listeners) hear({ tag, waitUntil: (work) => works.push(work) });
    }
    equal(works.length, 1);
    await Promise.all(works);
  });

  test('a page asks the browser for it whenever something waits, and not otherwise', async () => {
    const browser = newBrowser();
    const tags: string[] = [];
    const registration = { sync: { register: async (tag: string) => void tags.push(tag) } };
    const target = new EventTarget();
    const page = await browser.openTab();
    const end = keepInSync(page, { registration, target });
    equal(tags.length, 0);
    browser.setOnline(false);
    await page.submit([report('1'), report('2')]);
    ok(tags.length > 0);
    deepEqual([...new Set(tags)], ['laurel-outbox']);
    browser.setOnline(true);
    target.dispatchEvent(new Event('online'));
    await page.syncNow();
    equal(page.summary().pending, 0);
    end();
    const asked = tags.length;
    await page.submit(report('3'));
    equal(tags.length, asked);
  });

  test('a player who forbids it, and a browser without it, harm nothing', async () => {
    const page = await newBrowser().openTab();
    const forbidden = { sync: { register: () => Promise.reject(new Error('denied')) } };
    for (const registration of [forbidden, {}, undefined]) {
      const end = keepInSync(page, { registration, target: new EventTarget() });
      await page.submit(report('1'));
      end();
    }
    equal(page.summary().pending, 0);
  });

  test('sign-ins are kept by player until they sign out', async () => {
    const kept = keptSignIns({ name: 'signed-in', factory: new IDBFactory() });
    await kept.keep({ xuid, authorization: 'one' });
    await kept.keep({ xuid, authorization: 'two' });
    equal((await kept.read(xuid))?.authorization, 'two');
    await kept.forget(xuid);
    equal(await kept.read(xuid), undefined);
    await kept.close();
  });
});
