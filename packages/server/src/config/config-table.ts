import { documentedRateLimits } from '../http/switches.ts';
import type { Setting } from './setting.ts';
import { commandVariables, settingNames, settings, variableOf } from './settings.ts';

/**
 * The manual's table of settings, as Markdown. `docs/operating/configuration.md` holds exactly this
 * text, which a test checks.
 */
export function configTable(): string {
  const rows = settingNames.map((name) => {
    const declared: Setting<unknown> = settings[name];
    return row([code(name), code(variableOf(name)), defaultOf(declared), cell(declared)]);
  });
  const commands = Object.entries(commandVariables).map(([name, meaning]) =>
    row([code(name), meaning]),
  );
  return [
    row(['In a file', 'In the environment', 'Default', 'What it does']),
    row(['---', '---', '---', '---']),
    ...rows,
    '',
    'The commands read these besides:',
    '',
    row(['Variable', 'What it does']),
    row(['---', '---']),
    ...commands,
    '',
    'Rate limits, as documented: requests in 15 seconds / in 300 seconds.',
    'Requests that name nobody (`Tokens`) are counted by the address they come from; behind a',
    'proxy that is the proxy’s address, so raise their limit there.',
    '',
    row(['Service', 'Limit']),
    row(['---', '---']),
    ...Object.entries(documentedRateLimits.byService).map(([service, limit]) =>
      row([service, `${limit.burstMax} / ${limit.sustainMax}`]),
    ),
    '',
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell({ meaning, rule, isSecret }: Setting<unknown>): string {
  const secret = isSecret ? ' Never shown; `…_FILE` names a file that holds it.' : '';
  return `${meaning} It ${rule}.${secret}`;
}

function defaultOf({ fallback }: Setting<unknown>): string {
  if (fallback === null) return '–';
  const { production, development } = fallback;
  if (production === development) return shown(production);
  return `${shown(production)}, in development ${shown(development)}`;
}

function shown(fallback: string): string {
  return fallback === '' ? 'none' : code(fallback);
}
