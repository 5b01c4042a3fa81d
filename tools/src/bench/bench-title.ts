/** How many achievements the title under test has. */
export const achievementsCount = 50;

const firstId = 11;

/** All ids have two digits, so requests that name them have one length. */
export const achievementIds: readonly string[] = Array.from(
  { length: achievementsCount },
  (_, index) => String(firstId + index),
);

/** The title under test. */
export const benchTitleId = 1853190001;
/** Its service configuration. */
export const benchScid = '00000000-0000-0000-0000-00006e756f71';

const picture = 'https://images.laurel.example/kiln-and-ember/achievements/1920x1080';

/**
 * The title document of the title under test. Its texts are as long as those of recorded titles, so
 * that a page of all fifty is 56 KB at contract version 2.
 */
export function benchTitleDocument(): Readonly<Record<string, unknown>> {
  return {
    titleId: benchTitleId,
    scid: benchScid,
    name: 'Kiln & Ember',
    defaultLocale: 'en-US',
    achievements: achievementIds.map((id) => ({
      id,
      name: `Ember number ${id} of the kiln`,
      description: `You kept the fire of kiln ${id} alight from the first spark to the last glaze.`,
      lockedDescription: `Keep the fire of kiln ${id} alight from the first spark to the last glaze.`,
      icon: `${picture}/${id}.png`,
      gamerscore: 20,
      estimatedTime: '00:30:00',
    })),
  };
}
