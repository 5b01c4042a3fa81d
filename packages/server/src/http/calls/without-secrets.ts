/** What stands where a secret was. */
const cut = '…';

/**
 * Takes out of a text whatever could be a token, a key or a nonce, whoever put it there.
 *
 * @returns the text, with an ellipsis for each
 */
export function withoutSecrets(text: string): string {
  return text
    .replace(/XBL3\.0\s+x=[^\s"'\\,]*/gi, `XBL3.0 x=${cut}`)
    .replace(/\bBearer\s+[\w.~+/=-]{8,}/gi, `Bearer ${cut}`)
    .replace(/\beyJ[\w-]{4,}(\.[\w-]*)+/g, cut)
    .replace(/\blsk_[\w.-]+/g, cut)
    .replace(/([?&;](?:nonce|[\w-]*token|key|code)=)[^&\s"'#]+/gi, keepingPages);
}

/** A token that continues a list is no secret, and says how a list is read. */
function keepingPages(whole: string, name: string): string {
  return /continuationtoken=$/i.test(name) ? whole : `${name}${cut}`;
}
