import { defaultPictureName } from './title-defaults.ts';
import type { TitleDocument } from './title-document.ts';

type DocumentAchievement = TitleDocument['achievements'][number];
type DocumentReward = NonNullable<DocumentAchievement['rewards']>[number];

/** Whether a picture's address is that of a file beside the document. */
export function isLocalPicture(url: string): boolean {
  return !url.startsWith('/') && !/^https?:\/\//i.test(url);
}

/** The files beside a document that it takes pictures from, each once, in its order. */
export function localPicturesOf(document: TitleDocument): readonly string[] {
  const found = new Set<string>();
  withPictures(document, (url) => {
    if (isLocalPicture(url)) found.add(url);
    return url;
  });
  return [...found];
}

/**
 * The same document with its pictures elsewhere: what a publish of local files needs after they
 * were added to the instance. Pictures keep the names they have.
 *
 * @param moved gives the address to use instead, or the same
 */
export function withPictures(
  document: TitleDocument,
  moved: (url: string) => string,
): TitleDocument {
  const { displayImage } = document;
  return {
    ...document,
    ...(displayImage !== undefined && { displayImage: moved(displayImage) }),
    achievements: document.achievements.map((one) => achievementWith(one, moved)),
  };
}

function achievementWith(
  one: DocumentAchievement,
  moved: (url: string) => string,
): DocumentAchievement {
  const { icon, mediaAssets, rewards } = one;
  return {
    ...one,
    ...(icon !== undefined && { icon: pictureWith(icon, moved) }),
    ...(mediaAssets && { mediaAssets: mediaAssets.map((asset) => namedWith(asset, moved)) }),
    ...(rewards && { rewards: rewards.map((reward) => rewardWith(reward, moved)) }),
  };
}

function pictureWith(
  picture: string | { url: string; name?: string | undefined },
  moved: (url: string) => string,
): string | { url: string; name?: string | undefined } {
  if (typeof picture !== 'string') return namedWith(picture, moved);
  const url = moved(picture);
  return url === picture ? url : { name: defaultPictureName(picture), url };
}

/** A picture without a name is named by its address, so a moved one is given the name it had. */
function namedWith<T extends { url: string; name?: string | undefined }>(
  picture: T,
  moved: (url: string) => string,
): T {
  const url = moved(picture.url);
  if (url === picture.url) return picture;
  return { ...picture, name: picture.name ?? defaultPictureName(picture.url), url };
}

function rewardWith(reward: DocumentReward, moved: (url: string) => string): DocumentReward {
  const { type, value, mediaAsset } = reward;
  if (type !== 'Art') return reward;
  if (typeof mediaAsset === 'string') return movedArt(reward, mediaAsset, moved);
  if (mediaAsset === undefined)
    return value === undefined ? reward : movedArt(reward, value, moved);
  return {
    ...reward,
    ...(value !== undefined && { value: moved(value) }),
    ...(mediaAsset !== null && { mediaAsset: namedWith(mediaAsset, moved) }),
  };
}

/** Art that is told by one address, which stands for its value and its picture. */
function movedArt(
  reward: DocumentReward,
  address: string,
  moved: (url: string) => string,
): DocumentReward {
  const url = moved(address);
  if (url === address) return reward;
  const mediaAsset = { name: defaultPictureName(address), type: 'Art' as const, url };
  return { ...reward, value: moved(reward.value ?? address), mediaAsset };
}
