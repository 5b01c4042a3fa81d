import { deepEqual, equal, throws } from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Failure } from './failure.ts';
import { forgetAddress, keepKey, keyPath, noteAddress, readAddressOf } from './instance-files.ts';
import { findServer, managementOf, type ServerOptions } from './server-address.ts';
import type { Shell } from './shell.ts';

const nowhere = { write: () => true };

function shellIn(directory: string, environment: Record<string, string> = {}): Shell {
  const stop = () => new AbortController().signal;
  return { out: nowhere, err: nowhere, environment, directory, stop };
}

describe('where a server is', () => {
  let directory = '';
  let key = '';
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'laurel-address-'));
    key = keepKey(join(directory, 'data'));
    noteAddress(join(directory, 'data'), 'http://127.0.0.1:4001');
  });
  after(() => rmSync(directory, { recursive: true }));

  const find = (options: ServerOptions, environment: Record<string, string> = {}) =>
    findServer(shellIn(directory, environment), options);

  test('the instance of the data directory is found with its key', () => {
    deepEqual(find({}), { url: 'http://127.0.0.1:4001', key });
  });

  test('the environment wins over the directory', () => {
    const environment = { LAUREL_URL: 'http://127.0.0.1:5000/', LAUREL_KEY: 'k' };
    deepEqual(find({}, environment), { url: 'http://127.0.0.1:5000', key: 'k' });
  });

  test('an option wins over the environment', () => {
    const environment = { LAUREL_URL: 'http://127.0.0.1:5000', LAUREL_KEY: 'k' };
    const found = find({ url: 'https://laurel.example', key: 'o' }, environment);
    deepEqual(found, { url: 'https://laurel.example', key: 'o' });
  });

  test('the key of the directory is sent to no other machine', () => {
    equal(find({ url: 'https://laurel.example' }).key, null);
  });

  test('without any server the ways out are named', () => {
    throws(() => find({ data: 'elsewhere' }), /laurel dev.*--url or LAUREL_URL/);
  });

  test('an address that can’t be one is refused', () => {
    throws(() => find({}, { LAUREL_URL: 'laurel.example' }), Failure);
  });

  test('without a key management is refused, naming where a key may be', () => {
    throws(() => managementOf(shellIn(directory), { url: 'https://a.example' }), /management\.key/);
  });

  test('a key is made once and only its owner reads it', () => {
    const data = join(directory, 'data');
    equal(keepKey(data), key);
    equal(statSync(keyPath(data)).mode & 0o777, 0o600);
  });

  test('a weak key in the directory is refused', () => {
    const data = join(directory, 'weak');
    keepKey(data);
    writeFileSync(keyPath(data), 'letmein');
    throws(() => keepKey(data), /no strong key/);
  });

  test('an instance forgets only its own address', () => {
    const data = join(directory, 'data');
    forgetAddress(data, 'http://127.0.0.1:4999');
    equal(readAddressOf(data), 'http://127.0.0.1:4001');
  });
});
