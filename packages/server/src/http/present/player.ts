import type { schema } from '@laurel/contract';
import { type Fact, localize, type PlayerRecord, progressOn, unlockTimeOf } from '@laurel/domain';
import type { z } from 'zod';
import type { LedgerTitle } from '../../services/player-ledger.ts';
import type { Advanced, CommittedFact, Player, Relation } from '../../store/store.ts';

/** Shows a player to whoever runs the instance. */
export function presentPlayer(player: Player): z.output<typeof schema.Player> {
  const { xuid, gamertag, issuer, subject, locale, ageGroup } = player;
  const { sandboxes, pictureUrl, privacy, createdAt } = player;
  return {
    xuid,
    gamertag,
    issuer,
    subject,
    locale,
    ageGroup,
    sandboxes: [...sandboxes],
    pictureUrl,
    privacy,
    createdAt,
  };
}

/** Shows one entry of a list of players. */
export function presentEntry(relation: Relation): z.output<typeof schema.ListEntry> {
  return { xuid: relation.other, isFavorite: relation.isFavorite, since: relation.since };
}

/** Shows everything that is recorded of a player in one title. */
export function presentPlayerTitle({
  stored,
  title,
}: LedgerTitle): z.output<typeof schema.PlayerTitle> {
  const { key, version, totals, lastPlayedAt, record } = stored;
  return {
    titleId: title?.titleId ?? null,
    name: title === undefined ? null : localize(title.name, [title.defaultLocale]),
    scid: key.scid,
    version,
    earnedAchievements: totals.earned,
    gamerscore: totals.gamerscore,
    lastUnlock: totals.lastUnlock,
    lastPlayedAt,
    achievements: achievementsOf(record),
    stats: Object.fromEntries(record.stats),
  };
}

function achievementsOf(record: PlayerRecord): z.output<typeof schema.PlayerTitle>['achievements'] {
  return [...record.progress.keys()].map((id) => {
    const progress = progressOn(record, id);
    return {
      id,
      state: progress.state,
      percent: progress.percent,
      unlockedAt: progress.state === 'Achieved' ? unlockTimeOf(progress) : null,
      isRevoked: record.revoked.has(id),
    };
  });
}

/** Shows a fact. */
export function presentFact(fact: Fact): z.output<typeof schema.WireFact> {
  const { kind, achievementId, percent, earnedAt, receivedAt, source, titleVersion } = fact;
  return {
    kind,
    achievementId,
    percent,
    earnedAt,
    receivedAt,
    source,
    titleVersion,
    ...(fact.reason !== undefined && { reason: fact.reason }),
  };
}

/** Shows a fact with where it belongs in the ledger. */
export function presentCommitted(fact: CommittedFact): z.output<typeof schema.WireFact> {
  const { sequence, key, recordVersion } = fact;
  return { sequence, scid: key.scid, recordVersion, ...presentFact(fact) };
}

/** Shows what a change of a record came to. */
export function presentChanged({
  version,
  facts,
}: Advanced): z.output<typeof schema.RecordChanged> {
  return { version, facts: facts.map(presentFact) };
}
