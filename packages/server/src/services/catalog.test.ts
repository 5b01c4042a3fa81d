import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  achievementId,
  emptyRecord,
  Refusal,
  reportProgress,
  retail,
  sandbox,
  scid,
  titleId,
  totalsOf,
} from '@laurel/domain';
import { createCatalog } from './catalog.ts';
import { refused } from './refused.ts';
import {
  changed,
  documentOf,
  kiln,
  newCatalog,
  toRetail,
  toWorkshop,
  workshop,
} from './sample-catalog.ts';
import { alice, bob, noon } from './sample-world.ts';

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
