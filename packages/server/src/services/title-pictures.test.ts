import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Achievement, Reward } from '@laurel/domain';
import { type TitleDocument, titleOf } from './title-document.ts';
import { localPicturesOf, withPictures } from './title-pictures.ts';

const texts = { name: 'a', description: 'b', lockedDescription: 'c' };
const document: TitleDocument = {
  titleId: 1853190001,
  name: 'Kiln',
  defaultLocale: 'en',
  displayImage: 'title.png',
  achievements: [
    {
      ...texts,
      id: '1',
      icon: 'icons/1.png',
      mediaAssets: [{ type: 'ChallengePromoIcon', url: 'icons/promo.png' }],
      rewards: [
        { type: 'Art', value: 'art/wall.png' },
        { type: 'InApp', value: 'not/a/picture.png' },
      ],
    },
    { ...texts, id: '2', icon: { name: 'two', url: 'icons/1.png' } },
    { ...texts, id: '3', icon: 'https://img.example/3.png' },
    {
      ...texts,
      id: '4',
      icon: '/media/4.png',
      rewards: [{ type: 'Art', mediaAsset: 'art/other.png' }],
    },
  ],
};

function upload(url: string): string {
  return url.startsWith('http') || url.startsWith('/') ? url : `/media/${url.length}.png`;
}

test('the local files of a document are named once each, in its order', () => {
  assert.deepEqual(localPicturesOf(document), [
    'title.png',
    'icons/1.png',
    'icons/promo.png',
    'art/wall.png',
    'art/other.png',
  ]);
});

test('moved pictures have new addresses and the names they had', () => {
  const [before, after] = [document, withPictures(document, upload)].map((one) => titleOf(one, 1));
  assert.equal(after?.displayImage, '/media/9.png');
  for (const [index, was] of (before?.achievements ?? []).entries()) {
    const now: Achievement | undefined = after?.achievements[index];
    assert.deepEqual(
      now?.mediaAssets,
      was.mediaAssets.map((asset) => ({ ...asset, url: upload(asset.url) })),
    );
    const art: Reward | undefined = artOf(was);
    const artNow: Reward | undefined = artOf(now);
    assert.equal(artNow?.mediaAsset?.name, art?.mediaAsset?.name);
    assert.equal(artNow?.value, art && upload(art.value));
  }
});

function artOf(achievement: Achievement | undefined): Reward | undefined {
  return achievement?.rewards.find(({ type }) => type === 'Art');
}

test('a reward that is no picture keeps its value', () => {
  const [achievement] = withPictures(document, upload).achievements;
  assert.equal(achievement?.rewards?.[1]?.value, 'not/a/picture.png');
});

test('a document whose pictures stay is the same', () => {
  assert.deepEqual(
    withPictures(document, (url) => url),
    document,
  );
});
