import { expect, test } from 'vitest';

import { shareInside } from './boxes.ts';
import { FaceSearch, searchTiles } from './face-search.ts';

const FRAMES = [
  [1280, 720],
  [720, 1280],
  [1920, 1080],
  [640, 480],
  [641, 361],
] as const;

test.each(FRAMES)('the tiles of %i×%i cover it and stay inside', (width, height) => {
  const tiles = searchTiles(width, height);
  for (const { x, y, width: side, height: sameSide } of tiles) {
    expect(side).toBe(sameSide);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x + side).toBeLessThanOrEqual(width + 1e-6);
    expect(y + side).toBeLessThanOrEqual(height + 1e-6);
  }
});

test('a face of 4 to 10 % of the width of 1280×720 lies whole and large enough in some tile', () => {
  const tiles = searchTiles(1280, 720);
  for (const share of [0.04, 0.06, 0.08, 0.1]) {
    const size = share * 1280;
    for (let x = 0; x <= 1280 - size; x += 17) {
      for (let y = 0; y <= 720 - size; y += 13) {
        const face = { x, y, width: size, height: size };
        const serving = tiles.filter((tile) => shareInside(face, tile) > 0.999 && size / tile.width >= 0.12);
        expect(serving.length, `${share} at ${x},${y}`).toBeGreaterThan(0);
      }
    }
  }
});

test('no tile is so small that the faces it adds are too small to measure', () => {
  for (const [width, height] of FRAMES) {
    for (const tile of searchTiles(width, height).filter(
      ({ width: side }) => side < Math.min(width, height),
    )) {
      expect(0.12 * tile.width).toBeGreaterThanOrEqual(31.9);
    }
  }
});

test('while a face is followed, searching settles at ten calls a second, every other one for the whole frame', () => {
  const search = new FaceSearch();
  const places = Array.from({ length: 300 }, (_, i) => search.next(i * 33_333, 1280, 720, true));
  const settled = places.slice(60);
  const calls = settled.filter((place) => place !== null);
  expect(calls.length / (settled.length / 30)).toBeLessThanOrEqual(10);
  expect(calls.length / (settled.length / 30)).toBeGreaterThan(7);
  expect(Math.abs(calls.filter(({ isTile }) => isTile).length - calls.length / 2)).toBeLessThanOrEqual(1);
  // The first round: every tile once within its number of frames and the whole frames between.
  const first = places.slice(0, 30).filter((place) => place?.isTile);
  expect(first.length).toBeGreaterThanOrEqual(searchTiles(1280, 720).length);
});

test('while no face is in view, a tile is looked at in every frame', () => {
  const search = new FaceSearch();
  const places = Array.from({ length: 40 }, (_, i) => search.next(i * 33_333, 1280, 720, false));
  expect(places.every((place) => place?.isTile)).toBe(true);
  expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(searchTiles(1280, 720).length);
});
