/** Where pictures of this instance are, without a slash at the end. */
export type AssetBase = () => string;

/** A picture's address as a client can use it: one of this instance is made absolute. */
export function absoluteUrl(url: string | null, assetBase: AssetBase): string {
  if (url === null) return '';
  return url.startsWith('/') ? assetBase() + url : url;
}
