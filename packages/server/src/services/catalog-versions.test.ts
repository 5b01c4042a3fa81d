import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyRecord, instant, retail, sandbox, scid, type Title } from '@laurel/domain';
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
import { alice, noon } from './sample-world.ts';

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
