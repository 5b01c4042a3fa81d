import { z } from 'zod';
import { route } from '../route.ts';

/** A picture is at most this many bytes: a 1920×1080 PNG is rarely a tenth of it. */
export const assetBytesMax = 4 * 1024 * 1024;

/** Keeps a picture of a title. The body is the picture itself. */
export const addAsset = route({
  id: 'management.addAsset',
  host: 'management',
  method: 'POST',
  path: '/assets',
  summary: 'Add a picture',
  description:
    'The body is the bytes of a PNG, JPEG, WebP or GIF. The answer says where it is; the same picture always has the same place. Title documents may name that place.',
  audience: 'manager',
  bodyBytesMax: assetBytesMax,
  answers: {
    200: z.object({
      path: z.string(),
      contentType: z.string(),
      width: z.int().nullable(),
      height: z.int().nullable(),
    }),
  },
});
