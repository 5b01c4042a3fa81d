/** For tests: a title with achievements of every kind. */
export const titleId = 1700000005;

/** For tests: its service configuration. */
export const scid = '00000000-0000-0000-0000-00006553f105';

/** For tests: a title that is retired. */
export const retiredId = 1700000006;

const icon = 'https://img.example/1.png';

const dayMs = 86_400_000;

/** For tests: a moment so many days ahead, or ago. */
export function daysFromNow(days: number): string {
  return new Date(Date.now() + days * dayMs).toISOString();
}

function achievement(id: number, part: Readonly<Record<string, unknown>> = {}) {
  const words = { description: 'Done', lockedDescription: 'Do it', icon };
  return { id: String(id), name: `Number ${id}`, ...words, ...part };
}

const needs = (
  ...of: readonly (readonly [stat: string, target: number, operation?: string])[]
) => ({
  requirements: of.map(([stat, target, operation = 'Sum']) => ({ stat, target, operation })),
});

const challenge = (from: number, till: number) => ({
  type: 'Challenge',
  timeWindow: { start: daysFromNow(from), end: daysFromNow(till) },
  ...needs(['Kills', 10]),
});

function stat(name: string, rule: Readonly<Record<string, unknown>> | null) {
  const whole = rule && { event: 'Fought', ...rule };
  return { name, type: 'Integer', ...(whole && { rule: whole }) };
}

const kills = { fold: 'Sum', field: 'Kills' };

const achievements = [
  achievement(1),
  achievement(2, { counter: { target: 20 } }),
  achievement(3, needs(['Kills', 10])),
  achievement(4, needs(['Wins', 3])),
  achievement(5, needs(['KillsWith.Bow', 3])),
  achievement(6, needs(['Guarded', 10])),
  achievement(7, needs(['Best', 30, 'Minimum'])),
  achievement(8, needs(['Kills', 2], ['Fights', 9])),
  achievement(9, needs(['Bare', 1])),
  achievement(10, challenge(-10, 10)),
  achievement(11, challenge(5, 10)),
  achievement(12, challenge(-20, -10)),
  achievement(13, { archived: true }),
  achievement(14),
];

/** For tests: what was in force when players played. */
export const trials = {
  titleId,
  scid,
  name: 'Trials',
  defaultLocale: 'en-US',
  system: 'mixed',
  events: [
    {
      name: 'Fought',
      fields: { Kills: 'Integer', Weapon: 'String', Won: 'Boolean', Seconds: 'Integer' },
    },
  ],
  stats: [
    stat('Kills', kills),
    stat('Wins', { fold: 'Count', where: [{ field: 'Won', in: [true] }] }),
    stat('KillsWith', { ...kills, per: ['Weapon'] }),
    stat('Guarded', { ...kills, guard: { largestChange: 5 } }),
    stat('Best', { fold: 'Minimum', field: 'Seconds' }),
    stat('Fights', { fold: 'Count' }),
    stat('Bare', null),
  ],
  achievements,
};

/** For tests: what is in force later: one was converted, and one added that some have done. */
export const trialsLater = {
  ...trials,
  achievements: [
    ...achievements.slice(0, -1),
    achievement(14, { requirements: [{ stat: 'Kills', target: 20, carry: true }] }),
    achievement(15, needs(['Kills', 4])),
  ],
};

/** For tests: the retired title. */
export const retiredTrials = {
  ...trials,
  titleId: retiredId,
  scid: '00000000-0000-0000-0000-00006553f106',
  name: 'Gone',
  retired: true,
  achievements: [achievement(1)],
};
