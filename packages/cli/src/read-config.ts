import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, ConfigError, type ConfigSources, readConfig } from '@laurel/server';
import { Failure, fileFailure, WrongUsage } from './failure.ts';
import type { Shell } from './shell.ts';

/**
 * Reads the configuration of an instance from where this process was started.
 *
 * @throws {Failure} naming every problem
 * @throws {WrongUsage} the same, where an option of the command is among them
 */
export function readInstanceConfig(
  { environment, directory }: Shell,
  {
    mode,
    overrides = {},
    file,
  }: Pick<ConfigSources, 'mode' | 'overrides'> & { file?: string | undefined },
): Config {
  try {
    const config = readConfig({
      mode,
      overrides,
      environment,
      readSecretFile: (path) => readFileSync(resolve(directory, path), 'utf8'),
      ...(file !== undefined && { file: readConfigFile(resolve(directory, file)) }),
    });
    return { ...config, data: resolve(directory, config.data) };
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    const message = 'the configuration does not allow a start:';
    if (thrown.problems.some((problem) => problem.startsWith('--'))) {
      throw new WrongUsage([message, ...thrown.problems].join('\n  '));
    }
    throw new Failure('configuration', message, { details: thrown.problems });
  }
}

function readConfigFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw fileFailure(path, thrown);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (thrown) {
    throw new Failure(
      'configuration',
      `"${path}" must be JSON: ${thrown instanceof Error ? thrown.message : ''}`,
    );
  }
  throw new Failure('configuration', `"${path}" must hold a JSON object of settings`);
}
