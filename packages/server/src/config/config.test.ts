import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { defaultSwitches } from '../http/switches.ts';
import { ConfigError, type ConfigSources, readConfig } from './config.ts';
import { variableOf } from './settings.ts';

const strongKey = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0';

/** What makes a production configuration complete. */
const complete = { LAUREL_TITLE_SERVER_KEYS: 'true', LAUREL_MANAGEMENT_KEY: strongKey };

function problemsOf(sources: ConfigSources): readonly string[] {
  try {
    readConfig(sources);
    return [];
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.problems;
    throw thrown;
  }
}

describe('configuration', () => {
  test('development needs nothing and stays on loopback', () => {
    const config = readConfig({ mode: 'development' });
    equal(config.host, '127.0.0.1');
    equal(config.identity.isDevelopment, true);
    equal(config.switches.rateLimits.isOn, false);
    equal(config.secrets.managementKey, null);
  });

  test('production without identities is refused with the way out', () => {
    const [problem = ''] = problemsOf({
      mode: 'production',
      environment: { LAUREL_MANAGEMENT_KEY: strongKey },
    });
    match(problem, /LAUREL_OIDC_ISSUER/);
    match(problem, /LAUREL_TITLE_SERVER_KEYS/);
  });

  test('production turns nothing insecure on', () => {
    const config = readConfig({ mode: 'production', environment: complete });
    equal(config.identity.isDevelopment, false);
    deepEqual(config.identity.openId, []);
    equal(config.switches.rateLimits.isOn, true);
    deepEqual({ ...config.switches, rateLimits: null }, { ...defaultSwitches, rateLimits: null });
  });

  for (const weak of ['', 'changeme', 'a'.repeat(64), 'ab'.repeat(16)]) {
    test(`production refuses the management key "${weak.slice(0, 12)}" without repeating it`, () => {
      const problems = problemsOf({
        mode: 'production',
        environment: { ...complete, LAUREL_MANAGEMENT_KEY: weak },
      });
      equal(problems.length, 1);
      match(problems[0] ?? '', /openssl rand/);
      ok(weak === '' || !problems[0]?.includes(weak));
    });
  }

  test('a management key may come from a file', () => {
    const config = readConfig({
      mode: 'production',
      environment: { LAUREL_TITLE_SERVER_KEYS: 'true', LAUREL_MANAGEMENT_KEY_FILE: '/run/key' },
      readSecretFile: () => `${strongKey}\n`,
    });
    equal(config.secrets.managementKey?.reveal(), strongKey);
  });

  test('a secret file that is not there is an error', () => {
    const problems = problemsOf({
      mode: 'development',
      environment: { LAUREL_MANAGEMENT_KEY_FILE: '/run/key' },
      readSecretFile: () => {
        throw new Error('no such file');
      },
    });
    deepEqual(problems, [
      'LAUREL_MANAGEMENT_KEY_FILE names a file that can\'t be read: "/run/key"',
    ]);
  });

  test('a configuration never prints its secrets', () => {
    const config = readConfig({ mode: 'production', environment: complete });
    for (const printed of [
      JSON.stringify(config),
      inspect(config, { depth: 9 }),
      `${config.secrets.managementKey}`,
    ]) {
      ok(!printed.includes(strongKey));
      match(printed, /\[hidden\]/);
    }
  });

  test('the development identity is refused where others can reach it', () => {
    const problems = problemsOf({ mode: 'development', environment: { LAUREL_HOST: '0.0.0.0' } });
    equal(problems.length, 1);
    match(problems[0] ?? '', /loopback/);
  });

  test('an unknown variable is an error that names the nearest known one', () => {
    const problems = problemsOf({ mode: 'development', environment: { LAUREL_PROT: '1' } });
    deepEqual(problems, ['there is no variable "LAUREL_PROT"; did you mean LAUREL_PORT']);
  });

  test('an unknown member of the file is an error that names the nearest known one', () => {
    const problems = problemsOf({ mode: 'development', file: { keepAlive: 1 } });
    deepEqual(problems, [
      'the configuration file has no member "keepAlive"; did you mean keepAliveMs',
    ]);
  });

  test('all problems are told at once, each with its value', () => {
    const problems = problemsOf({
      mode: 'development',
      environment: { LAUREL_PORT: '99999', LAUREL_LOG_LEVEL: 'loud' },
      file: { contract5: 'maybe' },
    });
    deepEqual(problems, [
      'LAUREL_PORT must be a whole number from 0 to 65535; got "99999"',
      'LAUREL_LOG_LEVEL must be one of silent, error, warn, info, debug; got "loud"',
      'the configuration file\'s contract5 must be one of legacy, empty, 406; got "maybe"',
    ]);
  });

  test('an option wins over the environment, which wins over the file', () => {
    const file = { port: 1, host: 'localhost', logLevel: 'error' };
    const environment = { LAUREL_PORT: '2', LAUREL_HOST: '127.0.0.2' };
    const config = readConfig({ mode: 'development', overrides: { port: '3' }, environment, file });
    deepEqual([config.port, config.host, config.logLevel], [3, '127.0.0.2', 'error']);
  });

  test('an empty variable counts as none', () => {
    equal(readConfig({ mode: 'development', environment: { LAUREL_PORT: '' } }).port, 4000);
  });

  test('an OpenID issuer needs clients and https', () => {
    const problems = problemsOf({
      mode: 'development',
      environment: { LAUREL_OIDC_ISSUER: 'http://id.example/' },
    });
    match(problems.join(), /LAUREL_OIDC_CLIENTS/);
    match(problems.join(), /https/);
  });

  test('an OpenID issuer on loopback may use http, and is kept to the letter', () => {
    const environment = {
      LAUREL_OIDC_ISSUER: 'http://127.0.0.1:8080/',
      LAUREL_OIDC_CLIENTS: 'game=1853190001,site',
      LAUREL_OIDC_THIRD_PARTY_CLIENTS: 'site',
    };
    const [issuer] = readConfig({ mode: 'development', environment }).identity.openId;
    equal(issuer?.issuer, 'http://127.0.0.1:8080/');
    deepEqual(issuer?.clients, [
      { clientId: 'game', titleId: 1853190001, isThirdParty: false, isDeveloper: false },
      { clientId: 'site', titleId: null, isThirdParty: true, isDeveloper: false },
    ]);
  });

  test('a right of a client that is not named is an error', () => {
    const environment = { LAUREL_OIDC_DEVELOPER_CLIENTS: 'tool' };
    const problems = problemsOf({ mode: 'development', environment });
    deepEqual(problems, ['"tool" is none of oidcClients; add it there too']);
  });

  test('rate limits of one service can be changed and the others stay', () => {
    const environment = { LAUREL_RATE_LIMITS: 'Progress=1000/3000' };
    const { rateLimits } = readConfig({ mode: 'development', environment }).switches;
    deepEqual(rateLimits.byService.Progress, { burstMax: 1000, sustainMax: 3000 });
    deepEqual(rateLimits.byService.Profile, { burstMax: 10, sustainMax: 30 });
    equal(rateLimits.isOn, true);
  });

  test('moved hosts are told apart from redirected ones', () => {
    const environment = {
      LAUREL_MOVED_HOSTS: 'achievements=https://a.example/x/',
      LAUREL_REDIRECTED_HOSTS: 'profile=https://p.example',
    };
    deepEqual(readConfig({ mode: 'development', environment }).switches.movedHosts, {
      achievements: { location: 'https://a.example/x', isPermanent: true },
      profile: { location: 'https://p.example', isPermanent: false },
    });
  });

  test('a moved host that nobody knows is an error', () => {
    throws(
      () =>
        readConfig({
          mode: 'development',
          environment: { LAUREL_MOVED_HOSTS: 'nobody=https://a' },
        }),
      ConfigError,
    );
  });

  test('the variable of a setting is its name in capitals', () => {
    equal(variableOf('keepAliveMs'), 'LAUREL_KEEP_ALIVE_MS');
    equal(variableOf('contract5'), 'LAUREL_CONTRACT5');
  });
});
