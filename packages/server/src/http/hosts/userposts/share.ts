import { AchievementIdText, ScidText, sharePost, UserSegment } from '@laurel/contract';
import { achievementId, quoted, Refusal, scid } from '@laurel/domain';
import { requireSelf } from '../../../services/ownership.ts';
import type { Posts } from '../../../services/posts.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';

/** A post of an achievement. Source: wire contract §7.1 [W]. */
export function shareOperation({ posts, ownerOf }: { posts: Posts; ownerOf: OwnerOf }): Operation {
  return operation(sharePost, async (input) => {
    const { params, body } = input;
    const asker = requireAsker(input);
    const author = await ownerOf(params.user, asker);
    requireSelf(asker, author);
    const { user, ...achievement } = located(body.postTypeData.locator);
    const owner = await ownerOf(user, asker);
    const postId = await posts.share(asker, { owner, ...achievement });
    const postUri = `userposts.xboxlive.com/users/xuid(${author})/posts/${postId}`;
    return answer(201, { postId, postType: 'XboxLink', postUri });
  });
}

const host = 'achievements.xboxlive.com';
const locatorForm = /^(?:https?:\/\/)?([^/]+)\/users\/([^/]+)\/achievements\/([^/]+)\/([^/?#]+)$/i;

/** Reads the address of an achievement. @throws {Refusal} `InvalidBody` */
function located(locator: string) {
  const [, at = '', user = '', id = '', achievement = ''] = locatorForm.exec(locator) ?? [];
  const read = {
    user: UserSegment.safeParse(user),
    scid: ScidText.safeParse(id),
    achievementId: AchievementIdText.safeParse(achievement),
  };
  const isHere = at.toLowerCase() === host;
  if (isHere && read.user.success && read.scid.success && read.achievementId.success) {
    return {
      user: read.user.data,
      scid: scid(read.scid.data),
      achievementId: achievementId(read.achievementId.data),
    };
  }
  throw new Refusal(
    'InvalidBody',
    `locator must be ${host}/users/…/achievements/{scid}/{id}; got ${quoted(locator)}`,
  );
}
