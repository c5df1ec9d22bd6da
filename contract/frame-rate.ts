/**
 * What a rate of frames can show of a movement that lasts a 25th of a second, the shortest that micro-expressions are
 * said to last.
 */
const SHORTEST_S = 1 / 25;

export type Adequacy = 'good' | 'fair' | 'poor';

/** `good`: four frames or more of the shortest movement, 100 a second; `fair`: two, 50 a second. */
export function adequacyOf(fps: number): Adequacy {
  if (fps >= 4 / SHORTEST_S) return 'good';
  return fps >= 2 / SHORTEST_S ? 'fair' : 'poor';
}

export function framesOfShortest(fps: number): number {
  return Math.round(fps * SHORTEST_S * 10) / 10;
}
