/** For tests: the title of the arena. */
export const arenaTitleId = 1700000003;

/** For tests: its service configuration. */
export const arenaScid = '00000000-0000-0000-0000-00006553f103';

const words = {
  description: 'Done',
  lockedDescription: 'Do it',
  icon: 'https://img.example/1.png',
};

/** For tests: direct, counted and rule-driven achievements in one title. */
export function arenaDocument(part: Readonly<Record<string, unknown>> = {}) {
  return {
    titleId: arenaTitleId,
    scid: arenaScid,
    name: 'Arena',
    defaultLocale: 'en-US',
    system: 'mixed',
    events: [
      { name: 'Fought', fields: { Kills: 'Integer', Weapon: 'String', Won: 'Boolean' } },
      { name: 'Rested' },
    ],
    stats: [
      {
        name: 'Kills',
        type: 'Integer',
        rule: { event: 'Fought', fold: 'Sum', field: 'Kills', guard: { largestChange: 50 } },
      },
      { name: 'Fights', type: 'Integer', rule: { event: 'Fought', fold: 'Count' } },
      {
        name: 'KillsWith',
        type: 'Integer',
        rule: { event: 'Fought', fold: 'Sum', field: 'Kills', per: ['Weapon'] },
      },
    ],
    achievements: [
      { id: '1', name: 'Direct', ...words },
      { id: '2', name: 'Ten', ...words, requirements: [{ stat: 'Kills', target: 10 }] },
      {
        id: '3',
        name: 'Both',
        ...words,
        requirements: [
          { stat: 'KillsWith.Bow', target: 5 },
          { stat: 'Fights', target: 3 },
        ],
      },
      { id: '4', name: 'Counted', ...words, counter: { target: 20 } },
    ],
    ...part,
  };
}

/** For tests: what publishes it to `RETAIL`. */
export function arenaPublish(part: Readonly<Record<string, unknown>> = {}) {
  const accept = ['base-set-size', 'base-set-gamerscore'];
  return { document: arenaDocument(part), sandbox: 'RETAIL', accept };
}

let made = 0;

/** For tests: an event `Fought` with an id of its own. */
export function foughtEvent(
  properties: Readonly<Record<string, unknown>> = {},
  part: Readonly<Record<string, unknown>> = {},
) {
  made += 1;
  return {
    id: `fought-${made}`,
    name: 'Fought',
    titleId: arenaTitleId,
    properties: { Weapon: 'Sword', ...properties },
    measurements: { Kills: 1 },
    ...part,
  };
}
