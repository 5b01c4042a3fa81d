import {
  type AchievementId,
  type Decision,
  emptyRecord,
  grant,
  type Instant,
  importState,
  type Occasion,
  type PlayerRecord,
  quoted,
  type RecordedState,
  Refusal,
  reset,
  revoke,
  type Sandbox,
  type Title,
  totalsOf,
  type Xuid,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { Advanced, Store } from '../store/store.ts';
import { publishedTitle, type TitleLookup, type TitleOfSandbox } from './title-access.ts';

/** One player's record of one title. */
export type Subject = { readonly xuid: Xuid; readonly of: TitleOfSandbox };

/** Changes players' records from outside their titles. Every change is a fact in the ledger. */
export type Support = {
  /** @throws {Refusal} `UnknownTitle`, `UnknownServiceConfig` */
  titleOf(of: TitleOfSandbox): Title;
  /**
   * Unlocks an achievement for a player, or gives a revoked one back.
   *
   * @throws {Refusal} `UnknownPlayer`, as `titleOf`, and what `grant` of the domain refuses
   */
  grant(subject: Subject, action: SupportAction): Promise<Advanced>;
  /** Takes an unlock away. @throws {Refusal} as `grant`; `Conflict` for what is not unlocked */
  revoke(subject: Subject, action: SupportAction): Promise<Advanced>;
  /**
   * Forgets what a player has in a title.
   *
   * @throws {Refusal} `NotForDevelopers` in `RETAIL` and `CERT`, outside development mode;
   *   `UnknownPlayer`, as `titleOf`
   */
  reset(subject: Subject, reason: string | null): Promise<Advanced>;
  /** Takes over recorded state. @throws {Refusal} as `grant` */
  importState(subject: Subject, state: RecordedState): Promise<Advanced>;
};

/** What is done to which achievement, and why. */
export type SupportAction = { readonly achievementId: AchievementId; readonly reason: string };

/** @returns whether developers may do there as they like: not in `RETAIL` or `CERT` */
export function isDevelopmentSandbox(sandbox: Sandbox): boolean {
  return sandbox !== 'RETAIL' && sandbox !== 'CERT';
}

/**
 * @param isDevelopment whether the instance was started in development mode
 *
 * Source: wire contract §11.2 [D] for the reset.
 */
export function createSupport({
  store: { players, records },
  titles,
  clock,
  isDevelopment,
}: {
  store: Pick<Store, 'players' | 'records'>;
  titles: TitleLookup;
  clock: Clock;
  isDevelopment: boolean;
}): Support {
  async function change(
    { xuid, of }: Subject,
    decide: (title: Title, before: PlayerRecord, now: Instant) => Decision,
  ): Promise<Advanced> {
    const title = publishedTitle(titles, of);
    if ((await players.byXuid(xuid)) === undefined) {
      throw new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(xuid)}`);
    }
    const now = clock.now();
    const key = { sandbox: of.sandbox, xuid, scid: title.scid };
    return records.advance(key, (before) => {
      const decision = decide(title, before ?? emptyRecord(now), now);
      return { ...decision, totals: totalsOf(title, decision.record) };
    });
  }

  return {
    titleOf: (of) => publishedTitle(titles, of),
    grant(subject, { achievementId, reason }) {
      return change(subject, (title, before, now) =>
        grant(title, before, { achievementId, occasion: bySupport(now, reason) }),
      );
    },
    revoke(subject, { achievementId, reason }) {
      return change(subject, (title, before, now) =>
        revoke(title, before, { achievementId, occasion: bySupport(now, reason) }),
      );
    },
    async reset(subject, reason) {
      const { sandbox } = subject.of;
      if (!isDevelopment && !isDevelopmentSandbox(sandbox)) {
        throw new Refusal(
          'NotForDevelopers',
          `players of sandbox ${sandbox} cannot be reset; only those of a development sandbox can`,
        );
      }
      return change(subject, (title, before, now) => reset(title, before, bySupport(now, reason)));
    },
    importState(subject, state) {
      return change(subject, (title, before, receivedAt) =>
        importState(title, before, { state, receivedAt }),
      );
    },
  };
}

function bySupport(now: Instant, reason: string | null): Occasion {
  const occasion = { earnedAt: now, receivedAt: now, source: 'Support' } as const;
  return reason === null ? occasion : { ...occasion, reason };
}
