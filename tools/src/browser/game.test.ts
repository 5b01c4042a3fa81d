import { equal, match } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from './chromium.ts';
import { type CuttableNetwork, openCuttableNetwork } from './cuttable-network.ts';
import { type GameServer, startGameServer } from './game-server.ts';

/** How long a page may take for anything; generous, as nothing is measured here. */
const patienceMs = 60_000;

let server: GameServer;
let network: CuttableNetwork;
let browser: Browser;

before(async () => {
  server = await startGameServer();
  network = await openCuttableNetwork(server.url);
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  await network?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

/** Opens the game as the player it proposes, in a browser of their own. */
async function play(url: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext();
  context.setDefaultTimeout(patienceMs);
  // One that stays open, so that closing the game does not close the browser.
  await context.newPage();
  const page = await context.newPage();
  await page.goto(`${url}/play/`);
  await page.getByRole('button', { name: 'Light the lamp' }).click();
  await page.locator('#start').waitFor({ state: 'hidden' });
  return { context, page };
}

/** Presses a key until something is so: the game runs at its own pace. */
async function pressUntil(page: Page, key: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`pressing "${key}" did not help`);
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
}

async function showList(page: Page) {
  await page.getByRole('button', { name: /^Achievements/ }).click();
  return page.getByRole('listitem').filter({ hasText: 'Steady Hands' });
}

describe('the game in a real browser', () => {
  test('an unlock is shown and announced, and the game keeps the focus', async () => {
    const { context, page } = await play(network.url);
    await page.keyboard.press('Space');
    const status = page.getByRole('status').filter({ hasText: 'First Light' });
    await status.waitFor({ state: 'attached' });
    match((await status.textContent()) ?? '', /^Achievement unlocked: First Light\. .* 20 G\./);
    equal(await status.getAttribute('aria-live'), 'polite');
    await page.getByText('First Light', { exact: true }).waitFor();
    equal(await page.evaluate(() => document.activeElement?.id), 'sea');
    await page.keyboard.press('Escape');
    await page.getByText('First Light', { exact: true }).waitFor({ state: 'hidden' });
    await context.close();
  });

  test('what a closed tab did offline is delivered when the network is back', async () => {
    const { context, page } = await play(network.url);
    await page.keyboard.press('Space');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const elsewhere = await play(server.url);
    const row = await showList(elsewhere.page);
    match((await row.textContent()) ?? '', /0 %/);

    await context.setOffline(true);
    await network.cut();
    const pending = page.locator('#pending');
    await pressUntil(page, 't', async () => /1 update/.test((await pending.textContent()) ?? ''));
    equal(await pending.textContent(), 'Offline, 1 update kept here');
    const keptRow = await showList(page);
    match((await keptRow.textContent()) ?? '', /2 %.*kept here/);
    // One that is busy as it is closed goes on for a while, and the worker begins meanwhile.
    await page.evaluate(() => {
      setTimeout(() => {
        const end = Date.now() + 2_000;
        while (Date.now() < end);
      });
    });
    await page.close();
    equal(context.pages().filter((one) => one.url().startsWith(network.url)).length, 0);

    await network.mend();
    await context.setOffline(false);
    await row.filter({ hasText: '2 %' }).waitFor();
    await elsewhere.context.close();
    await context.close();
  });
});
