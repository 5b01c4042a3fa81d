import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  achievementId,
  emptyRecord,
  instant,
  Refusal,
  type RefusalCode,
  reportProgress,
  retail,
  sandbox,
  scid,
  type Title,
  titleId,
  totalsOf,
} from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { createCatalog } from './catalog.ts';
import { createFakeStore } from './fake-store.ts';
import { createFakeRecords, createFakeTitles } from './fake-titles.ts';
import { alice, bob, noon } from './sample-world.ts';
import type { TitleDocument } from './title-document.ts';

const kiln = titleId(1853190001);
const workshop = sandbox('ACME.7');

/** A document that can be released: ten achievements of 100 Gamerscore. */
function documentOf(
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
function changed(
  change: (one: TitleDocument['achievements'][number]) => object,
  document = documentOf(),
): TitleDocument {
  return {
    ...document,
    achievements: document.achievements.map((one) => ({ ...one, ...change(one) })),
  };
}

async function newCatalog(images: Parameters<typeof createCatalog>[0]['imageAt'] = null) {
  const records = createFakeRecords(createFakeStore());
  const store = { titles: createFakeTitles(), records };
  await store.titles.addSandbox(workshop);
  const clock = createTestClock(noon);
  return { catalog: await createCatalog({ store, clock, imageAt: images }), store, clock };
}

function refused(code: RefusalCode, message: RegExp): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof Refusal, String(thrown));
    assert.equal(thrown.code, code);
    assert.match(thrown.message, message);
    return true;
  };
}

const toRetail = { titleId: kiln, sandbox: retail, note: '' };
const toWorkshop = { titleId: kiln, sandbox: workshop, note: '' };

describe('publish', () => {
  test('puts a document in force at once, in that sandbox alone', async () => {
    const { catalog } = await newCatalog();
    const done = await catalog.publish({ ...toRetail, document: documentOf() });
    assert.equal(done.version, 1);
    assert.equal(done.publishedAt, noon);
    assert.equal(done.changes.length, 10);
    const title = catalog.byTitleId(retail, kiln);
    assert.equal(title?.version, 1);
    assert.equal(catalog.byScid(retail, scid('00000000-0000-0000-0000-00006e756f71')), title);
    assert.deepEqual(catalog.all(retail), [title]);
    assert.equal(catalog.byTitleId(workshop, kiln), undefined);
  });

  test('gives the same object until another version is in force, also across a refresh', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf() });
    const [first, list] = [catalog.byTitleId(retail, kiln), catalog.all(retail)];
    await catalog.refresh();
    assert.equal(catalog.byTitleId(retail, kiln), first);
    assert.equal(catalog.all(retail), list);
    await catalog.publish({ ...toRetail, document: documentOf({ name: 'Kiln' }) });
    assert.notEqual(catalog.byTitleId(retail, kiln), first);
    assert.equal(catalog.byTitleId(retail, kiln)?.version, 2);
  });

  test('is seen by another process after its refresh, and what is gone is gone', async () => {
    const { catalog, store, clock } = await newCatalog();
    const other = await createCatalog({ store, clock });
    await catalog.publish({ ...toRetail, document: documentOf() });
    assert.equal(other.byTitleId(retail, kiln), undefined);
    await other.refresh();
    assert.equal(other.byTitleId(retail, kiln)?.version, 1);
    store.titles.published = async () => [];
    await other.refresh();
    assert.equal(other.byTitleId(retail, kiln), undefined);
    assert.deepEqual(other.all(retail), []);
  });

  test('of what is in force already writes nothing', async () => {
    const { catalog, clock } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf() });
    clock.advance(1000);
    const again = await catalog.publish({ ...toRetail, document: documentOf() });
    assert.deepEqual(again, {
      version: 1,
      publishedAt: noon,
      changes: [],
      warnings: [],
      recounted: 0,
    });
  });

  test('refuses a document with errors, naming each at its place', async () => {
    const { catalog } = await newCatalog();
    const document = changed(({ id }) => (Number(id) < 3 ? { gamerscore: 201 } : {}));
    await assert.rejects(catalog.publish({ ...toRetail, document }), (thrown) => {
      refused('NotPublishable', /can't be published to RETAIL: .*gamerscore.*and 2 more$/)(thrown);
      assert.deepEqual(thrown instanceof Refusal && thrown.details.map(({ path }) => path), [
        '/achievements/0/gamerscore',
        '/achievements/1/gamerscore',
        '/achievements',
      ]);
      return true;
    });
    assert.deepEqual(catalog.all(retail), []);
  });

  test('breaks a rule of a release only where that is accepted, and no other rule', async () => {
    const { catalog } = await newCatalog();
    const small = documentOf({}, [10, 10]);
    await assert.rejects(
      catalog.publish({ ...toRetail, document: small }),
      refused('NotPublishable', /base set/),
    );
    const accept = ['base-set-size', 'base-set-gamerscore'] as const;
    const done = await catalog.publish({ ...toRetail, document: small, accept });
    assert.equal(done.version, 1);
    await assert.rejects(
      catalog.publish({ ...toRetail, document: small, accept: ['gamerscore'] }),
      refused('InvalidRequest', /rule "gamerscore" can't be accepted to be broken/),
    );
  });

  test('needs a sandbox that is known', async () => {
    const { catalog } = await newCatalog();
    const nowhere = { ...toRetail, sandbox: sandbox('ACME.8') };
    await assert.rejects(
      catalog.publish({ ...nowhere, document: documentOf() }),
      refused('UnknownEntity', /no sandbox "ACME.8".*RETAIL, ACME.7$/),
    );
  });

  test('is refused when another version is in force than the one it was planned on', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf(), expectedVersion: 0 });
    const next = { ...toRetail, document: documentOf({ name: 'Kiln' }), expectedVersion: 0 };
    await assert.rejects(catalog.publish(next), refused('Conflict', /at version 1 .* not at 0/));
    assert.equal((await catalog.publish({ ...next, expectedVersion: 1 })).version, 2);
  });

  test('of two at once both count, one after the other', async () => {
    const { catalog } = await newCatalog();
    const names = ['One', 'Two', 'Three'];
    const done = await Promise.all(
      names.map((name) => catalog.publish({ ...toRetail, document: documentOf({ name }) })),
    );
    assert.deepEqual(
      done.map(({ version }) => version),
      [1, 2, 3],
    );
    assert.deepEqual(catalog.byTitleId(retail, kiln)?.name, { 'en-US': 'Three' });
  });

  test('by another process in between is a conflict, and then seen', async () => {
    const { catalog, store, clock } = await newCatalog();
    const other = await createCatalog({ store, clock });
    await other.publish({ ...toRetail, document: documentOf() });
    const document = documentOf({ name: 'Kiln' });
    await assert.rejects(catalog.publish({ ...toRetail, document }), refused('Conflict', /again/));
    assert.equal((await catalog.publish({ ...toRetail, document })).version, 2);
  });

  test('without a document publishes the draft; with one, the draft follows', async () => {
    const { catalog } = await newCatalog();
    await assert.rejects(catalog.publish(toRetail), refused('UnknownTitle', /has no draft/));
    await catalog.saveDraft({ titleId: kiln, document: documentOf() });
    assert.equal((await catalog.publish(toRetail)).version, 1);
    await catalog.publish({ ...toRetail, document: documentOf({ name: 'Kiln' }) });
    const draft = await catalog.exportDocument({ titleId: kiln, sandbox: null });
    assert.equal(draft.name, 'Kiln');
  });

  test('needs pictures that are on this instance or elsewhere', async () => {
    const { catalog } = await newCatalog();
    const document = changed(() => ({ icon: 'icons/1.png' }));
    await assert.rejects(
      catalog.publish({ ...toWorkshop, document }),
      refused('NotPublishable', /"icons\/1.png" is a file beside the document/),
    );
  });

  test('looks at icons of this instance', async () => {
    const { catalog } = await newCatalog(async (path) =>
      path === '/media/small.png' ? { type: 'png', width: 64, height: 64 } : undefined,
    );
    for (const [icon, message] of [
      ['/media/small.png', /\/achievements\/0\/icon an icon must be a PNG of 1920×1080/],
      ['/media/none.png', /there is no picture at "\/media\/none.png"/],
    ] as const) {
      await assert.rejects(
        catalog.publish({ ...toWorkshop, document: changed(() => ({ icon })) }),
        refused('NotPublishable', message),
      );
    }
  });
});

describe('a published title', () => {
  test('keeps its achievements: they can be archived, not deleted', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toWorkshop, document: documentOf() });
    const fewer = documentOf({ achievements: documentOf().achievements.slice(1) });
    await assert.rejects(
      catalog.publish({ ...toWorkshop, document: fewer }),
      refused('NotPublishable', /can't be deleted; set "archived" to true/),
    );
    const archived = changed(({ id }) => (id === '1' ? { archived: true } : {}));
    const { changes } = await catalog.publish({ ...toWorkshop, document: archived });
    assert.deepEqual(changes, [{ kind: 'Archived', achievementId: '1' }]);
  });

  test('has a service configuration of its own, the same in every sandbox', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf() });
    const other = titleId(1600000004);
    const taken = documentOf({ titleId: other, scid: '00000000-0000-0000-0000-00006E756F71' });
    await assert.rejects(
      catalog.publish({ ...toWorkshop, titleId: other, document: taken }),
      refused('NotPublishable', /\/scid .* belongs to titleId 1853190001/),
    );
    const moved = documentOf({ scid: 'd4510300-1c2d-4e3f-9a4b-5c6d7e8f9a03' });
    await assert.rejects(
      catalog.publish({ ...toWorkshop, document: moved }),
      refused('NotPublishable', /\/scid .* has only one/),
    );
  });
});

describe('a publish that changes Gamerscore', () => {
  async function unlockFirst({ catalog, store }: Awaited<ReturnType<typeof newCatalog>>) {
    const title = catalog.byTitleId(workshop, kiln);
    assert.ok(title);
    const reports = [{ achievementId: achievementId('1'), percent: 100 }];
    const occasion = { earnedAt: noon, receivedAt: noon, source: 'Title' } as const;
    for (const xuid of [alice, bob]) {
      await store.records.advance({ sandbox: workshop, xuid, scid: title.scid }, (before) => {
        const decided = reportProgress(title, before ?? emptyRecord(noon), { reports, occasion });
        return { ...decided, totals: totalsOf(title, decided.record) };
      });
    }
  }

  const dearer = changed(({ id }) => (id === '1' ? { gamerscore: 150 } : {}));

  test('sums the records of the title anew outside RETAIL', async () => {
    const world = await newCatalog();
    await world.catalog.publish({ ...toWorkshop, document: documentOf() });
    await unlockFirst(world);
    const of = { sandbox: workshop, xuid: alice };
    assert.equal(await world.store.records.gamerscoreOf(of), 100);
    const { recounted } = await world.catalog.publish({ ...toWorkshop, document: dearer });
    assert.equal(recounted, 2);
    assert.equal(await world.store.records.gamerscoreOf(of), 150);
  });

  test('is refused in RETAIL', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf() });
    const moved = changed(({ id }) => ({ gamerscore: { 1: 150, 2: 50 }[id] ?? 100 }));
    await assert.rejects(
      catalog.publish({ ...toRetail, document: moved }),
      refused('NotPublishable', /Gamerscore of an achievement published to RETAIL never changes/),
    );
  });

  test('that changes nothing else of it recounts nobody', async () => {
    const world = await newCatalog();
    await world.catalog.publish({ ...toWorkshop, document: documentOf() });
    await unlockFirst(world);
    const renamed = documentOf({ name: 'Kiln' });
    assert.equal((await world.catalog.publish({ ...toWorkshop, document: renamed })).recounted, 0);
  });
});

describe('plan', () => {
  test('says what would change, for how many players, and changes nothing', async () => {
    const { catalog, store } = await newCatalog();
    const { scid: serviceConfig } = (await firstPublish(catalog)) ?? {};
    assert.ok(serviceConfig);
    const key = { sandbox: workshop, xuid: alice, scid: serviceConfig };
    await store.records.advance(key, () => ({
      record: emptyRecord(instant('2026-01-01T00:00:00Z')),
      facts: [],
      totals: { earned: 0, gamerscore: 0, lastUnlock: noon },
    }));
    const document = changed(({ id }) => (id === '2' ? { secret: true, archived: true } : {}));
    const plan = await catalog.plan({ titleId: kiln, sandbox: workshop, document });
    assert.deepEqual(plan, {
      version: 1,
      changes: [
        { kind: 'Changed', achievementId: '2', members: ['secret'] },
        { kind: 'Archived', achievementId: '2' },
      ],
      findings: [],
      players: 1,
    });
    assert.equal(catalog.byTitleId(workshop, kiln)?.version, 1);
  });

  async function firstPublish(catalog: Awaited<ReturnType<typeof newCatalog>>['catalog']) {
    await catalog.publish({ ...toWorkshop, document: documentOf() });
    return catalog.byTitleId(workshop, kiln);
  }

  test('names what would be refused', async () => {
    const { catalog } = await newCatalog();
    await firstPublish(catalog);
    const document = documentOf({ system: 'event-based', achievements: [] });
    const { findings } = await catalog.plan({ titleId: kiln, sandbox: workshop, document });
    const rules = new Set(findings.map(({ rule }) => rule));
    assert.ok(rules.has('fixed-system') && rules.has('never-deleted'));
  });

  test('of a document whose form is wrong has its findings and no changes', async () => {
    const { catalog } = await newCatalog();
    const plan = await catalog.plan({ titleId: kiln, sandbox: retail, document: { titleId: 'x' } });
    assert.deepEqual([plan.changes, plan.players], [[], 0]);
    assert.ok(plan.findings.some(({ rule, path }) => rule === 'form' && path === '/titleId'));
  });

  test('of a document of another title is refused', async () => {
    const { catalog } = await newCatalog();
    const document = documentOf({ titleId: 5 });
    await assert.rejects(
      catalog.plan({ titleId: kiln, sandbox: retail, document }),
      refused('InvalidBody', /the document is of titleId 5/),
    );
  });
});

describe('rollback', () => {
  const more = [...documentOf().achievements];
  const extended = documentOf({
    name: 'Kiln II',
    achievements: [...more, { ...more[0], id: '11', set: 'Later' } as (typeof more)[number]],
  });

  test('puts the older document in force as a new version', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, note: 'first', document: documentOf() });
    await catalog.publish({ ...toRetail, document: documentOf({ name: 'Kiln II' }) });
    const done = await catalog.rollback({ titleId: kiln, sandbox: retail, toVersion: 1 });
    assert.equal(done.version, 3);
    assert.deepEqual(catalog.byTitleId(retail, kiln)?.name, { 'en-US': 'Kiln & Ember' });
    const versions = await catalog.versions({ titleId: kiln, sandbox: retail });
    assert.deepEqual(
      versions.map(({ version, note, isInForce }) => [version, note, isInForce]),
      [
        [1, 'first', false],
        [2, '', false],
        [3, 'restores version 1', true],
      ],
    );
  });

  test('archives what came after, for players may have it', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf() });
    await catalog.publish({ ...toRetail, document: extended });
    const done = await catalog.rollback({ titleId: kiln, sandbox: retail, toVersion: 1 });
    assert.deepEqual(done.changes, [
      { kind: 'TitleChanged', members: ['name'] },
      { kind: 'Archived', achievementId: '11' },
    ]);
    const title: Title | undefined = catalog.byTitleId(retail, kiln);
    assert.equal(title?.achievements.at(-1)?.archived, true);
  });

  test('to a version that is not there is refused', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf() });
    await assert.rejects(
      catalog.rollback({ titleId: kiln, sandbox: retail, toVersion: 2 }),
      refused('UnknownEntity', /has no version "2" in sandbox RETAIL/),
    );
  });
});

describe('drafts and documents', () => {
  test('a draft may break rules, but not its form, its title or another scid', async () => {
    const { catalog } = await newCatalog();
    const saved = await catalog.saveDraft({ titleId: null, document: documentOf({}, [500]) });
    assert.equal(saved.draft.revision, 1);
    assert.ok(saved.findings.some(({ rule }) => rule === 'gamerscore'));
    for (const [document, message] of [
      [{ ...documentOf(), titelId: 1 }, /no member "titelId"/],
      [documentOf({ titleId: 5 }), /is of titleId 5/],
    ] as const) {
      await assert.rejects(
        catalog.saveDraft({ titleId: kiln, document }),
        refused('InvalidBody', message),
      );
    }
    const other = documentOf({ titleId: 6, scid: '00000000-0000-0000-0000-00006e756f71' });
    await assert.rejects(
      catalog.saveDraft({ titleId: null, document: other }),
      refused('InvalidBody', /\/scid .* belongs to titleId 1853190001/),
    );
  });

  test('a draft that has changed since is not overwritten', async () => {
    const { catalog } = await newCatalog();
    await catalog.saveDraft({ titleId: kiln, document: documentOf(), expectedRevision: 0 });
    await assert.rejects(
      catalog.saveDraft({ titleId: kiln, document: documentOf(), expectedRevision: 0 }),
      refused('Conflict', /at revision 1, not at "0"/),
    );
  });

  test('documents come out by draft, by sandbox and by version', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf() });
    await catalog.publish({ ...toRetail, document: documentOf({ name: 'Kiln II' }) });
    await catalog.saveDraft({ titleId: kiln, document: documentOf({ name: 'Draft' }) });
    const nameOf = async (of: object) =>
      (await catalog.exportDocument({ titleId: kiln, sandbox: retail, ...of })).name;
    assert.equal(await nameOf({ sandbox: null }), 'Draft');
    assert.equal(await nameOf({}), 'Kiln II');
    assert.equal(await nameOf({ version: 1 }), 'Kiln & Ember');
    await assert.rejects(nameOf({ version: 3 }), refused('UnknownEntity', /^version 3 of titleId/));
    await assert.rejects(nameOf({ sandbox: workshop }), refused('UnknownTitle', /not published/));
  });

  test('titles are listed with their draft and where they are published', async () => {
    const { catalog } = await newCatalog();
    await catalog.publish({ ...toRetail, document: documentOf() });
    await catalog.publish({ ...toWorkshop, document: documentOf() });
    await catalog.saveDraft({ titleId: null, document: documentOf({ titleId: 7, name: 'New' }) });
    assert.deepEqual(await catalog.titles(), [
      {
        titleId: 7,
        scid: '00000000-0000-0000-0000-000000000007',
        name: 'New',
        draftRevision: 1,
        published: [],
      },
      {
        titleId: kiln,
        scid: '00000000-0000-0000-0000-00006e756f71',
        name: 'Kiln & Ember',
        draftRevision: 2,
        published: [
          { sandbox: 'RETAIL', version: 1, publishedAt: noon },
          { sandbox: 'ACME.7', version: 1, publishedAt: noon },
        ],
      },
    ]);
  });

  test('sandboxes are RETAIL and those that were added', async () => {
    const { catalog } = await newCatalog();
    await catalog.addSandbox(sandbox('ACME.8'));
    assert.deepEqual(await catalog.sandboxes(), ['RETAIL', 'ACME.7', 'ACME.8']);
  });
});

test('validate gives errors before warnings and knows where the document is meant for', async () => {
  const { catalog } = await newCatalog();
  const document = changed(() => ({ name: { 'en-US': 'x', fr: 'y' }, gamerscore: 300 }));
  const severities = async (where: typeof retail) =>
    (await catalog.validate(document, { sandbox: where })).map(({ severity }) => severity);
  assert.deepEqual(await severities(retail), [...Array<string>(11).fill('error'), 'warning']);
  assert.deepEqual(await severities(workshop), [
    ...Array<string>(10).fill('error'),
    'warning',
    'warning',
  ]);
});

test('a stored document that can not be read stops the start and is named', async () => {
  const { store, clock } = await newCatalog();
  await store.titles.publish({
    titleId: kiln,
    scid: scid('00000000-0000-0000-0000-00006e756f71'),
    sandbox: retail,
    version: 1,
    document: '{}',
    publishedAt: noon,
    note: '',
  });
  await assert.rejects(createCatalog({ store, clock }), {
    message: /^version 1 of titleId 1853190001 in sandbox RETAIL can't be read: \/titleId/,
  });
});
