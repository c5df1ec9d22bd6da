/**
 * Action-unit curves for whatever span is in sight. They are asked for in tiles of one size on levels that halve the
 * detail, so that zooming and panning find most of what they need here, and a missing tile is stood in for by a
 * coarser.
 */
import type { Curves } from '../../../contract/channels/review.ts';
import type { Span } from './scale.ts';

export const TILE_BINS = 512;
/** Bins of the finest level: half a frame at 200 frames a second. */
const FINEST_BIN_US = 2500;
/** Some 75 kB each. */
const KEPT_TILES = 240;
/** The engine answers one after the other; more would only make what is in sight wait. */
const MAX_UNDER_WAY = 2;

export interface TileKey {
  readonly track: number;
  readonly level: number;
  readonly index: number;
}

export type LoadCurves = (track: number, span: Span, bins: number) => Promise<Curves>;

export class CurveTiles {
  readonly #load: LoadCurves;
  readonly #onLoaded: () => void;
  readonly #onProblem: (error: unknown) => void;
  /** In order of last use. */
  readonly #tiles = new Map<string, Curves>();
  readonly #underWay = new Set<string>();
  readonly #failed = new Set<string>();
  #wanted: readonly TileKey[] = [];

  constructor(load: LoadCurves, onLoaded: () => void, onProblem: (error: unknown) => void) {
    this.#load = load;
    this.#onLoaded = onLoaded;
    this.#onProblem = onProblem;
  }

  get(key: TileKey): Curves | null {
    const id = idOf(key);
    const tile = this.#tiles.get(id);
    if (tile === undefined) return null;
    this.#tiles.delete(id);
    this.#tiles.set(id, tile);
    return tile;
  }

  /** The tile, or the finest coarser one that holds its span. */
  bestFor(key: TileKey, levels = 8): { readonly key: TileKey; readonly curves: Curves } | null {
    for (let up = 0; up <= levels; up++) {
      const coarser = { track: key.track, level: key.level + up, index: key.index >> up };
      const curves = this.get(coarser);
      if (curves !== null) return { key: coarser, curves };
    }
    return null;
  }

  /** What is in sight now, most important first; what was wanted before and is not among it is given up. */
  want(keys: readonly TileKey[]): void {
    this.#wanted = keys;
    this.#fetch();
  }

  #fetch(): void {
    for (const key of this.#wanted) {
      if (this.#underWay.size >= MAX_UNDER_WAY) return;
      const id = idOf(key);
      if (this.#tiles.has(id) || this.#underWay.has(id) || this.#failed.has(id)) continue;
      this.#underWay.add(id);
      void this.#fetchOne(key, id);
    }
  }

  async #fetchOne(key: TileKey, id: string): Promise<void> {
    try {
      const curves = await this.#load(key.track, spanOfTile(key), TILE_BINS);
      this.#tiles.set(id, curves);
      for (const oldest of this.#tiles.keys()) {
        if (this.#tiles.size <= KEPT_TILES) break;
        this.#tiles.delete(oldest);
      }
      this.#onLoaded();
    } catch (error) {
      // Not asked for again: the strip stays empty there.
      this.#failed.add(id);
      this.#onProblem(error);
    } finally {
      this.#underWay.delete(id);
      this.#fetch();
    }
  }
}

/** The level whose bins are about as wide as a pixel: never wider than two. */
export function levelFor(span: Span, widthPx: number): number {
  const pixelUs = (span.toUs - span.fromUs) / widthPx;
  return Math.max(0, Math.round(Math.log2(pixelUs / FINEST_BIN_US)));
}

const tileLengthUs = (level: number): number => TILE_BINS * FINEST_BIN_US * 2 ** level;

export function tilesIn(track: number, level: number, span: Span): TileKey[] {
  const length = tileLengthUs(level);
  const keys: TileKey[] = [];
  for (let index = Math.floor(span.fromUs / length); index * length < span.toUs; index++) {
    if (index >= 0) keys.push({ track, level, index });
  }
  return keys;
}

export function spanOfTile({ level, index }: TileKey): Span {
  const length = tileLengthUs(level);
  return { fromUs: index * length, toUs: (index + 1) * length };
}

const idOf = ({ track, level, index }: TileKey): string => `${track}/${level}/${index}`;
