import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { benchScid, benchTitleDocument, benchTitleId } from '../bench/bench-title.ts';
import { buildPackages } from '../build/packages.ts';
import { type Started, startInstance } from '../conformance/started.ts';
import { repositoryRoot } from '../tidy/repository.ts';
import { startChromium } from './chromium.ts';

const xuid = '2533274800000001';

let browser: Browser;
let instance: Started;
let folder = '';

before(async () => {
  const options = { names: ['client'], into: 'build/plain', hasTypes: false };
  const [client] = await buildPackages(repositoryRoot, options);
  folder = client?.folder ?? '';
  instance = await startInstance();
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  await instance?.[Symbol.asyncDispose]();
});

async function manage(path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(new URL(`/management${path}`, instance.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${instance.managementKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
  const text = await answer.text();
  return text === '' ? {} : JSON.parse(text);
}

/** A page as anybody writes it: every level of the SDK by one script, nothing in between. */
function pageOf(authorization: string): string {
  return `<!doctype html><title>plain</title><script type="module">
    import { AchievementsClient, AchievementsManager, RealtimeConnection } from '/package/index.js';
    import { Outbox, indexedDbStorage } from '/package/outbox-entry.js';
    const access = { baseUrl: location.origin, authorization: ${JSON.stringify(authorization)} };
    const title = { scid: '${benchScid}', titleId: ${benchTitleId} };
    const client = new AchievementsClient({ ...access, xuid: '${xuid}' });
    const realtime = new RealtimeConnection(access);
    const outbox = await Outbox.open({ storage: indexedDbStorage(), clientOf: () => client });
    const manager = new AchievementsManager(title);
    manager.addLocalUser({ client, realtime, outbox });
    const said = [];
    window.said = (async () => {
      for await (const event of manager) {
        said.push(event.kind);
        if (event.kind === 'LocalUserInitialStateSynced') {
          const [first] = manager.getAchievements('${xuid}');
          void manager.updateAchievement('${xuid}', first.id, 100);
        }
        if (event.kind === 'AchievementUnlocked') return said;
      }
    })();
  </script>`;
}

describe('the SDK as it is published', () => {
  test('reports and hears of an unlock in a page with a plain module script, unbundled', async () => {
    const document = benchTitleDocument();
    await manage(`/titles/${benchTitleId}/publish`, { document, sandbox: 'RETAIL', note: 'plain' });
    await manage('/players', { xuid, gamertag: 'Emberling', sandboxes: ['*'] });
    const { token, userHash } = await manage('/development/tokens', { kind: 'xsts', xuid });
    const context = await browser.newContext();
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.route('**/package/**', (route) => {
      const path = new URL(route.request().url()).pathname.replace('/package/', '');
      const body = readFileSync(join(folder, 'dist', path));
      return route.fulfill({ body, contentType: 'text/javascript' });
    });
    const body = pageOf(`XBL3.0 x=${userHash};${token}`);
    await page.route('**/plain', (route) => route.fulfill({ body, contentType: 'text/html' }));
    await page.goto(new URL('/plain', instance.url).href);
    await page.waitForFunction(() => Reflect.has(window, 'said'));
    const said = await page.evaluate(() => Reflect.get(window, 'said') as Promise<string[]>);
    deepEqual(problems, []);
    equal(
      said.join(),
      'LocalUserInitialStateSynced,AchievementProgressUpdated,AchievementUnlocked',
    );
    await context.close();
  });
});
