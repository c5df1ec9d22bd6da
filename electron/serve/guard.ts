/** Who may ask for what. Everything but the page itself wants the token, which only the person's terminal has shown. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { inAddress } from './own-names.ts';

export class Guard {
  /** Opens everything; 256 bits. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #names: ReadonlySet<string>;
  readonly #port: () => number;
  readonly #ticketKey = randomBytes(32);
  readonly #now: () => number;

  constructor(names: ReadonlySet<string>, port: () => number, now: () => number = () => Date.now()) {
    this.#names = names;
    this.#port = port;
    this.#now = now;
  }

  /** Half a sentence on why a request is none of our page's; null where it may be. */
  problemWith({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
    if (headers.host === undefined || !this.#isOwn(headers.host)) return 'it is meant for another host';
    const { origin } = headers;
    // Programs send none; a browser does with everything that could do harm, and pages cannot change it.
    if (origin !== undefined && origin !== `http://${headers.host}`)
      return 'it comes from a page of another origin';
    if (headers['sec-fetch-site'] === 'cross-site') return 'it comes from a page of another origin';
    return null;
  }

  hasToken({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    const [, bearer] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
    return bearer !== undefined && this.isToken(bearer);
  }

  isToken(given: string): boolean {
    return isSame(given, this.token);
  }

  /** What opens one path for a while: for elements of a page that cannot send a header. */
  ticket(path: string, seconds: number): string {
    const until = Math.ceil(this.#now() / 1000) + seconds;
    return `${until}.${this.#sign(path, until)}`;
  }

  isTicket(given: string, path: string): boolean {
    const [, until, signature] = /^(\d{1,12})\.([\w-]{43})$/.exec(given) ?? [];
    if (until === undefined || signature === undefined) return false;
    return isSame(signature, this.#sign(path, Number(until))) && Number(until) * 1000 >= this.#now();
  }

  #sign(path: string, until: number): string {
    return createHmac('sha256', this.#ticketKey).update(`${until} ${path}`).digest('base64url');
  }

  #isOwn(host: string): boolean {
    const [, name, port = '80'] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(host.toLowerCase()) ?? [];
    if (name === undefined || Number(port) !== this.#port()) return false;
    return [...this.#names].some((own) => inAddress(own) === name);
  }
}

/** In a time that tells nothing of where they differ: digests are of one length, whatever was given. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
