import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { retail, sandbox, titleId } from '@laurel/domain';
import type { Draft, PublishedVersion } from '../store.ts';
import { later, noon, otherScid, title } from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

const acme = sandbox('ACME.7');
const largest = titleId(2 ** 32 - 1);

function sampleVersion(part: Partial<PublishedVersion> = {}): PublishedVersion {
  return {
    titleId: title.titleId,
    scid: title.scid,
    sandbox: retail,
    version: 1,
    document: '{"name":"Kiln & Ember – Ämter 🔥"}',
    publishedAt: noon,
    note: 'first',
    ...part,
  };
}

function sampleDraft(part: Partial<Draft> = {}): Draft {
  return {
    titleId: title.titleId,
    scid: title.scid,
    document: '{"name":"Kiln"}',
    revision: 1,
    changedAt: noon,
    ...part,
  };
}

/** Titles' documents: `TitleStore`. */
export function titlesContract(newPlace: NewPlace): void {
  describe('titles', () => {
    const store = sharedStore(newPlace);
    testVersions(store);
    testDrafts(store);
    testSandboxes(store);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

function testVersions(store: GetStore): void {
  test('the version in force of each title and sandbox is the last published one', async () => {
    const { titles } = store();
    const first = sampleVersion();
    const second = sampleVersion({ version: 2, publishedAt: later, note: 'second' });
    const elsewhere = sampleVersion({ sandbox: acme });
    const other = sampleVersion({ titleId: largest, scid: otherScid });
    for (const one of [first, second, elsewhere, other]) {
      assert.equal(await titles.publish(one), true);
    }
    const found = await titles.published();
    assert.deepEqual(new Set(found), new Set([second, elsewhere, other]));
    assert.equal(found.length, 3);
  });

  test('older versions are kept, the first one first', async () => {
    const { titles } = store();
    const versions = [1, 2, 3].map((version) =>
      sampleVersion({ version, document: `{"version":${version}}` }),
    );
    for (const one of versions) await titles.publish(one);
    await titles.publish(sampleVersion({ sandbox: acme }));
    const found = await titles.versions({ titleId: title.titleId, sandbox: retail });
    assert.deepEqual(found, versions);
  });

  for (const version of [0, 1, 3]) {
    test(`version ${version} is not written behind version 1`, async () => {
      const { titles } = store();
      const first = sampleVersion();
      await titles.publish(first);
      assert.equal(await titles.publish(sampleVersion({ version, note: 'again' })), false);
      assert.deepEqual(await titles.published(), [first]);
    });
  }

  test('of two who publish the same version at once one does', async () => {
    const { titles } = store();
    const notes = ['left', 'right'];
    const written = await Promise.all(notes.map((note) => titles.publish(sampleVersion({ note }))));
    assert.equal(written.filter((isWritten) => isWritten).length, 1);
    const [found] = await titles.published();
    assert.equal(found?.note, notes[written.indexOf(true)]);
  });

  test('a document of a megabyte is kept to the letter', async () => {
    const { titles } = store();
    const document = JSON.stringify({ text: 'Ä🔥\u0001"'.repeat(150_000) });
    await titles.publish(sampleVersion({ document }));
    const [found] = await titles.published();
    assert.ok(found?.document === document);
  });
}

function testDrafts(store: GetStore): void {
  test('a draft is read back as it was saved', async () => {
    const { titles } = store();
    assert.equal(await titles.draft(title.titleId), undefined);
    assert.equal(await titles.saveDraft(sampleDraft()), true);
    assert.deepEqual(await titles.draft(title.titleId), sampleDraft());
  });

  test('a draft is replaced by its next revision only', async () => {
    const { titles } = store();
    await titles.saveDraft(sampleDraft());
    const next = sampleDraft({ revision: 2, document: '{"name":"Ember"}', changedAt: later });
    for (const revision of [1, 3, 0]) {
      assert.equal(await titles.saveDraft({ ...next, revision }), false, `revision ${revision}`);
    }
    assert.deepEqual(await titles.draft(title.titleId), sampleDraft());
    assert.equal(await titles.saveDraft(next), true);
    assert.deepEqual(await titles.draft(title.titleId), next);
  });

  test('the second revision of what was never saved is not written', async () => {
    const { titles } = store();
    assert.equal(await titles.saveDraft(sampleDraft({ revision: 2 })), false);
    assert.deepEqual(await titles.drafts(), []);
  });

  test('of two who save the same revision at once one does', async () => {
    const { titles } = store();
    await titles.saveDraft(sampleDraft());
    const texts = ['{"name":"left"}', '{"name":"right"}'];
    const written = await Promise.all(
      texts.map((document) => titles.saveDraft(sampleDraft({ revision: 2, document }))),
    );
    assert.equal(written.filter((isWritten) => isWritten).length, 1);
    const found = await titles.draft(title.titleId);
    assert.equal(found?.document, texts[written.indexOf(true)]);
  });

  test('all drafts are listed, one for each title', async () => {
    const { titles } = store();
    const drafts = [sampleDraft(), sampleDraft({ titleId: largest, scid: otherScid })];
    for (const draft of drafts) await titles.saveDraft(draft);
    assert.deepEqual(new Set(await titles.drafts()), new Set(drafts));
  });
}

function testSandboxes(store: GetStore): void {
  test('a sandbox that is added again stays, and another case is another sandbox', async () => {
    const { titles } = store();
    for (const name of [acme, acme, sandbox('acme.7')]) await titles.addSandbox(name);
    assert.deepEqual((await titles.sandboxes()).toSorted(), [acme, 'acme.7']);
  });
}
