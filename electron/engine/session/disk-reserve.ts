import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';

/**
 * What SQLite has in its log is moved into the session's own pages when it is closed, and those have to grow for it: by
 * what it collects between two such moves, a thousand pages of 4 KiB, and a second's worth more.
 */
const RESERVE_BYTES = 8 * 2 ** 20;

/**
 * Room on the disk, taken while there is some and given back when there is none left, so that a recording that fills
 * the disk can still be closed and opened again.
 */
export class DiskReserve implements Disposable {
  readonly #path: string;

  /** Throws what the file system throws where there is not even that much room; then nothing is left of it. */
  constructor(path: string) {
    this.#path = path;
    // Zeros would take no room on a disk that compresses.
    const noise = randomFillSync(Buffer.alloc(RESERVE_BYTES));
    try {
      const descriptor = openSync(path, 'w');
      try {
        for (let at = 0; at < noise.length;) at += writeSync(descriptor, noise, at);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
  }

  /** Gives the room back. */
  [Symbol.dispose](): void {
    rmSync(this.#path, { force: true });
  }
}
