import { z } from 'zod';
import { UserSegment } from '../codec/segment.ts';
import { route } from '../route.ts';

/** A post of one achievement. Source: wire contract §7.1 [W]; the limits [I]. */
const Post = z.object({
  postType: z
    .string({ error: 'must be "XboxLink"' })
    .refine((type) => type.toLowerCase() === 'xboxlink', 'must be "XboxLink"'),
  postText: z.string().max(1000, 'must be at most 1000 characters').nullish(),
  postTypeData: z.object(
    { locator: z.string({ error: 'must be the address of an achievement' }).max(256) },
    { error: 'must hold a locator' },
  ),
  timelines: z
    .array(z.object({ timelineType: z.string(), timelineOwner: z.string() }))
    .max(10, 'must hold at most 10 timelines')
    .nullish(),
});

/** Source: wire contract §7.1 [W]. */
export const sharePost = route({
  id: 'userposts.share',
  host: 'userposts',
  method: 'POST',
  path: '/users/:user/posts',
  summary: 'Share an achievement that the caller has unlocked',
  description:
    'The post is checked and answered; it is not kept, for the unlock itself is in the feed.',
  params: z.object({ user: UserSegment }),
  body: Post,
  answers: { 201: z.object({ postId: z.string(), postType: z.string(), postUri: z.string() }) },
  refusals: {
    403: 'the path or the locator names another player than the caller',
    404: 'there is no such achievement',
    409: 'the achievement is not unlocked',
  },
});
