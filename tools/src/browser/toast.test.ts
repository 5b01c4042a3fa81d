import { equal, match } from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startInstance } from '../conformance/started.ts';
import { repositoryRoot } from '../tidy/repository.ts';
import { startChromium } from './chromium.ts';

/** Screenshots are build output: looked at, not compared. */
const folder = join(repositoryRoot, 'build/screenshots');

const plain = {
  id: '1',
  name: 'First Light',
  description: 'The old tower is lit again, and someone out there has seen it.',
  icon: '/web/laurel.svg',
  gamerscore: 20,
  rarityPercentage: 64,
};
const rare = { ...plain, id: '2', name: 'Storm Warden', isRare: true, rarityPercentage: 3.24 };

type Look = {
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
};

let browser: Browser;
let instance: Awaited<ReturnType<typeof startInstance>>;

before(async () => {
  mkdirSync(folder, { recursive: true });
  instance = await startInstance();
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  await instance?.[Symbol.asyncDispose]();
});

/** A page with the element in it, as any page can have it: one import, no bundler. */
async function pageWithToast(look: Look = {}): Promise<Page> {
  const context = await browser.newContext({ ...look, viewport: { width: 900, height: 520 } });
  const page = await context.newPage();
  await page.goto(String(instance.url));
  await page.evaluate(async () => {
    await import(String('/sdk/toast.js'));
    document.body.append(document.createElement('laurel-toast'));
  });
  return page;
}

async function show(page: Page, toasts: readonly object[]): Promise<void> {
  await page.evaluate((all) => {
    const element = document.querySelector('laurel-toast');
    for (const toast of all) Reflect.get(Object(element), 'show').call(element, toast);
  }, toasts);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(900);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function animationsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('laurel-toast')?.shadowRoot;
    return (root?.getAnimations() ?? []).map((one) => String(Reflect.get(one, 'animationName')));
  });
}

function headline(page: Page, text: string) {
  return page.getByText(text, { exact: true });
}

describe('the toast in a real browser', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`it is shown in ${colorScheme}`, async () => {
      const page = await pageWithToast({ colorScheme });
      await show(page, [plain]);
      await headline(page, 'First Light').waitFor();
      await shoot(page, `toast-${colorScheme}`);
      await show(page, [rare]);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await headline(page, 'Storm Warden').waitFor();
      await shoot(page, `toast-${colorScheme}-rare`);
      await page.context().close();
    });
  }

  test('with reduced motion nothing moves', async () => {
    const page = await pageWithToast({ reducedMotion: 'reduce', colorScheme: 'dark' });
    await show(page, [rare]);
    await headline(page, 'Storm Warden').waitFor();
    // Fading is no movement.
    equal((await animationsOf(page)).filter((name) => name !== 'appear').join(), '');
    await shoot(page, 'toast-reduced-motion');
    const moving = await pageWithToast();
    await show(moving, [rare]);
    match((await animationsOf(moving)).join(), /pass/);
    await page.context().close();
    await moving.context().close();
  });

  test('a burst is shown as one', async () => {
    const page = await pageWithToast();
    const burst = ['a', 'b', 'c', 'd'].map((id) => ({ ...plain, id, name: `Ember ${id}` }));
    await show(page, burst);
    await headline(page, '4 achievements').waitFor();
    equal(await headline(page, '80 G').isVisible(), true);
    await shoot(page, 'toast-burst');
    await page.context().close();
  });

  test('the focus stays where it was, and the keyboard reaches what can be done', async () => {
    const page = await pageWithToast();
    const link = page.getByRole('link', { name: 'API reference' }).first();
    await link.focus();
    await show(page, [plain]);
    await headline(page, 'First Light').waitFor();
    equal(await link.evaluate((one) => one === document.activeElement), true);
    const opened = page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('laurel-toast-open', (event) =>
            resolve(Reflect.get(event, 'detail').toasts[0].id),
          );
        }),
    );
    await page.getByRole('button', { name: /First Light/ }).focus();
    await page.keyboard.press('Enter');
    equal(await opened, '1');
    await headline(page, 'First Light').waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('it stays while it is pointed at, and goes away by itself otherwise', async () => {
    const page = await pageWithToast({ reducedMotion: 'reduce' });
    await page.evaluate(() => {
      document.querySelector('laurel-toast')?.setAttribute('duration', '4000');
    });
    await show(page, [plain]);
    await headline(page, 'First Light').hover();
    const card = page.locator('laurel-toast .card');
    equal(await card.getAttribute('data-paused'), '');
    await page.mouse.move(5, 5);
    await headline(page, 'First Light').waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('names can’t bring markup with them', async () => {
    const page = await pageWithToast();
    await show(page, [{ ...plain, name: '<img src=x onerror=alert(1)>' }]);
    await headline(page, '<img src=x onerror=alert(1)>').waitFor();
    equal(await page.locator('laurel-toast img[src="x"]').count(), 0);
    await page.context().close();
  });
});
