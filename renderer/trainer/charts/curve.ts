/** A curve as it was measured, and what is drawn of it. */

/** Points in the order of x. A value that is no number is a gap. */
export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/**
 * Exponential moving average, a_i = w·a_(i−1) + (1 − w)·y_i, divided by 1 − w^(i+1), the weight it has seen so far:
 * otherwise a curve would seem to begin at zero. `weight` 0 changes nothing. Gaps stay gaps and move nothing.
 */
export function smooth({ x, y }: Points, weight: number): Points {
  if (weight === 0) return { x, y };
  const smoothed = new Float64Array(y.length);
  let mean = 0;
  let seen = 1;
  for (let index = 0; index < y.length; index++) {
    const value = y[index]!;
    if (!Number.isFinite(value)) {
      smoothed[index] = NaN;
      continue;
    }
    mean = weight * mean + (1 - weight) * value;
    seen *= weight;
    smoothed[index] = mean / (1 - seen);
  }
  return { x, y: smoothed };
}

/** Where the point nearest to `x` is; −1 where there is none. */
export function nearest({ x: all }: Points, x: number): number {
  let low = 0;
  let high = all.length - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (all[middle]! < x) low = middle;
    else high = middle;
  }
  return Math.abs(all[high]! - x) < Math.abs(all[low]! - x) ? high : low;
}

/**
 * An SVG path through the points. Of those that fall into one column of a pixel only the first, lowest, highest and last
 * are drawn, which looks the same and costs no more for a run of a million steps than for one of a thousand.
 */
export function pathThrough(
  points: Points,
  placeX: (x: number) => number,
  placeY: (y: number) => number,
): string {
  let path = '';
  let isDown = false;
  let column: Column | null = null;
  const flush = (): void => {
    if (column === null) return;
    for (const [x, y] of column.drawn()) {
      path += `${isDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
      isDown = true;
    }
    column = null;
  };
  for (let index = 0; index < points.x.length; index++) {
    const x = placeX(points.x[index]!);
    const y = placeY(points.y[index]!);
    if (!Number.isFinite(y)) {
      flush();
      isDown = false;
      continue;
    }
    if (column?.at !== Math.floor(x)) {
      flush();
      column = new Column(Math.floor(x));
    }
    column.add(x, y);
  }
  flush();
  return path;
}

type Place = readonly [x: number, y: number];

/** What falls into one column of a pixel. */
class Column {
  readonly at: number;
  #first: Place | null = null;
  #low: Place | null = null;
  #high: Place | null = null;
  #last: Place | null = null;

  constructor(at: number) {
    this.at = at;
  }

  add(x: number, y: number): void {
    const place: Place = [x, y];
    this.#first ??= place;
    if (this.#low === null || y > this.#low[1]) this.#low = place;
    if (this.#high === null || y < this.#high[1]) this.#high = place;
    this.#last = place;
  }

  /** In the order of x, each once. */
  drawn(): readonly Place[] {
    const all = [this.#first, this.#low, this.#high, this.#last].filter((place) => place !== null);
    return [...new Set(all)].sort((one, other) => one[0] - other[0]);
  }
}
