import { expect, test, vi } from 'vitest';
import type { Curves } from '../../../contract/channels/review.ts';
import { CurveTiles, levelFor, spanOfTile, TILE_BINS, tilesIn, type TileKey } from './curve-tiles.ts';
import type { Span } from './scale.ts';

const curvesOf = ({ fromUs, toUs }: Span): Curves => ({
  fromUs,
  toUs,
  bins: TILE_BINS,
  left: new Float32Array(0),
  right: new Float32Array(0),
  activity: new Float32Array(0),
  seen01: new Float32Array(0),
});
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('tiles cover a span without gap and begin before it', () => {
  const span = { fromUs: 3.3e6, toUs: 9.9e6 };
  const level = levelFor(span, 1400);
  const spans = tilesIn(1, level, span).map(spanOfTile);
  expect(spans[0]!.fromUs).toBeLessThanOrEqual(span.fromUs);
  expect(spans.at(-1)!.toUs).toBeGreaterThanOrEqual(span.toUs);
  for (let index = 1; index < spans.length; index++) {
    expect(spans[index]!.fromUs).toBe(spans[index - 1]!.toUs);
  }
});

test('bins are about as wide as pixels at every zoom', () => {
  for (const seconds of [1, 10, 100, 1000, 28_800]) {
    const span = { fromUs: 0, toUs: seconds * 1e6 };
    const bins = (tilesIn(1, levelFor(span, 1400), span).length * TILE_BINS) / 1400;
    expect(bins).toBeLessThan(3);
    // Within four seconds the finest level is reached.
    expect(bins).toBeGreaterThan(seconds > 4 ? 0.6 : 0.2);
  }
});

test('a tile is asked for once, and two at a time', async () => {
  let open = 0;
  let most = 0;
  const load = vi.fn(async (_: number, span: Span) => {
    most = Math.max(most, ++open);
    await settle();
    open--;
    return curvesOf(span);
  });
  const tiles = new CurveTiles(load, () => undefined, expectNoProblem);
  const keys = tilesIn(1, 3, { fromUs: 0, toUs: 60e6 });
  tiles.want(keys);
  tiles.want(keys);
  await vi.waitFor(() => expect(keys.every((key) => tiles.get(key) !== null)).toBe(true));
  expect(load).toHaveBeenCalledTimes(keys.length);
  expect(most).toBe(2);
});

test('what is no longer wanted is not asked for', async () => {
  const asked: number[] = [];
  const load = async (_: number, span: Span): Promise<Curves> => {
    asked.push(span.fromUs);
    await settle();
    return curvesOf(span);
  };
  const tiles = new CurveTiles(load, () => undefined, expectNoProblem);
  tiles.want(tilesIn(1, 0, { fromUs: 0, toUs: 100e6 }));
  const last: TileKey = { track: 1, level: 0, index: 500 };
  tiles.want([last]);
  await vi.waitFor(() => expect(tiles.get(last)).not.toBeNull());
  expect(asked).toHaveLength(3);
});

test('a coarser tile stands in for one that is missing', async () => {
  const tiles = new CurveTiles(
    (_, span) => Promise.resolve(curvesOf(span)),
    () => undefined,
    expectNoProblem,
  );
  const coarse: TileKey = { track: 1, level: 5, index: 0 };
  tiles.want([coarse]);
  await vi.waitFor(() => expect(tiles.get(coarse)).not.toBeNull());
  expect(tiles.bestFor({ track: 1, level: 2, index: 7 })?.key).toEqual(coarse);
  expect(tiles.bestFor({ track: 1, level: 2, index: 8 })).toBeNull();
  expect(tiles.bestFor({ track: 2, level: 2, index: 7 })).toBeNull();
});

test('a tile that failed is told and not asked for again', async () => {
  const problems: unknown[] = [];
  const load = vi.fn(() => Promise.reject(new Error('gone')));
  const tiles = new CurveTiles(
    load,
    () => undefined,
    (error) => problems.push(error),
  );
  const key = { track: 1, level: 0, index: 0 };
  tiles.want([key]);
  await vi.waitFor(() => expect(problems).toHaveLength(1));
  tiles.want([key]);
  await settle();
  expect(load).toHaveBeenCalledTimes(1);
});

function expectNoProblem(error: unknown): never {
  throw error as Error;
}
