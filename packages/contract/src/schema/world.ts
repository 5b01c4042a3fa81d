import { z } from 'zod';
import { AchievementIdText, isXuidText, SandboxText, ScidText } from '../codec/segment.ts';

/** What a snapshot may be called. */
export const SnapshotName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'must be 1 to 64 letters, digits, dots and hyphens');

/** A snapshot that the instance keeps. */
export const KeptSnapshot = z
  .object({
    name: z.string(),
    bytes: z.int(),
    takenAt: z.string(),
    /** Where the clock stood; `null` where it followed the machine. */
    clock: z.string().nullable(),
  })
  .meta({ id: 'KeptSnapshot' });

/** Those that are kept, the oldest first. */
export const KeptSnapshots = z
  .object({ snapshots: z.array(KeptSnapshot) })
  .meta({ id: 'KeptSnapshots' });

/** What is brought back: everything, or what one player has. */
export const SnapshotRestoreOrder = z
  .strictObject({ player: z.string().refine(isXuidText, 'must be an xuid').optional() })
  .meta({ id: 'SnapshotRestoreOrder' });

const Percent = z.int().min(0).max(100);

/** What a player has in one title: percents by achievement id, values by the names of stats. */
const SeededTitle = z.strictObject({
  sandbox: SandboxText.optional(),
  titleId: z.int().min(1).max(0xffffffff).optional(),
  scid: ScidText.optional(),
  progress: z.record(AchievementIdText, Percent).optional(),
  stats: z.record(z.string().max(64), z.string().max(256)).optional(),
});

const gamertag = z
  .string()
  .regex(/^[^\p{C}()/]{1,32}$/u, 'must be 1 to 32 characters, none of them a bracket or a slash');

/** A player, made where there is none of that gamertag. */
const SeededPlayer = z.strictObject({
  gamertag,
  /** Of a new player. Without it, it follows from the gamertag: the same in every run. */
  xuid: z.string().refine(isXuidText, 'must be an xuid').optional(),
  locale: z.string().max(35).optional(),
  /** Gamertags of players on their People list. */
  friends: z.array(gamertag).max(1000).optional(),
  titles: z.array(SeededTitle).max(100).optional(),
});

/** Players to be there, with what they have. */
export const WorldSeed = z
  .strictObject({ players: z.array(SeededPlayer).min(1).max(1000) })
  .meta({ id: 'WorldSeed' });

/** Who is there now. */
export const WorldSeeded = z
  .object({
    players: z.array(z.object({ gamertag: z.string(), xuid: z.string(), isNew: z.boolean() })),
  })
  .meta({ id: 'WorldSeeded' });
