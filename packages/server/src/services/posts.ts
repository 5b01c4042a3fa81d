import {
  type AchievementId,
  achievementOf,
  progressOn,
  quoted,
  Refusal,
  type Scid,
  type Xuid,
} from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Store } from '../store/store.ts';
import { requireSelf } from './ownership.ts';
import { publishedTitle, requireTitleAccess, type TitleLookup } from './title-access.ts';

/** Which achievement of which player is shared. */
export type Shared = {
  readonly owner: Xuid;
  readonly scid: Scid;
  readonly achievementId: AchievementId;
};

/** Takes posts. */
export type Posts = {
  /**
   * Checks that the caller has unlocked what they share. Nothing is kept: the unlock itself is in
   * the feed.
   *
   * @returns the post's id
   * @throws {Refusal} `NotYourData`, `UnknownServiceConfig`, `UnknownAchievement`,
   *   `TitleClaimRequired`; `Conflict` for what is not unlocked
   */
  share(asker: Asker, shared: Shared): Promise<string>;
};

/** Source: wire contract §7.1 [W]; what is checked [I]. */
export function createPosts({
  store: { records },
  titles,
  drawId,
}: {
  store: Pick<Store, 'records'>;
  titles: TitleLookup;
  drawId: () => string;
}): Posts {
  return {
    async share(asker, { owner, scid, achievementId }) {
      requireSelf(asker, owner);
      const { sandbox } = asker;
      const title = publishedTitle(titles, { sandbox, scid });
      requireTitleAccess(asker, title);
      achievementOf(title, achievementId);
      const stored = await records.read({ sandbox, xuid: owner, scid });
      const isUnlocked = stored && progressOn(stored.record, achievementId).state === 'Achieved';
      if (isUnlocked && !stored.record.revoked.has(achievementId)) return drawId();
      throw new Refusal(
        'Conflict',
        `achievement ${quoted(achievementId)} is not unlocked, so it cannot be shared`,
      );
    },
  };
}
