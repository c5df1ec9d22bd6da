import type { TrackRecord } from '../../contract/session.ts';

/** From when to when each face was seen, and in how many of the frames between. */
export class TrackRecords {
  readonly #tracks = new Map<number, Seen>();

  /** Frames of a track come in order. */
  add(trackId: number, { index, timeUs }: { readonly index: number; readonly timeUs: number }): void {
    const seen = this.#tracks.get(trackId);
    if (!seen)
      this.#tracks.set(trackId, { fromUs: timeUs, toUs: timeUs, first: index, last: index, frames: 1 });
    else Object.assign(seen, { toUs: timeUs, last: index, frames: seen.frames + 1 });
  }

  get count(): number {
    return this.#tracks.size;
  }

  records(): TrackRecord[] {
    return [...this.#tracks]
      .sort(([x], [y]) => x - y)
      .map(([id, { fromUs, toUs, first, last, frames }]) => ({
        id,
        fromUs,
        toUs,
        frames,
        coverage: frames / (last - first + 1),
      }));
  }
}

interface Seen {
  fromUs: number;
  toUs: number;
  first: number;
  last: number;
  frames: number;
}
