/** The two schemes of Onset's own. `file:` is not used at all, so that no page ever has its rights. */
export const PAGE_ORIGIN = 'app://onset';
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/`;

/** Whether an address is one of the page's, and no other host's, port's or user's. */
export function isPageAddress(address: string): boolean {
  return pagePath(address) !== null;
}

/**
 * The path of an address of the page, still encoded; null for any other address. Read by hand: a parser of URLs makes
 * sense of `..` and of backslashes, and this is where they are to be refused.
 */
export function pagePath(address: string): string | null {
  return /^app:\/\/onset(\/[^?#]*)(?:[?#].*)?$/s.exec(address)?.[1] ?? null;
}

/** The session whose sound or video an address names: `media://session/ID`. */
export function mediaSession(address: string): string | null {
  return /^media:\/\/session\/([a-z0-9]{8,32})$/.exec(address)?.[1] ?? null;
}
