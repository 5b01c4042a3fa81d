import { z } from 'zod';
import { WireDate, WireGuid, WireXuid } from '../codec/date.ts';
import { AchievementIdText, isXuidText, SandboxText, ScidText } from '../codec/segment.ts';
import { textOf } from '../codec/text.ts';
import { privacySettings } from './privacy.ts';

/** What a player may be called here. Source: [I]. */
const Gamertag = textOf(
  (text) => (/^[^\p{C}()/]{1,32}$/u.test(text.trim()) ? text.trim() : undefined),
  {
    rule: 'must be 1 to 32 characters, none of them a bracket or a slash',
  },
);

const LocaleTag = z
  .string()
  .regex(/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,4}$/, 'must be a language tag such as fr-FR');

/** Names of sandboxes, or `*` for every one. */
const SandboxNames = z.array(z.union([z.literal('*'), SandboxText])).max(100);

const PictureUrl = z
  .string()
  .max(2048)
  .regex(/^(https?:\/\/|\/)/, 'must be an address or a path');

const AgeGroup = z.enum(['Adult', 'Teen', 'Child']);

/** What a player lets others see, by the name of the setting. */
export const PrivacyChoices = z
  .partialRecord(z.enum(privacySettings), z.enum(['Everyone', 'FriendsOnly', 'Blocked']))
  .meta({ id: 'PrivacyChoices' });

/** A player as this instance knows them. */
export const Player = z
  .object({
    xuid: WireXuid,
    gamertag: z.string(),
    issuer: z.string(),
    subject: z.string(),
    locale: z.string().nullable(),
    ageGroup: AgeGroup,
    sandboxes: z.array(z.string()),
    pictureUrl: z.string().nullable(),
    privacy: PrivacyChoices,
    createdAt: WireDate,
  })
  .meta({ id: 'Player' });

/** A page of players in the order of their xuid as text. */
export const PlayersPage = z
  .object({ players: z.array(Player), next: WireXuid.nullable() })
  .meta({ id: 'PlayersPage' });

/** A new player. Without an xuid one is drawn; without an issuer the player can't sign in. */
export const NewPlayer = z
  .object({
    xuid: z.string().refine(isXuidText, 'must be an xuid').optional(),
    gamertag: Gamertag,
    issuer: z.string().min(1).max(256).optional(),
    subject: z.string().min(1).max(256).optional(),
    locale: LocaleTag.nullish(),
    ageGroup: AgeGroup.optional(),
    sandboxes: SandboxNames.optional(),
    pictureUrl: PictureUrl.nullish(),
    privacy: PrivacyChoices.optional(),
  })
  .meta({ id: 'NewPlayer' });

/** What of a player can be changed. */
export const PlayerChange = z
  .object({
    gamertag: Gamertag.optional(),
    locale: LocaleTag.nullable().optional(),
    ageGroup: AgeGroup.optional(),
    sandboxes: SandboxNames.optional(),
    pictureUrl: PictureUrl.nullable().optional(),
  })
  .meta({ id: 'PlayerChange' });

/** One entry of a people, block or mute list. */
export const ListEntry = z
  .object({ xuid: WireXuid, isFavorite: z.boolean(), since: WireDate })
  .meta({ id: 'ListEntry' });

/** A people, block or mute list. */
export const ListEntries = z.object({ entries: z.array(ListEntry) }).meta({ id: 'ListEntries' });

/** What the management says of one achievement of a player. */
const RecordedAchievement = z.object({
  id: z.string(),
  state: z.enum(['NotStarted', 'InProgress', 'Achieved']),
  percent: z.int().min(0).max(100),
  unlockedAt: WireDate.nullable(),
  isRevoked: z.boolean(),
});

/** A player's record of one title. */
export const PlayerTitle = z
  .object({
    /** `null` for a title that is no longer published. */
    titleId: z.int().nullable(),
    name: z.string().nullable(),
    scid: WireGuid,
    version: z.int().min(0),
    earnedAchievements: z.int().min(0),
    gamerscore: z.int().min(0),
    lastUnlock: WireDate,
    lastPlayedAt: WireDate,
    achievements: z.array(RecordedAchievement),
    stats: z.record(z.string(), z.string()),
  })
  .meta({ id: 'PlayerTitle' });

/** A player's records of one sandbox. */
export const PlayerTitles = z
  .object({ xuid: WireXuid, sandbox: z.string(), titles: z.array(PlayerTitle) })
  .meta({ id: 'PlayerTitles' });

/** Something that became true and was committed. */
export const WireFact = z
  .object({
    sequence: z.int().optional(),
    scid: WireGuid.optional(),
    recordVersion: z.int().optional(),
    kind: z.enum(['Progressed', 'Unlocked', 'Granted', 'Revoked', 'Restored', 'Reset']),
    achievementId: z.string().nullable(),
    percent: z.int().min(0).max(100),
    earnedAt: WireDate,
    receivedAt: WireDate,
    source: z.enum(['Title', 'TitleServer', 'Event', 'Support', 'Import']),
    titleVersion: z.int().min(0),
    reason: z.string().optional(),
  })
  .meta({ id: 'Fact' });

/** A page of the ledger, newest first. `next` goes into `before`. */
export const FactsPage = z
  .object({ facts: z.array(WireFact), next: z.int().nullable() })
  .meta({ id: 'FactsPage' });

const Sandbox = SandboxText.optional();

const TitleIdNumber = z
  .int({ error: 'must be a title id: 1 to 4294967295' })
  .min(1, 'must be a title id: 1 to 4294967295')
  .max(0xffffffff, 'must be a title id: 1 to 4294967295');

/** Names a title of a sandbox, `RETAIL` without one, by either of its ids. */
const ofTitle = { sandbox: Sandbox, scid: ScidText.optional(), titleId: TitleIdNumber.optional() };

const mustNameTitle = { error: 'must name the title by scid or by titleId', path: ['titleId'] };

function namesTitle(of: { scid?: string | undefined; titleId?: number | undefined }): boolean {
  return of.scid !== undefined || of.titleId !== undefined;
}

const reason = z
  .string({ error: 'must say why' })
  .trim()
  .min(1, 'must say why')
  .max(500, 'must be at most 500 characters');

/** What support does to one achievement, and why. */
export const SupportAction = z
  .object({ ...ofTitle, achievementId: AchievementIdText, reason })
  .refine(namesTitle, mustNameTitle)
  .meta({ id: 'SupportAction' });

/** What of a player is to be forgotten. */
export const ResetAction = z
  .object({ ...ofTitle, reason: reason.optional() })
  .refine(namesTitle, mustNameTitle)
  .meta({ id: 'ResetAction' });

const DateText = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/, 'must be a UTC date ending in Z');

/** A player's state in one title as another system recorded it. */
export const RecordedState = z
  .object({
    ...ofTitle,
    lastPlayedAt: DateText.optional(),
    achievements: z
      .array(
        z
          .object({
            id: AchievementIdText,
            percent: z.int('must be a whole number from 0 to 100').min(0).max(100),
            unlockedAt: DateText.optional(),
            isRevoked: z.boolean().optional(),
          })
          .refine(({ percent, unlockedAt }) => percent < 100 === (unlockedAt === undefined), {
            error: 'must be there with percent 100, and only then',
            path: ['unlockedAt'],
          }),
      )
      .max(1000, 'must hold at most 1000 entries')
      .optional(),
    stats: z
      .record(
        z.string().min(1).max(128),
        z.union([z.string().max(256), z.number()]).transform(String),
      )
      .refine((stats) => Object.keys(stats).length <= 1000, 'must hold at most 1000 stats')
      .optional(),
  })
  .refine(namesTitle, mustNameTitle)
  .meta({ id: 'RecordedState' });

/** What a change of a record came to; no facts when nothing changed. */
export const RecordChanged = z
  .object({ version: z.int().min(0), facts: z.array(WireFact) })
  .meta({ id: 'RecordChanged' });

/** Recorded rarity of a title's achievements. */
export const RarityFigures = z
  .object({
    sandbox: Sandbox,
    figures: z
      .array(
        z.object({
          achievementId: AchievementIdText,
          percentage: z.number().min(0, 'must be 0 to 100').max(100, 'must be 0 to 100'),
        }),
      )
      .max(1000, 'must hold at most 1000 figures'),
  })
  .meta({ id: 'RarityFigures' });
