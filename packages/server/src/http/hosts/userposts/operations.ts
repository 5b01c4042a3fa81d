import type { Posts } from '../../../services/posts.ts';
import type { Operation } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { shareOperation } from './share.ts';

/** Everything the posts host answers. */
export function userpostsOperations(rooms: {
  posts: Posts;
  ownerOf: OwnerOf;
}): readonly Operation[] {
  return [shareOperation(rooms)];
}
