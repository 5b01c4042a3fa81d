import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startInstance } from '../conformance/started.ts';
import { repositoryRoot } from '../tidy/repository.ts';
import { startChromium } from './chromium.ts';

/** Screenshots are build output: looked at, not compared. */
const folder = join(repositoryRoot, 'build/screenshots');

const titleId = 1234500001;
const scid = '6a4e7d2c-9b31-4f58-8e07-c2d5f1a3b946';
const player = { gamertag: 'Emberling', xuid: '2533274800000001' };
const words = {
  description: 'Done.',
  lockedDescription: 'Do it.',
  icon: 'https://img.example/1.png',
};
const document = {
  titleId,
  scid,
  name: 'Trial',
  defaultLocale: 'en-US',
  achievements: ['1', '2', '3', '4'].map((id) => ({ id, name: `Deed ${id}`, ...words })),
};

let browser: Browser;
let instance: Awaited<ReturnType<typeof startInstance>>;
let authorization = '';

before(async () => {
  mkdirSync(folder, { recursive: true });
  instance = await startInstance();
  browser = await startChromium();
  const accept = ['base-set-size', 'base-set-gamerscore'];
  await manage('POST', `/titles/${titleId}/publish`, { document, sandbox: 'RETAIL', accept });
  await manage('POST', '/development/seed', { players: [player] });
  const wish = { kind: 'xsts', xuid: player.xuid, titleId };
  const { token, userHash } = Object(await manage('POST', '/development/tokens', wish));
  authorization = `XBL3.0 x=${userHash};${token}`;
  await manage('PUT', '/development/snapshots/baseline');
});

beforeEach(() => manage('POST', '/development/reset'));

after(async () => {
  await browser?.close();
  await instance?.[Symbol.asyncDispose]();
});

async function manage(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(new URL(`/management${path}`, instance.url), {
    method,
    headers: { authorization: `Bearer ${instance.managementKey}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return text === '' ? undefined : JSON.parse(text);
}

async function call(path: string, init: RequestInit = {}): Promise<void> {
  const headers = { authorization, 'x-xbl-contract-version': '2', 'accept-language': 'en-US' };
  await fetch(new URL(path, instance.url), { ...init, headers }).catch(() => undefined);
}

function report(id: string, percentComplete: number): Promise<void> {
  const update = {
    action: 'progressUpdate',
    serviceConfigId: scid,
    titleId,
    userId: player.xuid,
    achievements: [{ id, percentComplete }],
  };
  const path = `/achievements/users/me/achievements/${scid}/update`;
  return call(path, { method: 'POST', body: JSON.stringify(update) });
}

/** A game that could do better. */
async function playClumsily(): Promise<void> {
  await call(`/achievements/users/me/achievements?titleId=${titleId}&maxItems=100`);
  await call(`/achievements/users/me/achievements?titleId=${titleId}&maxItems=100`);
  for (const id of ['1', '2', '3']) await report(id, 40);
  await report('1', 40);
  const match = { operation: 'achievements.update', count: 1 };
  const fault = { kind: 'throttle', retryAfterSeconds: 7 };
  await manage('POST', '/development/faults/rules', { match, fault });
  await report('4', 100);
  await report('4', 100);
  const drop = { match: { host: 'profile' }, fault: { kind: 'drop' } };
  await manage('POST', '/development/faults/rules', drop);
  await call('/profile/users/me/profile/settings?settings=Gamertag');
  await call('/titlehub/users/me/titles/titlehistory/decoration/achievement');
  await call('/achievements/users/me/somewhere/else');
}

async function openInspector(look: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...look });
  const page = await context.newPage();
  await page.goto(String(new URL('/inspector', instance.url)));
  await page.getByText('Live', { exact: true }).waitFor();
  return page;
}

function rows(page: Page) {
  return page.locator('.call');
}

describe('the inspector in a real browser', () => {
  for (const [name, look] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ['phone-dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
  ] as const) {
    test(`calls and findings appear as they come (${name})`, async () => {
      const page = await openInspector(look);
      await page.getByText('Nothing has called yet').waitFor();
      await page.screenshot({ path: join(folder, `inspector-${name}-empty.png`) });
      await playClumsily();
      await rows(page).nth(10).waitFor();
      await page.getByText('small-batch').waitFor();
      await page.screenshot({ path: join(folder, `inspector-${name}.png`) });
      await rows(page).nth(4).click();
      await page.getByText('as curl').waitFor();
      await page.screenshot({ path: join(folder, `inspector-${name}-call.png`) });
      await page.context().close();
    });
  }

  test('no token is on the page or on its way to it', async () => {
    const page = await openInspector();
    await report('1', 40);
    await rows(page).first().click();
    await page.getByText('as curl').waitFor();
    const html = await page.content();
    equal(html.includes(authorization.slice(-40)), false);
    match(html, /\$AUTHORIZATION/);
    await page.context().close();
  });

  test('the keyboard goes through the calls, copies, finds and steps back', async () => {
    const page = await openInspector();
    await report('1', 40);
    await call('/profile/users/me/profile/settings');
    await rows(page).nth(1).waitFor();
    await page.keyboard.press('j');
    match(await page.locator('.call-title').innerText(), /profile\.one/);
    await page.keyboard.press('ArrowDown');
    match(await page.locator('.call-title').innerText(), /achievements\.update/);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Findings' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('update 200');
    await page.getByText('1 of 2 calls').waitFor();
    await page.context().close();
  });

  test('a finding shows its calls alone, and again all', async () => {
    const page = await openInspector();
    await report('1', 40);
    await report('1', 40);
    await page.getByRole('button', { name: 'Show 1 call' }).click();
    await page.getByText('1 of 2 calls').waitFor();
    await page.getByRole('button', { name: 'Show all calls' }).click();
    await page.getByText('2 calls', { exact: true }).waitFor();
    await page.context().close();
  });

  test('while it is paused calls wait, and what is hidden stays hidden', async () => {
    const page = await openInspector();
    await report('1', 40);
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await report('2', 40);
    await page.getByText('1 calls · 1 waiting').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await rows(page).nth(1).waitFor();
    await page.getByRole('button', { name: 'Hide these' }).click();
    await page.getByText('0 of 2 calls').waitFor();
    await report('3', 40);
    await page.getByText('1 of 3 calls').waitFor();
    await page.context().close();
  });

  test('what a client sent can’t bring markup with it', async () => {
    const page = await openInspector();
    await call('/achievements/users/%3Cimg%20src%3Dx%3E/achievements?a=<img src=y>');
    await rows(page).first().click();
    await page.getByText('as curl').waitFor();
    deepEqual(await page.locator('main img').count(), 0);
    await page.context().close();
  });
});
