import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Addressing } from './http-request.ts';
import { type CaseKind, caseKinds } from './vectors.ts';

/** What the command was asked to do. */
export type Arguments = {
  readonly files: readonly string[];
  /** `null` to start a fresh instance. */
  readonly target: { readonly url: URL; readonly managementKey: string } | null;
  readonly only: ReadonlySet<string> | null;
  readonly kinds: ReadonlySet<CaseKind> | null;
  readonly addressing: Addressing;
  readonly isJson: boolean;
};

/** The command was called in a way that it does not understand. */
export class WrongUsage extends Error {}

/** How the command is called. */
export const usage = `usage: npm run -s conformance -- FILE… [options]

Runs conformance vectors, each case from a fresh copy of its world. Without --url a fresh Laurel in
development mode is started for it.

  --url URL        run against this instance, which must be in development mode; what it holds
                   is put back at the end
  --key KEY        its management key; without it, LAUREL_KEY of the environment
  --only ID        only this case; may be repeated, or a list with commas
  --kind KIND      only cases of this kind: ${caseKinds.join(', ')}; may be repeated
  --by host|prefix find a host by the Host header (the default) or by the prefix of the path
  --json           a report for machines on the standard output
  --help           this text

Exit code: 0 when no case failed, 1 when one did, 2 for a call that is not understood.`;

/**
 * Reads the command line.
 *
 * @param cwd where relative paths begin
 * @returns `null` when help was asked for
 * @throws {WrongUsage}
 */
export function readArguments(
  args: readonly string[],
  { cwd, environment }: { cwd: string; environment: Readonly<Record<string, string | undefined>> },
): Arguments | null {
  const { values, positionals } = parsed(args);
  if (values.help === true) return null;
  if (positionals.length === 0) throw new WrongUsage('name at least one file of vectors');
  const only = values.only?.flatMap((text) => text.split(',')).filter((id) => id !== '');
  return {
    files: positionals.map((file) => (isAbsolute(file) ? file : join(cwd, file))),
    target: targetOf(values, environment),
    only: only === undefined ? null : new Set(only),
    kinds: kindsOf(values.kind),
    addressing: addressingOf(values.by ?? 'host'),
    isJson: values.json === true,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        key: { type: 'string' },
        only: { type: 'string', multiple: true },
        kind: { type: 'string', multiple: true },
        by: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new WrongUsage(cause instanceof Error ? cause.message : String(cause));
  }
}

function targetOf(
  { url, key }: { url?: string | undefined; key?: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
): Arguments['target'] {
  if (url === undefined) return null;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new WrongUsage(`--url must be an http address; got "${url.slice(0, 80)}"`);
  }
  const managementKey = key ?? environment.LAUREL_KEY;
  if (managementKey === undefined || managementKey === '') {
    throw new WrongUsage('--url needs the management key: --key KEY or the variable LAUREL_KEY');
  }
  return { url: new URL(url), managementKey };
}

function kindsOf(texts: readonly string[] | undefined): ReadonlySet<CaseKind> | null {
  if (texts === undefined) return null;
  const kinds = texts
    .flatMap((text) => text.split(','))
    .map((text) => {
      const kind = caseKinds.find((known) => known === text);
      if (kind !== undefined) return kind;
      throw new WrongUsage(`--kind must be one of ${caseKinds.join(', ')}; got "${text}"`);
    });
  return new Set(kinds);
}

function addressingOf(text: string): Addressing {
  if (text === 'host' || text === 'prefix') return text;
  throw new WrongUsage(`--by must be host or prefix; got "${text.slice(0, 80)}"`);
}
