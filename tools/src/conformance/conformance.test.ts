import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { failureLine } from './report.ts';
import { type Outcome, runVectors } from './run.ts';
import { type Started, startInstance } from './started.ts';
import { readVectors } from './vectors.ts';
import { createWire } from './wire.ts';
import { readTitleDocuments } from './world.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/vectors');
const files = ['wire-vectors.json', 'laurel-vectors.json'].map((name) =>
  readVectors(join(fixtures, name)),
);

describe('the conformance vectors', () => {
  let started: Started;

  before(async () => {
    started = await startInstance();
  });

  after(async () => {
    await started[Symbol.asyncDispose]();
  });

  for (const file of files) {
    test(`every http, ws and config case of ${file.path.split('/').at(-1)} passes`, async () => {
      await using wire = createWire(started.url);
      const outcomes = await runVectors({
        files: [file],
        library: files,
        documents: readTitleDocuments(join(fixtures, 'world')),
        wire,
        url: started.url,
        managementKey: started.managementKey,
        addressing: 'host',
        kinds: null,
        only: null,
        onOutcome: () => {},
      });
      assert.deepEqual(failuresOf(outcomes), []);
      assert.equal(outcomes.length, file.cases.length);
    });
  }
});

function failuresOf(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.filter(({ result }) => result === 'failed').map(failureLine);
}
