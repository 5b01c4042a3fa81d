import { retail, sandbox, titleId } from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { createCatalog } from './catalog.ts';
import { createFakeStore } from './fake-store.ts';
import { createFakeRecords, createFakeTitles } from './fake-titles.ts';
import { noon } from './sample-world.ts';
import type { TitleDocument } from './title-document.ts';

/** The title of the documents here. */
export const kiln = titleId(1853190001);
/** A sandbox of developers. */
export const workshop = sandbox('ACME.7');

/** A document that can be released: ten achievements of 100 Gamerscore. */
export function documentOf(
  part: Partial<TitleDocument> = {},
  gamerscores: readonly number[] = Array<number>(10).fill(100),
): TitleDocument {
  return {
    titleId: kiln,
    name: 'Kiln & Ember',
    defaultLocale: 'en-US',
    achievements: gamerscores.map((gamerscore, index) => ({
      id: String(index + 1),
      name: `Ember ${index + 1}`,
      description: 'Done',
      lockedDescription: 'Do',
      icon: 'https://img.example/1.png',
      gamerscore,
    })),
    ...part,
  };
}

/** A document whose achievements were changed one by one. */
export function changed(
  change: (one: TitleDocument['achievements'][number]) => object,
  document = documentOf(),
): TitleDocument {
  return {
    ...document,
    achievements: document.achievements.map((one) => ({ ...one, ...change(one) })),
  };
}

/** A catalog of nothing, and what it is made of. */
export async function newCatalog(images: Parameters<typeof createCatalog>[0]['imageAt'] = null) {
  const records = createFakeRecords(createFakeStore());
  const store = { titles: createFakeTitles(), records };
  await store.titles.addSandbox(workshop);
  const clock = createTestClock(noon);
  return { catalog: await createCatalog({ store, clock, imageAt: images }), store, clock };
}

/** Where a publish goes. */
export const toRetail = { titleId: kiln, sandbox: retail, note: '' };
/** Where a publish for developers goes. */
export const toWorkshop = { titleId: kiln, sandbox: workshop, note: '' };
