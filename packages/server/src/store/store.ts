import type {
  AchievementId,
  Decision,
  Fact,
  Instant,
  PlayerRecord,
  Sandbox,
  Scid,
  TitleId,
  Totals,
  Xuid,
} from '@laurel/domain';

/**
 * The port: what the services remember, and nothing about how. Methods are shaped by use, not by
 * table. Every engine passes the same suite (`contract/`).
 *
 * Reads see every write that was answered before they began. Writes are answered after they are
 * durable. Failures of the world are thrown as `StoreFailure`; they are never a refusal.
 */
export interface Store extends AsyncDisposable {
  readonly records: RecordStore;
  readonly facts: FactStore;
  readonly titles: TitleStore;
  readonly players: PlayerStore;
  readonly rarity: RarityStore;
  readonly assets: AssetStore;
  readonly secrets: SecretStore;
  readonly notifications: NotificationStore;
  /**
   * Tells of every change that others may wait for, after it is durable and in the order of the
   * commits. Nothing that came before is told. The listener must be quick. What it throws fails
   * neither the write nor the other listeners.
   *
   * @returns ends it
   */
  follow(listener: (change: Change) => void): Disposable;
  /**
   * Copies the whole store to a file while it is in use. The file appears at that path whole or not
   * at all.
   *
   * @param path where nothing is yet
   * @throws {StoreFailure}
   */
  backup(path: string): Promise<void>;
  /**
   * Asks the engine whether what it holds is whole, and holds every record against its totals and
   * its facts.
   *
   * @returns what is wrong, at most a hundred lines; empty when nothing is
   */
  verify(): Promise<readonly string[]>;
  /** Empties every table but the secrets. Development mode and tests only. */
  clear(): Promise<void>;
  /** Everything but the secrets, as one file of the engine's own format. Development mode only. */
  snapshot(): Promise<Uint8Array>;
  /**
   * Replaces everything but the secrets. Development mode only.
   *
   * @param only replaces what that player has and nothing else; rarity is counted anew
   * @returns whether it was a snapshot of this version, and nothing of another player stands in the
   *   way; nothing is written when not
   */
  restore(snapshot: Uint8Array, only?: Xuid): Promise<boolean>;
  /** Throws unless reads and writes work now. */
  ping(): Promise<void>;
}

/** The store could not do what it was asked; the same call may work later. */
export class StoreFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFailure';
  }
}

/** Names one player's record of one title. Nothing crosses sandboxes. */
export type RecordKey = { readonly sandbox: Sandbox; readonly xuid: Xuid; readonly scid: Scid };

/** A record as it was committed. */
export type StoredRecord = {
  readonly key: RecordKey;
  /** Counts the writes of this record, from 1. */
  readonly version: number;
  readonly totals: Totals;
  readonly lastPlayedAt: Instant;
  /**
   * Decoded when first asked for: a reader that only needs the version or totals pays for neither.
   */
  readonly record: PlayerRecord;
};

/** A decision with the totals to keep beside the record. */
export type Verdict = Decision & { readonly totals: Totals };

/** What `advance` committed, or found unchanged (then `facts` is empty). */
export type Advanced = {
  /** 0 when nothing was ever recorded. */
  readonly version: number;
  readonly record: PlayerRecord;
  readonly facts: readonly Fact[];
};

/** Players' records of titles. */
export interface RecordStore {
  /** At once where it is known. */
  read(key: RecordKey): Promise<StoredRecord | undefined> | StoredRecord | undefined;
  /** All titles a player has played in a sandbox, in the order of their scid. */
  ofPlayer(of: { sandbox: Sandbox; xuid: Xuid }): Promise<readonly StoredRecord[]>;
  /** The sum of a player's Gamerscore over all titles of a sandbox. */
  gamerscoreOf(of: { sandbox: Sandbox; xuid: Xuid }): Promise<number>;
  /**
   * The only way a record changes: loads it, lets `decide` say what it becomes, and commits the
   * record together with its facts. `decide` runs under the record's lock, may run more than once,
   * and therefore has no effects; what it throws is thrown on by the result, and nothing is
   * written. When it gives the record back as it was, nothing is written, and the answer waits
   * until what it was decided on is durable; at once where that is so already.
   *
   * @param decide gets `undefined` for a player who has not played the title, and the totals that
   *   stand beside the record
   */
  advance(
    key: RecordKey,
    decide: (before: PlayerRecord | undefined, totals: Totals) => Verdict,
  ): Promise<Advanced> | Advanced;
  /**
   * How many players have a record of the title. Reads all records of the sandbox: not for
   * requests.
   */
  countPlayers(of: { sandbox: Sandbox; scid: Scid }): Promise<number>;
  /** The players who have a record of the title, in pages, by xuid as text. Not for requests. */
  playersOf(
    of: { sandbox: Sandbox; scid: Scid },
    page: { after: Xuid | null; limit: number },
  ): Promise<readonly Xuid[]>;
}

/** A fact with where it belongs. */
export type CommittedFact = Fact & {
  readonly key: RecordKey;
  readonly recordVersion: number;
  /** Its own number: rises in commit order within one instance, with gaps. */
  readonly sequence: number;
};

/** The ledger. Written only by `RecordStore.advance`. */
export interface FactStore {
  /** A player's facts, newest first, below a sequence number when one is given; at most `limit`. */
  ofPlayer(
    of: { sandbox: Sandbox; xuid: Xuid },
    page: { before: number | null; limit: number },
  ): Promise<readonly CommittedFact[]>;
  /** All facts behind a cursor, oldest first. For readers that resume. */
  after(cursor: number, limit: number): Promise<readonly CommittedFact[]>;
}

/**
 * One published version of a title in one sandbox. `document` is the title document's JSON text.
 */
export type PublishedVersion = {
  readonly titleId: TitleId;
  readonly scid: Scid;
  readonly sandbox: Sandbox;
  readonly version: number;
  readonly document: string;
  readonly publishedAt: Instant;
  /** What was said about it, and the version it restores when it is a rollback. */
  readonly note: string;
};

/** A title's draft. `revision` counts its changes, from 1. */
export type Draft = {
  readonly titleId: TitleId;
  readonly scid: Scid;
  readonly document: string;
  readonly revision: number;
  readonly changedAt: Instant;
};

/** Titles' documents: drafts and published versions. */
export interface TitleStore {
  /** The version in force of every title in every sandbox. */
  published(): Promise<readonly PublishedVersion[]>;
  /** Every version there was, the first one first. */
  versions(of: { titleId: TitleId; sandbox: Sandbox }): Promise<readonly PublishedVersion[]>;
  /**
   * Makes a version the one in force, atomically; older ones are kept.
   *
   * @param version must be the highest so far + 1, else nothing is written
   * @returns whether it was written
   */
  publish(version: PublishedVersion): Promise<boolean>;
  draft(titleId: TitleId): Promise<Draft | undefined>;
  drafts(): Promise<readonly Draft[]>;
  /** Saves a draft whose `revision` is the stored one + 1, or 1. @returns whether it was written */
  saveDraft(draft: Draft): Promise<boolean>;
  sandboxes(): Promise<readonly Sandbox[]>;
  /** One that is there already stays. */
  addSandbox(name: Sandbox): Promise<void>;
}

/** A player as this instance knows them. */
export type Player = {
  readonly xuid: Xuid;
  /** Unique without regard to case. */
  readonly gamertag: string;
  /** Who vouches for them, and under which name: an OpenID issuer and subject, for instance. */
  readonly issuer: string;
  readonly subject: string;
  /** BCP 47, from the identity's country; the last resort before a title's default. */
  readonly locale: string | null;
  readonly ageGroup: 'Adult' | 'Teen' | 'Child';
  /** Sandboxes a token may be asked for; `*` is every one. */
  readonly sandboxes: readonly string[];
  readonly pictureUrl: string | null;
  /** Privacy settings by name, only those that were set. */
  readonly privacy: Readonly<Record<string, 'Everyone' | 'FriendsOnly' | 'Blocked'>>;
  readonly createdAt: Instant;
};

/** The lists a player keeps of other players. */
export type RelationKind = 'People' | 'Avoid' | 'Mute';

/** One entry of such a list. */
export type Relation = {
  readonly other: Xuid;
  readonly isFavorite: boolean;
  readonly since: Instant;
};

/** Players, their settings and their lists. */
export interface PlayerStore {
  byXuid(xuid: Xuid): Promise<Player | undefined>;
  /** In the order asked; who is unknown is left out. */
  byXuids(xuids: readonly Xuid[]): Promise<readonly Player[]>;
  byGamertag(gamertag: string): Promise<Player | undefined>;
  byIdentity(identity: { issuer: string; subject: string }): Promise<Player | undefined>;
  /** All players in pages, in the order of their xuid as text. */
  list(page: { after: Xuid | null; limit: number }): Promise<readonly Player[]>;
  /** @returns whether it was written: not when the xuid, gamertag or identity is taken */
  create(player: Player): Promise<boolean>;
  /**
   * Replaces everything but xuid and identity.
   * @returns whether there was such a player, and the gamertag was free
   */
  update(player: Player): Promise<boolean>;
  /** In the order they were added. */
  relations(of: { xuid: Xuid; kind: RelationKind }): Promise<readonly Relation[]>;
  relation(of: { xuid: Xuid; kind: RelationKind; other: Xuid }): Promise<Relation | undefined>;
  /** How many players have this one in their People list. */
  countFollowers(xuid: Xuid): Promise<number>;
  /** Adds an entry at the end; one for the same player is replaced and keeps its place. */
  addRelation(of: { xuid: Xuid; kind: RelationKind }, relation: Relation): Promise<void>;
  removeRelation(of: { xuid: Xuid; kind: RelationKind; other: Xuid }): Promise<void>;
}

/** How many of a title's players have an achievement, as of a moment. */
export type RarityFigure = {
  readonly achievementId: AchievementId;
  /** 0 to 100, two decimals. */
  readonly percentage: number;
  /** `Counted` here, or `Imported` with recorded answers; an imported figure is never recounted. */
  readonly origin: 'Counted' | 'Imported';
  readonly asOf: Instant;
};

/** Rarity, folded from facts in the background. */
export interface RarityStore {
  of(title: { sandbox: Sandbox; scid: Scid }): Promise<readonly RarityFigure[]>;
  /** Takes over recorded figures, in place of those that are there for the same achievements. */
  importFigures(
    title: { sandbox: Sandbox; scid: Scid },
    figures: readonly RarityFigure[],
  ): Promise<void>;
  /**
   * Counts the facts behind the stored cursor, and moves the cursor in the same transaction;
   * refreshes the counted figures of the titles concerned.
   *
   * @param limit how many writes' facts to read at most
   * @returns how many writes' facts were read, less than `limit` when none are left, and the titles
   *   they were of
   */
  fold(
    limit: number,
    now: Instant,
  ): Promise<{ facts: number; titles: readonly { sandbox: Sandbox; scid: Scid }[] }>;
}

/** A picture, named by what it holds. */
export type Asset = {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
};

/** Pictures of titles. They never change: another picture has another name. */
export interface AssetStore {
  /** Keeps a picture; one that is there already stays. */
  put(asset: Asset): Promise<void>;
  get(hash: string): Promise<Asset | undefined>;
}

/** A title server's key as it is kept: its hash only. */
export type TitleServerKey = {
  readonly id: string;
  readonly titleId: TitleId;
  /** SHA-256 of the key, hexadecimal. */
  readonly hash: string;
  readonly label: string;
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
};

/** What was committed, for those who wait for it. */
export type Change =
  | RecordChange
  | RelationChange
  /** The store was emptied or replaced: nothing may be as it was. */
  | { readonly kind: 'Replaced' };

/** One write of a record. */
export type RecordChange = {
  readonly kind: 'Record';
  readonly key: RecordKey;
  readonly version: number;
  /** The record that it was decided on; `null` for the first. */
  readonly was: PlayerRecord | null;
  readonly record: PlayerRecord;
  /** What the write made true, in order; empty where it made no fact. */
  readonly facts: readonly CommittedFact[];
};

/** One entry of a list of a player. */
export type RelationChange = {
  readonly kind: 'Relation';
  readonly xuid: Xuid;
  readonly list: RelationKind;
  readonly other: Xuid;
  readonly change: 'Added' | 'Changed' | 'Removed';
};

/** Where a player's device wants to be told of what happens in one title. */
export type Endpoint = {
  readonly id: string;
  readonly xuid: Xuid;
  readonly titleId: TitleId;
  /** How the device calls itself; one device has one endpoint of a title. */
  readonly systemId: string;
  /** As `Accept-Language` has it: tags separated by commas. */
  readonly locale: string;
  readonly platform: string;
  readonly transport: string;
  /** Whether unlocks are to be told. */
  readonly wantsUnlocks: boolean;
  readonly registeredAt: Instant;
};

/** Who is told of unlocks, and which unlocks were told. */
export interface NotificationStore {
  /** The latest first. */
  endpointsOf(of: { xuid: Xuid; titleId: TitleId }): Promise<readonly Endpoint[]>;
  /** Replaces the endpoint of the same player, title and device, which then has the new id. */
  putEndpoint(endpoint: Endpoint, limits: { perPlayerMax: number }): Promise<void>;
  /** @returns whether the player had such an endpoint */
  removeEndpoint(of: { id: string; xuid: Xuid }): Promise<boolean>;
  /** The last fact of a record that was announced; 0 before the first. */
  announcedUpTo(key: RecordKey): Promise<number>;
  /**
   * Says that everything up to that fact is announced. Of several who say so at once, one is told
   * that it was the first; only that one may announce.
   *
   * @returns whether it was not so before
   */
  announce(key: RecordKey, sequence: number): Promise<boolean>;
}

/** What only this instance may know. */
export interface SecretStore {
  /** The signing key pairs as JWK text, newest first. */
  signingKeys(): Promise<readonly { id: string; jwk: string; createdAt: Instant }[]>;
  addSigningKey(key: { id: string; jwk: string; createdAt: Instant }): Promise<void>;
  /** Of one title or of all, revoked ones too, the oldest first. */
  titleServerKeys(titleId: TitleId | null): Promise<readonly TitleServerKey[]>;
  addTitleServerKey(key: TitleServerKey): Promise<void>;
  /** One that is revoked already stays as it was. @returns whether there was such a key */
  revokeTitleServerKey(of: { id: string; revokedAt: Instant }): Promise<boolean>;
}
