/** A locked or an unlocked description, in characters. Source: wire contract §11.1 [D]. */
export const descriptionCharactersMax = 100;

/** A name that fits the unlock notification, in characters. Source: §11.1 [X]. */
export const toastNameCharactersMax = 44;

/** One achievement gives at most this much. Source: §11.1 [D]. */
export const gamerscoreMax = 200;

/** A released base set has at least this many achievements … Source: §11.1 [D]. */
export const baseSetAchievementsMin = 10;

/** … and exactly this much Gamerscore. Source: §11.1 [D]. */
export const baseSetGamerscore = 1000;

/** What a reward is called, in characters. Source: §11.1 [D]. */
export const rewardNameCharactersMax = 57;

/** What a reward says of itself, in characters. Source: §11.1 [D]. */
export const rewardDescriptionCharactersMax = 90;

/** The size of an icon, in pixels. Source: §11.1 [D][T]. */
export const iconSize = { width: 1920, height: 1080 } as const;

/** The address of an icon, in characters. Source: §7 [X]. */
export const iconUrlCharactersMax = 2048;

/** Shipped clients read title ids as signed numbers; above this they fail. Source: §4.4 [W]. */
export const titleIdSafeMax = 2 ** 31 - 1;

/** Achievements of one title. Clients must get them all by asking for 1000. Source: §2.4 [C]. */
export const achievementsPerTitleMax = 1000;

/** Locales of one title; the largest real ones have about 40 [I]. */
export const localesPerTitleMax = 64;

/** Stats of one title [I]. */
export const statsPerTitleMax = 500;

/** Kinds of events of one title [I]. */
export const eventsPerTitleMax = 200;

/** Fields of one event [I]. */
export const fieldsPerEventMax = 32;

/** Fields that one stat is kept apart by [I]. */
export const apartFieldsPerStatMax = 3;

/** Requirements of one achievement; 15 were recorded [I]. */
export const requirementsPerAchievementMax = 64;

/** Pictures of one achievement, the icon among them [I]. */
export const picturesPerAchievementMax = 8;

/** A title document, as UTF-8 [I]. */
export const documentBytesMax = 4 * 1024 * 1024;

/** What a title may count to [I]. */
export const counterTargetMax = 1_000_000_000;
