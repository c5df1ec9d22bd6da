import type { BoxPx } from '../../../contract/landmarks.ts';

/** Where to look for further faces next. */
export interface SearchPlace {
  readonly region: BoxPx;
  readonly isTile: boolean;
}

/**
 * MediaPipe's detector sees a face that takes up about 12 % of its picture's width and misses smaller ones, so
 * smaller faces are looked for in overlapping square tiles of two sizes: as high as the frame's shorter side, and
 * half that.
 *
 * The cost is bounded: at most one detector call (4 ms) per frame. The first round through all tiles takes one frame
 * each, and so it is while no face is followed; later, it is one call per 100 ms of media, the whole frame (a second
 * face must not wait) and a tile by turns.
 */
export class FaceSearch {
  #tiles: readonly BoxPx[] = [];
  #size = '';
  #nextTile = 0;
  #isTilesTurn = false;
  #lastUs = -Infinity;
  #hurryUntilUs = -Infinity;
  #isFirstRound = true;

  /** A face has just been lost: for a while, the whole frame is looked at in every frame. */
  hurry(timeUs: number): void {
    if (!(timeUs < this.#hurryUntilUs + HURRY_US && timeUs >= this.#lastUs))
      this.#hurryUntilUs = timeUs + HURRY_US;
  }

  /** `isFollowing`: a face is in view, so a landmarker is not looking at the whole frame for any face. */
  next(timeUs: number, widthPx: number, heightPx: number, isFollowing: boolean): SearchPlace | null {
    this.#fit(widthPx, heightPx);
    if (!isFollowing) return this.#tile();
    const whole = { region: { x: 0, y: 0, width: widthPx, height: heightPx }, isTile: false };
    if (timeUs < this.#hurryUntilUs) return whole;
    const isDue = timeUs - this.#lastUs >= SEARCH_EVERY_US || timeUs < this.#lastUs;
    if (!isDue && this.#isFirstRound) return this.#tile();
    if (!isDue) return null;
    this.#lastUs = timeUs;
    this.#isTilesTurn = !this.#isTilesTurn;
    return this.#isTilesTurn ? whole : (this.#tile() ?? whole);
  }

  #tile(): SearchPlace | null {
    const region = this.#tiles[this.#nextTile];
    if (!region) return null;
    this.#nextTile = (this.#nextTile + 1) % this.#tiles.length;
    if (this.#nextTile === 0) this.#isFirstRound = false;
    return { region, isTile: true };
  }

  #fit(widthPx: number, heightPx: number): void {
    const size = `${widthPx}x${heightPx}`;
    if (size === this.#size) return;
    this.#size = size;
    this.#tiles = searchTiles(widthPx, heightPx);
    this.#nextTile = 0;
    this.#isFirstRound = this.#tiles.length > 0;
  }
}

const SEARCH_EVERY_US = 100_000;

/** The search hurries for this long after a loss, and not again for as long. */
const HURRY_US = 500_000;

/** Below this width a face is not worth finding: its eyes are about 13 px apart, and 2 % of that is a quarter pixel. */
const SMALLEST_FACE_PX = 32;

/** Share of a tile's width that a face must take up to be detected. */
const DETECTABLE = 0.12;

/** Neighbouring tiles share a third, so that a face of up to a third of a tile lies whole in one of them. */
const STEP = 2 / 3;

/** The tiles of a frame, large ones first. */
export function searchTiles(widthPx: number, heightPx: number): BoxPx[] {
  const short = Math.min(widthPx, heightPx);
  return [short, short / 2]
    .filter((side) => DETECTABLE * side >= SMALLEST_FACE_PX * 0.999 || side === short)
    .filter((side) => side < 0.9 * Math.max(widthPx, heightPx))
    .flatMap((side) =>
      starts(heightPx, side).flatMap((y) =>
        starts(widthPx, side).map((x) => ({ x, y, width: side, height: side })),
      ),
    );
}

function starts(length: number, side: number): number[] {
  const gaps = Math.ceil((length - side) / (STEP * side) - 1e-9);
  if (gaps <= 0) return [0];
  return Array.from({ length: gaps + 1 }, (_, index) => (index * (length - side)) / gaps);
}
